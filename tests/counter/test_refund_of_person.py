"""A refund gives the person's month back what the sale had counted, and no more."""

from __future__ import annotations

import pytest

from pos_app.counter.close_day import close_day
from pos_app.counter.erase_person import erase_person
from pos_app.counter.load_rules import SHIPPED_RULES, load_rules
from pos_app.counter.person_card import PersonAtDesk, person_at_desk
from pos_app.counter.person_history import person_history
from pos_app.counter.refund_report import refund_report
from pos_app.counter.sale_rules import Approval
from pos_app.counter.sell import Sold, sell
from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.facts import Beneficiary, Goods, SaleRecorded, SoldLine
from pos_app.domain.operator import Operator
from pos_app.domain.refund import Return
from pos_app.store.rebuild import differing_projections
from pos_app.store.structures import Structure
from tests.counter.people_work import refusal, registered
from tests.counter.refund_work import fact_of, give_back, one, sold
from tests.tills import basket_of, cash


@pytest.fixture
def samira(till: Till, coordinator: Operator, volunteer: Operator, ccas: Structure) -> PersonAtDesk:
    load_rules(till, operator=coordinator, text=SHIPPED_RULES.read_text(encoding="utf-8"))
    return registered(till, volunteer, ccas)


def sold_to(
    till: Till, operator: Operator, person: PersonAtDesk, *codes: str, number: int = 1, approval: Approval | None = None
) -> Sold:
    basket = basket_of(till, *codes, number=number)
    whose = FrozenBasket(basket.id, basket.lines, person.token, had_person=True)
    tenders = cash(basket.total_cents)
    return sell(till, operator=operator, basket=whose, tenders=tenders, receipt=False, approval=approval)


def sold_lines(sold: Sold) -> tuple[SoldLine, ...]:
    fact = sold.entry.fact()
    assert isinstance(fact, SaleRecorded)
    return fact.lines


def test_the_month_s_cap_is_given_back_with_the_article(
    till: Till, coordinator: Operator, samira: PersonAtDesk
) -> None:
    first = sold_to(till, coordinator, samira, "CARTE-ILLIM", "CARTE-30", "ORDI")
    machine = Return(2, 1, Goods.SHELF, sold_lines(first)[2].items)
    give_back(till, coordinator, first.ticket, one(0, 1), machine)
    now = person_at_desk(till, token=samira.token)
    assert now.spending.cents == 250
    assert now.right
    assert now.right.limited_sold == 0
    give_back(till, coordinator, first.ticket)
    assert person_at_desk(till, token=samira.token).spending.cents == 0
    assert differing_projections(till.connection) == ()


def test_it_counts_in_the_month_of_the_sale(till: Till, coordinator: Operator, samira: PersonAtDesk) -> None:
    """Otherwise November's purchase, given back in December, would let December go past its cap."""
    first = sold_to(till, coordinator, samira, "CARTE-ILLIM")
    assert hasattr(till.clock, "advance")
    till.clock.advance(seconds=10 * 24 * 3600)
    fact = fact_of(give_back(till, coordinator, first.ticket))
    assert isinstance(fact.beneficiary, Beneficiary)
    assert (fact.beneficiary.month, fact.beneficiary.capped_cents) == ("2026-11", -1300)
    assert (fact.beneficiary.cap_before_cents, fact.beneficiary.cap_after_cents) == (1700, 3000)
    assert person_at_desk(till, token=samira.token).spending.cents == 0


def test_an_exception_is_given_back_with_what_it_let_pass(
    till: Till, employee: Operator, coordinator: Operator, samira: PersonAtDesk
) -> None:
    sold_to(till, coordinator, samira, "CARTE-ILLIM", "CARTE-ILLIM", number=1)
    excepted = Approval(by=employee.code, reason="urgent", exception=True)
    second = sold_to(till, employee, samira, "CARTE-30", "CARTE-30", number=2, approval=excepted)
    assert person_at_desk(till, token=samira.token).spending.exception_cents == 500
    give_back(till, employee, second.ticket)
    assert person_at_desk(till, token=samira.token).spending.exception_cents == 0


def test_the_history_shows_the_refund_and_sums_what_was_really_paid(
    till: Till, coordinator: Operator, samira: PersonAtDesk
) -> None:
    first = sold_to(till, coordinator, samira, "CARTE-ILLIM", "CARTE-30")
    give_back(till, coordinator, first.ticket, one(1, 1))
    history = person_history(till, operator=coordinator, token=samira.token)
    assert [(p.refund_of, p.total_cents) for p in history.purchases] == [(first.ticket, -250), (None, 1550)]
    assert (history.paid_cents, history.saved_cents) == (1300, 1690)


def test_the_refund_of_somebody_erased_still_works(till: Till, coordinator: Operator, samira: PersonAtDesk) -> None:
    first = sold_to(till, coordinator, samira, "CARTE-30")
    erase_person(till, operator=coordinator, token=samira.token, basis="request")
    give_back(till, coordinator, first.ticket)
    assert till.store.state.drawer_cents == 0


def test_the_report_says_what_each_operator_gave_back(till: Till, coordinator: Operator, employee: Operator) -> None:
    tickets = [sold(till, employee, "CARTE-ILLIM", number=number).ticket for number in (1, 2, 3)]
    give_back(till, employee, tickets[0], one(0, 1, Goods.WRITTEN_OFF), reason="defective")
    give_back(till, employee, tickets[1], approval=Approval(by=coordinator.code, reason="mistake"), reason="mistake")
    give_back(till, coordinator, tickets[2], reason="defective")
    first, second = refund_report(till, operator=coordinator, days=1)
    assert (first.operator, first.name, first.refunds, first.cents) == (employee.code, "Youssef", 2, 2600)
    assert (first.cash_cents, first.approved, dict(first.reasons)) == (2600, 1, {"defective": 1, "mistake": 1})
    assert (second.operator, second.cents) == (coordinator.code, 1300)
    close_day(till, operator=coordinator)
    assert refund_report(till, operator=coordinator, days=1) == (first, second), "in the evening too"
    sold(till, employee, "CARTE-30", number=4)
    assert refund_report(till, operator=coordinator, days=1) == (), "another day is open"
    assert refund_report(till, operator=coordinator, days=2) == (first, second)
    with refusal("right_missing"):
        refund_report(till, operator=employee, days=1)
