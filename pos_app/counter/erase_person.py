"""Erasing an identity, and proposing who should be: the journal, its totals and its chain stay as they are."""

from __future__ import annotations

import datetime as dt

from pos_app.clock import local_datetime
from pos_app.counter.contact import require_people_shown
from pos_app.counter.dates import today
from pos_app.counter.till import Till
from pos_app.domain.entitlement import months_later
from pos_app.domain.facts import PersonErased
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import Person
from pos_app.domain.refusals import Refusal
from pos_app.store.loans import loans_held
from pos_app.store.people import all_tokens, person_of, remove_person, set_tombstone, without_contact_since
from pos_app.store.support import erase_notes

BASES = ("request", "retention")
_DAY_MS = 24 * 3600 * 1000


def erase_person(till: Till, *, operator: Operator, token: str, basis: str) -> None:
    """Deletes the identity for good (GDPR art. 17). Its tombstone outlives restores and travels with the journal.

    `basis` is "request" (the person asked) or "retention" (two years after the last contact).
    Raises Refusal("person_unknown", "person_erased", "reason_unknown"), and "person_has_loan" while a deposit is owed
    (GDPR art. 17 § 3 e).
    """
    operator.require(Right.ERASE_PEOPLE)
    if basis not in BASES:
        raise Refusal("reason_unknown")
    person = person_of(till.connection, token)
    with till.store.transaction(operator.code) as act:
        tokens = all_tokens(act.connection, person.token)
        if loans_held(act.connection, tokens):
            raise Refusal("person_has_loan")
        erase_notes(act, tokens)
        for each in tokens:
            set_tombstone(act, each, at_ms=till.clock.now_ms(), basis=basis)
            act.append(PersonErased(person=each, basis=basis))
        remove_person(act, person)


def proposed_for_erasure(till: Till, *, operator: Operator) -> tuple[Person, ...]:
    """Those whose last contact is two years ago or more (CNIL; a parameter): a coordinator confirms."""
    operator.require(Right.ERASE_PEOPLE)
    require_people_shown(till)
    months = till.rules.retention.months_after_contact
    last = months_later(today(till), -months)
    offset_ms = till.clock.offset_min() * 60_000
    midnight_ms = int(dt.datetime.combine(last, dt.time(), tzinfo=dt.UTC).timestamp()) * 1000 - offset_ms
    return without_contact_since(till.connection, midnight_ms + _DAY_MS)


def last_contact_day(till: Till, person: Person) -> dt.date:
    """The local date of the last contact."""
    return local_datetime(person.last_contact_ms, till.clock.offset_min()).date()
