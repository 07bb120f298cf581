"""Registering a person from an orientation slip: identity beside the journal, the right in it, one transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from pos_app.counter.contact import require_people_shown
from pos_app.counter.dates import today
from pos_app.counter.person_card import PersonAtDesk, person_at_desk
from pos_app.counter.till import Till
from pos_app.domain.doubles import Likeness, likeness
from pos_app.domain.entitlement import period_from
from pos_app.domain.facts import PersonRegistered, RightOpened
from pos_app.domain.identifiers import CardNumber, card_number, person_token
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import Identity
from pos_app.domain.programme import Programme
from pos_app.domain.refusals import Refusal
from pos_app.store.opening import Connection
from pos_app.store.people import add_person, people_of, person_with_card
from pos_app.store.people_search import likely_same
from pos_app.store.slips import use_slip
from pos_app.store.structures import structure_of

SLIP_VALID_DAYS = 180
"""A slip older than this is refused: it says little of today. A slip from the future is a mistake of the keys."""
CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Slip:
    """An orientation slip: who wrote it, its number where it has one, its date, the programme."""

    prescriber: str
    programme: str
    written_on: dt.date
    number: str = ""


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody on file who may be the same person."""

    at_desk: PersonAtDesk
    likeness: Likeness


def possible_doubles(till: Till, *, operator: Operator, identity: Identity) -> tuple[Double, ...]:
    """Those on file who may be this person, the likeliest first: to be looked at before another record is made."""
    operator.require(Right.LOOK_UP)
    require_people_shown(till)
    found = people_of(till.connection, likely_same(till.connection, identity.full_name, limit=CANDIDATES))
    alike = [(person, likeness(identity, person.identity)) for person in found]
    likely = sorted((each for each in alike if each[1].likely), key=lambda each: -each[1].score)
    return tuple(Double(person_at_desk(till, token=person.token), score) for person, score in likely[:5])


def register_person(till: Till, *, operator: Operator, identity: Identity, slip: Slip) -> PersonAtDesk:
    """Takes a person down and opens the right that the slip gives.

    Raises Refusal("slip_used", "slip_date_wrong", "programme_unknown", "structure_unknown").
    """
    operator.require(Right.REGISTER)
    require_people_shown(till)
    programme = programme_of(till, slip)
    starts_on, ends_on = period_from(today(till), programme)
    token = person_token(secrets.token_bytes(16))
    with till.store.transaction(operator.code) as act:
        structure_of(act.connection, slip.prescriber)
        add_person(act, token=token, card=_new_card(act.connection), identity=identity, at_ms=till.clock.now_ms())
        use_slip(
            act,
            token=token,
            prescriber=slip.prescriber,
            number=slip.number,
            written_on=slip.written_on.isoformat(),
        )
        act.append(PersonRegistered(person=token))
        act.append(
            RightOpened(
                person=token,
                number=1,
                programme=programme.code,
                starts_on=starts_on.isoformat(),
                ends_on=ends_on.isoformat(),
                renewal=0,
                prescriber=slip.prescriber,
            )
        )
    return person_at_desk(till, token=token)


def programme_of(till: Till, slip: Slip) -> Programme:
    """The programme that a slip names, its date checked. Raises Refusal("programme_unknown", "slip_date_wrong")."""
    programme = till.rules.of(slip.programme)
    if programme is None:
        raise Refusal("programme_unknown", programme=slip.programme)
    age_days = (today(till) - slip.written_on).days
    if not 0 <= age_days <= SLIP_VALID_DAYS:
        raise Refusal("slip_date_wrong", most=SLIP_VALID_DAYS)
    return programme


def _new_card(connection: Connection) -> CardNumber:
    """A number that no card of this till has; another till's may, which a review settles (SYNC.md § 1)."""
    while True:
        card = card_number(secrets.randbelow(10**9))
        if person_with_card(connection, card) is None:
            return card
