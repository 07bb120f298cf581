"""Baskets put aside, taken up again, given up."""

from __future__ import annotations

import pytest

from pos_app.counter.hold_basket import held_baskets, hold_basket, resume_basket
from pos_app.counter.open_till import abandon_till
from pos_app.counter.till import Till
from pos_app.counter.void_basket import void_basket
from pos_app.domain.facts import BasketVoided
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.settings import TillFolder
from tests.clock import ManualClock
from tests.tills import TemplateTill, basket_of, kinds_of, open_copy


def test_a_basket_comes_back_as_it_was_put_aside_after_a_power_cut(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, volunteer: Operator
) -> None:
    first = open_copy(template, folder, clock)
    basket = basket_of(first.till, "CARTE-30", "ORDI", "ATELIER")
    hold_basket(first.till, operator=volunteer, basket=basket)
    abandon_till(first)
    again = open_copy(template, folder, clock)
    assert [held.basket for held in held_baskets(again.till)] == [basket]
    assert resume_basket(again.till, operator=volunteer, basket_id=basket.id).freeze() == basket
    assert held_baskets(again.till) == ()
    abandon_till(again)


def test_a_basket_is_taken_up_once(till: Till, volunteer: Operator) -> None:
    basket = basket_of(till, "CARTE-30")
    hold_basket(till, operator=volunteer, basket=basket)
    resume_basket(till, operator=volunteer, basket_id=basket.id)
    with pytest.raises(Refusal) as refused:
        resume_basket(till, operator=volunteer, basket_id=basket.id)
    assert refused.value.code == "held_basket_gone"


def test_baskets_come_oldest_first_and_a_second_hold_replaces(
    till: Till, volunteer: Operator, clock: ManualClock
) -> None:
    for number, code in ((2, "CARTE-30"), (1, "CARTE-2H"), (2, "NET-2G")):
        hold_basket(till, operator=volunteer, basket=basket_of(till, code, number=number))
        clock.advance(seconds=1)
    assert [held.basket.lines[0].product.code for held in held_baskets(till)] == ["CARTE-2H", "NET-2G"]


def test_holding_is_no_entry_and_moves_no_stock(till: Till, volunteer: Operator) -> None:
    before = till.store.head
    hold_basket(till, operator=volunteer, basket=basket_of(till, "CARTE-30"))
    assert till.store.head == before


def test_giving_a_basket_up_before_payment_is_an_event(till: Till, volunteer: Operator) -> None:
    """JET code 320 (LAW.md § 5): how many lines and how much, with a reason."""
    entry = void_basket(till, operator=volunteer, basket=basket_of(till, "CARTE-30", "CARTE-2H"))
    fact = entry.fact()
    assert isinstance(fact, BasketVoided)
    assert (fact.lines, fact.total_cents, fact.reason) == (2, 850, "operator")
    assert kinds_of(till.connection)[-1] == "basket_voided"
