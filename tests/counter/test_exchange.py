"""Machines exchanged under their warranty: what goes on, what is refused, what comes back in the end."""

from __future__ import annotations

import pytest

from pos_app.counter.exchange_laptop import exchange_laptop, warranty_end_of
from pos_app.counter.laptop_papers import laptop_document
from pos_app.counter.laptop_sale import DELIVERY_SLIP
from pos_app.counter.laptops import machine_at
from pos_app.counter.refund import refund
from pos_app.counter.reserve_laptop import reserve_laptop
from pos_app.counter.till import Till
from pos_app.domain.equipment import ItemState
from pos_app.domain.facts import Goods, LaptopExchanged
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.refund import GivenBack, Return
from pos_app.domain.tender import TenderKind
from pos_app.printing.documents.laptop_papers import DeliverySlip
from pos_app.store.equipment import thing_of
from pos_app.store.laptops import plan_with
from pos_app.store.rebuild import differing_projections
from tests.clock import ManualClock
from tests.counter.laptop_work import machine, pay, planned, sell_machine
from tests.counter.people_work import DAY_S, refusal


def exchanged(
    till: Till, operator: Operator, item: ItemId, by: ItemId, goods: Goods = Goods.WRITTEN_OFF
) -> LaptopExchanged:
    return exchange_laptop(
        till, operator=operator, item=item, by=machine_at(till, by).number, reason="defective", goods=goods
    )


def test_a_machine_is_exchanged_under_its_warranty_which_goes_on(
    till: Till, coordinator: Operator, clock: ManualClock, person: PersonToken
) -> None:
    first, second = machine(till, coordinator), machine(till, coordinator, at=1)
    ticket = sell_machine(till, coordinator, first, person=person).ticket
    clock.advance(seconds=100 * DAY_S)
    fact = exchanged(till, coordinator, first, second)
    assert (fact.ticket, fact.person) == (ticket, person)
    assert (thing_of(till.connection, first).state, thing_of(till.connection, second).state) == (
        ItemState.GONE,
        ItemState.SOLD,
    )
    assert str(warranty_end_of(till, thing_of(till.connection, second))) == "2028-11-23"
    slip = laptop_document(till, DELIVERY_SLIP, second)
    assert isinstance(slip, DeliverySlip)
    assert (slip.ticket, slip.instead_of, str(slip.warranty_until)) == (
        ticket,
        f"…{thing_of(till.connection, first).end}",
        "2028-11-23",
    )
    assert differing_projections(till.connection) == ()


def test_what_is_refunded_after_an_exchange_is_the_machine_in_hand(till: Till, coordinator: Operator) -> None:
    first, second = machine(till, coordinator), machine(till, coordinator, at=1)
    ticket = sell_machine(till, coordinator, first).ticket
    exchanged(till, coordinator, first, second, Goods.SHELF)
    again = sell_machine(till, coordinator, first).ticket
    for each, in_hand in ((again, first), (ticket, second)):
        refund(
            till, operator=coordinator, ticket=each, returns=[Return(0, 1, Goods.SHELF, (first,))],
            given=[GivenBack(TenderKind.CASH, TenderKind.CASH, 15_000)], reason="warranty",
        )  # fmt: skip
        assert thing_of(till.connection, in_hand).state is ItemState.IN_STOCK
    assert differing_projections(till.connection) == ()


def test_machines_exchanged_to_and_fro_are_each_in_one_hand(till: Till, coordinator: Operator) -> None:
    first, second = machine(till, coordinator), machine(till, coordinator, at=1)
    ticket = sell_machine(till, coordinator, first).ticket
    for one, other in ((first, second), (second, first), (first, second)):
        exchanged(till, coordinator, one, other, Goods.SHELF)
        assert (thing_of(till.connection, one).state, thing_of(till.connection, other).state) == (
            ItemState.IN_STOCK,
            ItemState.SOLD,
        )
        assert warranty_end_of(till, thing_of(till.connection, other)) is not None
    refund(
        till, operator=coordinator, ticket=ticket, returns=[Return(0, 1, Goods.SHELF, (first,))],
        given=[GivenBack(TenderKind.CASH, TenderKind.CASH, 15_000)], reason="warranty",
    )  # fmt: skip
    assert thing_of(till.connection, second).state is ItemState.IN_STOCK
    assert differing_projections(till.connection) == ()


def test_a_plan_goes_on_with_the_machine_that_took_the_place_of_its_own(
    till: Till, coordinator: Operator, person: PersonToken, other: PersonToken
) -> None:
    """The first machine can then be paid in parts by somebody else."""
    first, second = machine(till, coordinator), machine(till, coordinator, at=1)
    plan = planned(till, coordinator, first, person)
    pay(till, coordinator, plan, 15_000)
    exchanged(till, coordinator, first, second, Goods.SHELF)
    assert plan_with(till.connection, plan.plan).item == second
    again = planned(till, coordinator, first, other)
    assert machine_at(till, first).plan == again
    assert machine_at(till, second).plan == plan_with(till.connection, plan.plan)
    assert differing_projections(till.connection) == ()


@pytest.mark.parametrize("days", [732, 2_000])
def test_after_the_warranty_nothing_is_exchanged(
    till: Till, coordinator: Operator, clock: ManualClock, days: int
) -> None:
    first, second = machine(till, coordinator), machine(till, coordinator, at=1)
    sell_machine(till, coordinator, first)
    clock.advance(seconds=days * DAY_S)
    with refusal("warranty_over"):
        exchanged(till, coordinator, first, second)


def test_only_a_sold_machine_is_exchanged_and_only_for_one_that_is_free(
    till: Till, coordinator: Operator, person: PersonToken
) -> None:
    first, second = machine(till, coordinator), machine(till, coordinator, at=1)
    with refusal("item_not_sold"):
        exchanged(till, coordinator, first, second)
    sell_machine(till, coordinator, first)
    reserve_laptop(till, operator=coordinator, item=second, person=person)
    with refusal("machine_reserved"):
        exchanged(till, coordinator, first, second)
    with refusal("item_unknown"):
        exchange_laptop(till, operator=coordinator, item=first, by="nothing", reason="defective", goods=Goods.SHELF)
    with refusal("goods_not_returnable"):
        exchange_laptop(till, operator=coordinator, item=first, by="x", reason="defective", goods=Goods.NONE)
