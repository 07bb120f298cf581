""" "Hand me my data": everything kept about one person, gathered at once and recorded as handed over."""

from __future__ import annotations

import datetime as dt

import msgspec

from pos_app.clock import local_datetime
from pos_app.counter.contact import require_people_shown
from pos_app.counter.person_history import PersonEvent, PersonHistory, Purchase, history_with
from pos_app.counter.till import Till
from pos_app.domain.facts import DataHandedOver, TillSetUp
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import Person
from pos_app.domain.refusals import Refusal
from pos_app.printing.documents.person_data import (
    FORMAT,
    Keeper,
    KeptChange,
    KeptEvent,
    KeptIdentity,
    KeptLine,
    KeptMonth,
    KeptPurchase,
    KeptRight,
    KeptSlip,
    PersonData,
)
from pos_app.printing.person_words import event_words
from pos_app.store.entitlements import elsewhere_by_month, entitlements
from pos_app.store.opening import Connection
from pos_app.store.people import all_tokens, history_of, person_of
from pos_app.store.slips import slips_of
from pos_app.store.structures import structure_of
from pos_app.store.support import cases_of, notes_of
from pos_app.store.tickets import issuer_at


def hand_over_data(till: Till, *, operator: Operator, token: PersonToken) -> PersonData:
    """What the person is to be handed; the journal says from now on that it was.

    Raises Refusal("right_missing", "person_unknown", "person_erased").
    """
    operator.require(Right.HAND_OVER_DATA)
    require_people_shown(till)
    person = person_of(till.connection, token)
    with till.store.transaction(operator.code) as act:
        data = _gathered(till, person, issuer_at(till.connection, till.store.position))
        act.append(DataHandedOver(person=person.token))
    return data


def _gathered(till: Till, person: Person, issuer: TillSetUp) -> PersonData:
    connection, offset_min = till.connection, till.clock.offset_min()
    tokens = all_tokens(connection, person.token)
    history = history_with(connection, tokens)
    return PersonData(
        format=FORMAT,
        made_at=_iso(local_datetime(till.clock.now_ms(), offset_min)),
        keeper=Keeper(
            legal_name=issuer.legal_name,
            address=issuer.address,
            phone=issuer.phone,
            point=issuer.point,
            till=issuer.till,
        ),
        records=tokens,
        identity=_identity(connection, person, offset_min),
        changes=tuple(
            KeptChange(at=_iso(local_datetime(change.at_ms, offset_min)), field=change.field, value=change.value)
            for each in tokens
            for change in history_of(connection, each)
        ),
        rights=_rights(connection, tokens),
        slips=tuple(
            KeptSlip(prescriber=_structure_name(connection, prescriber), number=number, written_on=written_on)
            for prescriber, number, written_on in slips_of(connection, tokens)
        ),
        purchases=tuple(map(_purchase, history.purchases)),
        months=_months(history, dict(elsewhere_by_month(connection, tokens))),
        events=tuple(map(_event, history.events)),
        notes=tuple(note for case in cases_of(connection, tokens) for note in notes_of(connection, case.case).values()),
    )


def _identity(connection: Connection, person: Person, offset_min: int) -> KeptIdentity:
    identity = person.identity
    return KeptIdentity(
        given_name=identity.given_name,
        family_name=identity.family_name,
        year_of_birth=identity.year_of_birth,
        language=identity.language,
        phone=identity.phone,
        card=person.card,
        prescriber=_structure_name(connection, identity.prescriber),
        state=person.state.value,
        registered_at=_iso(local_datetime(person.registered_ms, offset_min)),
        last_contact_at=_iso(local_datetime(person.last_contact_ms, offset_min)),
    )


def _rights(connection: Connection, tokens: tuple[PersonToken, ...]) -> tuple[KeptRight, ...]:
    return tuple(
        KeptRight(
            number=right.number,
            programme=right.programme,
            starts_on=right.starts_on.isoformat(),
            ends_on=right.ends_on.isoformat(),
            renewals=right.renewals,
            state=right.state.value,
            prescriber=_structure_name(connection, right.prescriber),
        )
        for right in entitlements(connection, tokens)
    )


def _purchase(purchase: Purchase) -> KeptPurchase:
    return KeptPurchase(
        ticket=purchase.ticket,
        at=_iso(purchase.at),
        lines=tuple(
            KeptLine(
                label=line.label,
                quantity=line.quantity,
                unit_cents=line.unit_cents,
                total_cents=line.gross_cents,
                saving_cents=line.saving_cents,
            )
            for line in purchase.lines
        ),
        total_cents=purchase.total_cents,
        saving_cents=purchase.saving_cents,
        counted_cents=purchase.counted_cents,
    )


def _months(history: PersonHistory, elsewhere: dict[str, int]) -> tuple[KeptMonth, ...]:
    here = {month.month: month for month in history.months}
    return tuple(
        KeptMonth(
            month=name,
            paid_cents=here[name].paid_cents if name in here else 0,
            saved_cents=here[name].saved_cents if name in here else 0,
            counted_cents=here[name].counted_cents if name in here else 0,
            elsewhere_cents=elsewhere.get(name, 0),
        )
        for name in sorted({*here, *elsewhere}, reverse=True)
    )


def _event(event: PersonEvent) -> KeptEvent:
    fact, detail = event.fact, msgspec.json.decode(msgspec.json.encode(event.fact), type=dict[str, object])
    return KeptEvent(at=_iso(event.at), kind=fact.kind, said=event_words(fact), detail=detail)


def _structure_name(connection: Connection, code: str) -> str:
    """The name, or the code where the structure is not known here."""
    try:
        return structure_of(connection, code).name
    except Refusal:
        return code


def _iso(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")
