"""Structures: added, changed with an entry, bought for, and what became of those whom they referred."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from pos_app.counter.cases import close_case, open_case
from pos_app.counter.person_card import StructureAtDesk, at_desk
from pos_app.counter.sell import sell
from pos_app.counter.sessions import mark_attendance, places_at_desk, set_session
from pos_app.counter.structure_figures import structure_figures
from pos_app.counter.structures import add_structure, change_structure, structures
from pos_app.counter.till import Till
from pos_app.domain.basket import Basket, FrozenBasket
from pos_app.domain.facts import StructureKept
from pos_app.domain.identifiers import BasketId, ProductCode
from pos_app.domain.operator import Operator
from pos_app.domain.support import CaseAbout, CaseOutcome
from pos_app.store import journal
from pos_app.store.structures import Structure, unsent_structures
from tests.counter.people_work import refusal, registered, samira
from tests.tills import basket_of, cash

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def at_once(till: Till) -> Any:
    """The storage thread's place, in the test's own."""

    def submit(act: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(act(till))
        return future

    return submit


def basket_for(till: Till, token: str, number: int) -> FrozenBasket:
    return structs.replace(basket_of(till, "CARTE-30", number=number), person=token, had_person=True)


def test_a_change_is_written_with_an_entry_that_names_nothing_and_waits_to_be_sent(
    till: Till, coordinator: Operator, ccas: Structure
) -> None:
    changed = replace(ccas, name="  CCAS  du Port ", phone="04 91 00 00 01", buys=True, cap_cents=12_000)
    kept = change_structure(till, operator=coordinator, structure=changed)
    assert (kept.name, kept.phone, kept.token) == ("CCAS du Port", "+33491000001", ccas.token)
    assert structures(till) == (kept,)
    facts = [e.fact() for _, e in journal.every_entry(till.connection) if e.kind == StructureKept.kind]
    assert facts[-1] == StructureKept(structure=ccas.token, prescribes=True, buys=True, cap_cents=12_000)
    assert [one.code for one, _ms in unsent_structures(till.connection, limit=9)] == [ccas.code]


def test_its_token_cannot_be_changed(till: Till, coordinator: Operator, ccas: Structure) -> None:
    other = replace(ccas, token="f" * 32)  # type: ignore[arg-type]
    assert change_structure(till, operator=coordinator, structure=other).token == ccas.token


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "structure_name_wrong"),
        ({"name": "x" * 81}, "structure_name_wrong"),
        ({"name": "Foyer du Lac", "commune": ""}, "structure_known"),
        ({"phone": "douze"}, "phone_wrong"),
        ({"code": "NULLE-PART"}, "structure_unknown"),
    ],
)
def test_what_is_wrong_is_refused(
    till: Till, coordinator: Operator, ccas: Structure, change: dict[str, Any], code: str
) -> None:
    add_structure(till, operator=coordinator, name="Foyer du Lac")
    with refusal(code):
        change_structure(till, operator=coordinator, structure=replace(ccas, **change))
    assert ccas in structures(till)


def test_a_volunteer_adds_and_does_not_change(till: Till, volunteer: Operator, ccas: Structure) -> None:
    with refusal("right_missing"):
        change_structure(till, operator=volunteer, structure=replace(ccas, buys=True))


def test_a_house_buys_on_its_own_month_and_cap(till: Till, coordinator: Operator) -> None:
    house = add_structure(till, operator=coordinator, name="Foyer du Lac", prescribes=False, buys=True, cap_cents=500)
    sell(till, operator=coordinator, basket=basket_for(till, house.token, 1), tenders=cash(250), receipt=False)
    whom = at_desk(till, token=house.token)
    assert isinstance(whom, StructureAtDesk)
    assert (whom.spending.cents, whom.structure.cap_cents) == (250, 500)


def test_figures_tell_what_became_of_those_whom_each_referred(
    till: Till, coordinator: Operator, ccas: Structure
) -> None:
    house = add_structure(till, operator=coordinator, name="Foyer du Lac", buys=True)
    one = registered(till, coordinator, ccas, samira())
    registered(till, coordinator, house, samira(given_name="Awa", family_name="Koné", phone=""))
    for number, token in enumerate([one.token, one.token, house.token], start=1):
        sell(till, operator=coordinator, basket=basket_for(till, token, number), tenders=cash(250), receipt=False)
    first, second = structure_figures(at_once(till), operator=coordinator, since=YEAR[0], until=YEAR[1])
    assert (first.structure.code, first.people, first.tickets, first.paid_cents) == (ccas.code, 1, 2, 500)
    assert first.saved_cents == 2 * 500
    assert (second.structure.code, second.people, second.tickets, second.paid_cents) == (house.code, 1, 1, 250)


def test_figures_tell_who_came_to_a_session_by_the_last_word_and_what_cases_brought_back(
    till: Till, coordinator: Operator, ccas: Structure
) -> None:
    person = registered(till, coordinator, ccas, samira())
    session = set_session(
        till, operator=coordinator, product="ATELIER", starts="2026-12-03T14:00", minutes=120, places=3
    )
    basket = Basket(BasketId("c" * 32))
    basket.person = person.token
    basket.add(till.catalogue.product(ProductCode("ATELIER")), item=session)
    sell(till, operator=coordinator, basket=basket.freeze(), tenders=[], receipt=False)
    (held,) = places_at_desk(till, session=session)
    for came in (True, False, True):
        mark_attendance(till, operator=coordinator, place=held.place, came=came)
    case = open_case(
        till,
        operator=coordinator,
        person=person.token,
        about=CaseAbout.BILL_TOO_HIGH,
        due_on=dt.date(2026, 12, 10),
        bill_cents=8_900,
    )
    close_case(till, operator=coordinator, case=case, outcome=CaseOutcome.SOLVED, recovered_cents=6_900)
    (figures,) = structure_figures(at_once(till), operator=coordinator, since=YEAR[0], until=YEAR[1])
    assert (figures.attended, figures.recovered_cents) == (1, 6_900)


def test_only_the_days_asked_for_count_and_a_volunteer_does_not_ask(
    till: Till, coordinator: Operator, volunteer: Operator, ccas: Structure
) -> None:
    registered(till, coordinator, ccas)
    before = dt.date(2019, 1, 1)
    (none,) = structure_figures(at_once(till), operator=coordinator, since=before, until=before)
    assert (none.people, none.tickets) == (0, 0)
    with refusal("right_missing"):
        structure_figures(at_once(till), operator=volunteer, since=YEAR[0], until=YEAR[1])
