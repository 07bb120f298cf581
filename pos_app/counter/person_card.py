"""The person at the desk at one glance: who, the right, the month's spending, and as of when."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.counter.contact import require_people_shown
from pos_app.counter.dates import this_month, today
from pos_app.counter.status import LAST_SYNC
from pos_app.counter.till import Till
from pos_app.domain.entitlement import Entitlement, Standing, in_force, standing
from pos_app.domain.identifiers import PersonToken
from pos_app.domain.names import words_of
from pos_app.domain.operator import Operator, Right
from pos_app.domain.person import Person
from pos_app.domain.programme import Programme
from pos_app.store.entitlements import Spending, entitlements, spending
from pos_app.store.parameters import read_parameter
from pos_app.store.people import all_tokens, people_of, person_of, person_with_card
from pos_app.store.people_exchange import fields_being_checked
from pos_app.store.people_search import find_people
from pos_app.store.structures import Structure, structure_with_code, structure_with_token, structures


@dataclass(frozen=True, slots=True)
class PersonAtDesk:
    """`as_of_ms` is the last sync that brought other points' spending; 0 where there was none.

    `being_checked` names the fields of which points said different things: head office is asked which is right.
    """

    person: Person
    right: Entitlement | None
    rights: tuple[Entitlement, ...]
    programme: Programme | None
    standing: Standing
    spending: Spending
    prescriber: Structure | None
    as_of_ms: int
    being_checked: tuple[str, ...] = ()

    @property
    def token(self) -> PersonToken:
        return self.person.token


@dataclass(frozen=True, slots=True)
class StructureAtDesk:
    """A house that buys for those who live there, and its own month."""

    structure: Structure
    spending: Spending

    @property
    def token(self) -> PersonToken:
        return self.structure.token


AtDesk = PersonAtDesk | StructureAtDesk


def look_up(till: Till, *, operator: Operator, typed: str, limit: int = 12) -> tuple[AtDesk, ...]:
    """Those whom `typed` may mean, the likeliest first: a name in any order, a phone, a card; then structures.

    Raises Refusal("people_want_contact", "people_want_contact_by_clock").
    """
    operator.require(Right.LOOK_UP)
    require_people_shown(till)
    found = find_people(till.connection, typed, limit=limit)
    people = [_at_desk(till, person) for person in people_of(till.connection, found)]
    wanted = words_of(typed)
    houses = [
        structure_at_desk(till, one)
        for one in structures(till.connection)
        if one.buys and wanted and all(any(w.startswith(each) for w in words_of(one.name)) for each in wanted)
    ]
    return (*people, *houses)


def at_desk(till: Till, *, token: str) -> AtDesk:
    """Whoever a basket is for. Raises Refusal("person_unknown", "person_erased")."""
    structure = structure_with_token(till.connection, token)
    return structure_at_desk(till, structure) if structure else person_at_desk(till, token=token)


def structure_at_desk(till: Till, structure: Structure) -> StructureAtDesk:
    return StructureAtDesk(structure, spending(till.connection, [structure.token], this_month(till)))


def with_card(till: Till, *, operator: Operator, card: str) -> PersonAtDesk | None:
    """The person whose member card was scanned; None where no card of ours has this number. Raises as `look_up`."""
    operator.require(Right.LOOK_UP)
    require_people_shown(till)
    person = person_with_card(till.connection, card)
    return _at_desk(till, person) if person else None


def person_at_desk(till: Till, *, token: str) -> PersonAtDesk:
    """Raises Refusal("person_unknown", "person_erased"), and as `look_up`."""
    require_people_shown(till)
    return _at_desk(till, person_of(till.connection, token))


def _at_desk(till: Till, person: Person) -> PersonAtDesk:
    connection = till.connection
    tokens = all_tokens(connection, person.token)
    rights = entitlements(connection, tokens)
    right = in_force(rights, today(till))
    programme = till.rules.of(right.programme) if right else None
    spent = spending(connection, tokens, this_month(till))
    prescribed_by = right.prescriber if right else person.identity.prescriber
    return PersonAtDesk(
        person=person,
        right=right,
        rights=rights,
        programme=programme,
        standing=standing(rights, programme, today=today(till), spent_cents=spent.cents),
        spending=spent,
        prescriber=structure_with_code(connection, prescribed_by),
        as_of_ms=read_parameter(connection, LAST_SYNC, type=int, default=0),
        being_checked=fields_being_checked(connection, tokens),
    )
