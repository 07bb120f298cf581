"""What is shown of what a person did here."""

from __future__ import annotations

import pytest

from pos_app.counter.change_identity import change_identity, merge_people
from pos_app.counter.change_right import suspend_right
from pos_app.counter.person_card import person_at_desk
from pos_app.counter.person_history import MonthSpent, PersonHistory, person_history
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.basket import Basket
from pos_app.domain.identifiers import BasketId, PersonToken
from pos_app.domain.operator import Operator
from pos_app.store.rebuild import rebuild_projections
from pos_app.store.structures import Structure
from tests.clock import ManualClock
from tests.counter.people_work import DAY_S, registered, samira
from tests.tills import cash


class Customer:
    """Buys at this till, under one right."""

    def __init__(self, till: Till, operator: Operator, token: PersonToken, *, first_basket: int = 1) -> None:
        self.till, self.operator, self.token = till, operator, token
        self.basket = first_basket

    def buys(self, *codes: str) -> str:
        basket = Basket(BasketId(f"{self.basket:032x}"))
        self.basket += 1
        for code in codes:
            basket.add(self.till.catalogue.product(code), unit_price_cents=None)
        basket.choose_person(self.token)
        frozen = basket.freeze()
        paid = cash(frozen.total_cents)
        return sell(self.till, operator=self.operator, basket=frozen, tenders=paid, receipt=False).ticket

    def history(self) -> PersonHistory:
        return person_history(self.till, operator=self.operator, token=self.token)


@pytest.fixture
def customer(till: Till, volunteer: Operator, ccas: Structure) -> Customer:
    return Customer(till, volunteer, registered(till, volunteer, ccas).token)


def kinds(history: PersonHistory) -> list[str]:
    return [type(event.fact).__name__ for event in history.events]


def test_purchases_stand_newest_first_with_lines_totals_and_savings(customer: Customer, clock: ManualClock) -> None:
    first = customer.buys("CARTE-ILLIM", "NET-500M")
    clock.advance(seconds=60)
    second = customer.buys("CARTE-30")
    history = customer.history()
    assert [one.ticket for one in history.purchases] == [second, first]
    assert [line.product for line in history.purchases[1].lines] == ["CARTE-ILLIM", "NET-500M"]
    assert [one.total_cents for one in history.purchases] == [250, 1400]
    assert history.paid_cents == 1650
    saved = sum(line.saving_cents for one in history.purchases for line in one.lines)
    assert history.saved_cents == saved > 0


def test_a_month_has_what_was_paid_and_what_of_it_counts(customer: Customer, clock: ManualClock) -> None:
    """A workshop or a laptop is paid and does not count towards the cap."""
    customer.buys("CARTE-ILLIM")
    clock.advance(seconds=31 * DAY_S)
    customer.buys("CARTE-30", "ATELIER")
    history = customer.history()
    newest, oldest = history.months
    assert (newest.month, oldest.month) == ("2026-12", "2026-11")
    assert (newest.paid_cents, newest.counted_cents) == (history.purchases[0].total_cents, 250)
    assert oldest == MonthSpent("2026-11", 1300, 1300, history.purchases[1].saving_cents)


def test_events_tell_what_happened_to_the_record_and_to_the_right(
    till: Till, employee: Operator, customer: Customer
) -> None:
    assert kinds(customer.history()) == ["RightOpened", "PersonRegistered"]
    prescriber = person_at_desk(till, token=customer.token).person.identity.prescriber
    change_identity(till, operator=employee, token=customer.token, identity=samira(phone="", prescriber=prescriber))
    suspend_right(till, operator=employee, token=customer.token, reason="conduct")
    assert kinds(customer.history())[:2] == ["RightChanged", "PersonChanged"]


def test_two_records_that_became_one_have_the_history_of_both(
    till: Till, volunteer: Operator, employee: Operator, ccas: Structure, customer: Customer
) -> None:
    other = Customer(
        till, volunteer, registered(till, volunteer, ccas, samira(family_name="Benali")).token, first_basket=50
    )
    customer.buys("CARTE-30")
    other.buys("NET-500M")
    merge_people(till, operator=employee, kept=customer.token, gone=other.token)
    history = customer.history()
    assert history.paid_cents == 350
    assert kinds(history).count("RightOpened") == 2
    assert "PersonsMerged" in kinds(history)


def test_a_replay_gives_the_same_history(till: Till, customer: Customer) -> None:
    customer.buys("CARTE-30")
    live = customer.history()
    rebuild_projections(till.store)
    assert customer.history() == live


def test_somebody_who_bought_nothing_has_no_month(customer: Customer) -> None:
    history = customer.history()
    assert (history.purchases, history.months, history.saved_cents) == ((), (), 0)
