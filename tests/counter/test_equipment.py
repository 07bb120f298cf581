"""Things told apart by their number: taken in whole or not at all, sold once, found by what is scanned."""

from __future__ import annotations

import pytest

from pos_app.counter.equipment_list import equipment_list
from pos_app.counter.find_item import find_item, items_for_sale
from pos_app.counter.receive_equipment import receive_equipment
from pos_app.counter.refund import refund
from pos_app.counter.refundable import refundable
from pos_app.counter.sell import sell
from pos_app.counter.shelf import shelf
from pos_app.counter.till import Till
from pos_app.counter.withdraw_equipment import find_equipment_again, withdraw_equipment
from pos_app.domain.basket import Basket
from pos_app.domain.equipment import TRANSITIONS, ItemAct, ItemState, label_of, next_state, read_label
from pos_app.domain.facts import Goods, SaleRecorded
from pos_app.domain.identifiers import BasketId, ItemId, ProductCode
from pos_app.domain.operator import Operator
from pos_app.domain.refund import Return, usual_way_back
from pos_app.domain.refusals import Bug, Refusal
from pos_app.store.equipment import thing_of
from pos_app.store.rebuild import differing_projections
from tests.counter.refund_work import sold
from tests.counter.test_structures import at_once
from tests.tills import basket_of, cash, kinds_of

IMEI = ("490154203237518", "356938035643809")
PHONE = ProductCode("MOBILE")


def refusal(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refused: refused.code == code)


def on_hand(till: Till, code: str) -> int | None:
    return shelf(till).item(ProductCode(code)).on_hand


def received(till: Till, operator: Operator) -> tuple[ItemId, ...]:
    return receive_equipment(till, operator=operator, product=PHONE, serials=IMEI, batch="Don Orange")


def sell_basket(till: Till, operator: Operator, basket: Basket) -> None:
    sell(till, operator=operator, basket=basket.freeze(), tenders=cash(basket.total_cents), receipt=True)


def test_a_delivery_is_one_entry_without_a_whole_number(till: Till, coordinator: Operator) -> None:
    items = received(till, coordinator)
    assert kinds_of(till.connection)[-1] == "equipment_received"
    assert on_hand(till, PHONE) == 2
    listed = {one.thing.item: one for one in equipment_list(at_once(till))}
    assert [(listed[item].thing.end, listed[item].thing.kind) for item in items] == [("7518", "imei"), ("3809", "imei")]
    payloads = b"".join(bytes(row[0]) for row in till.connection.execute("SELECT payload FROM entry"))
    assert not any(number.encode() in payloads for number in IMEI)


@pytest.mark.parametrize(
    ("serials", "code", "params"),
    [
        ([], "serials_missing", {}),
        (["", "  "], "serials_missing", {}),
        ([IMEI[1], IMEI[0], "35-693803-564380-9"], "serial_twice", {"line": 3, "first": 1, "end": "3809"}),
        (["490154203237519"], "serial_wrong", {"line": 1, "serial_reason": "serial_check_digit"}),
        (["490154203237518", "", "é"], "serial_wrong", {"line": 3, "serial_reason": "serial_malformed"}),
        ([f"SN{n:05d}" for n in range(501)], "too_many_things", {"most": 500}),
    ],
)  # fmt: skip
def test_a_list_with_a_fault_is_taken_in_not_at_all(
    till: Till, coordinator: Operator, serials: list[str], code: str, params: dict[str, object]
) -> None:
    before = till.store.position
    with refusal(code) as refused:
        receive_equipment(till, operator=coordinator, product=PHONE, serials=serials)
    assert refused.value.params == params
    assert (till.store.position, on_hand(till, PHONE)) == (before, 0)


def test_a_number_that_came_in_before_is_known_again(till: Till, coordinator: Operator) -> None:
    received(till, coordinator)
    with refusal("serial_known") as refused:
        receive_equipment(till, operator=coordinator, product=PHONE, serials=["SN-0001", IMEI[1]])
    assert refused.value.params == {"line": 2, "end": "3809"}
    assert on_hand(till, PHONE) == 2


def test_what_is_counted_is_not_taken_in_by_number(till: Till, coordinator: Operator, volunteer: Operator) -> None:
    with refusal("not_told_apart"):
        receive_equipment(till, operator=coordinator, product="CARTE-30", serials=["SN-0001"])
    with refusal("right_missing"):
        receive_equipment(till, operator=volunteer, product=PHONE, serials=["SN-0001"])


def test_a_sale_names_the_very_thing_and_sells_it_once(till: Till, coordinator: Operator) -> None:
    first, _second = received(till, coordinator)
    basket = basket_of(till, PHONE, number=1)
    chosen = basket.lines[0].item
    assert chosen is not None
    fact = sold(till, coordinator, PHONE).entry.fact()
    assert isinstance(fact, SaleRecorded)
    assert fact.lines[0].items == (chosen,)
    assert thing_of(till.connection, chosen).state is ItemState.SOLD
    assert on_hand(till, PHONE) == 1
    again = Basket(BasketId("f" * 32))
    again.add(till.catalogue.product(PHONE), unit_price_cents=1000, item=chosen)
    with refusal("item_not_free"):
        sell_basket(till, coordinator, again)
    assert first in {one.thing.item for one in equipment_list(at_once(till))}


def test_a_thing_must_be_named_and_exist(till: Till, coordinator: Operator) -> None:
    received(till, coordinator)
    product = till.catalogue.product(PHONE)
    unnamed = Basket(BasketId("a" * 32))
    unnamed.add(product, unit_price_cents=1000)
    with refusal("item_needed"):
        sell_basket(till, coordinator, unnamed)
    unknown = Basket(BasketId("b" * 32))
    unknown.add(product, unit_price_cents=1000, item=ItemId("0" * 32))
    with refusal("item_unknown"):
        sell_basket(till, coordinator, unknown)


def test_a_basket_holds_a_thing_once_and_one_of_it(till: Till, coordinator: Operator) -> None:
    first, _second = received(till, coordinator)
    basket = Basket(BasketId("c" * 32))
    basket.add(till.catalogue.product(PHONE), unit_price_cents=1000, item=first)
    with refusal("item_in_basket"):
        basket.add(till.catalogue.product(PHONE), unit_price_cents=1000, item=first)
    with refusal("item_is_one"):
        basket.set_quantity(0, 2)
    basket.set_quantity(0, 0)
    assert basket.lines == ()


@pytest.mark.parametrize(
    ("goods", "state"),
    [(Goods.SHELF, ItemState.IN_STOCK), (Goods.WRITTEN_OFF, ItemState.GONE), (Goods.NONE, ItemState.SOLD)],
)
def test_what_comes_back_of_a_sale_is_that_very_thing(
    till: Till, coordinator: Operator, goods: Goods, state: ItemState
) -> None:
    received(till, coordinator)
    first = sold(till, coordinator, PHONE)
    found = refundable(till, operator=coordinator, ticket=first.ticket)
    (line,) = found.lines
    refund(
        till,
        operator=coordinator,
        ticket=first.ticket,
        returns=[Return(0, 1, goods, line.items)],
        given=usual_way_back(found.paid_left, line.sold.unit_cents, found.rule),
        reason="defective",
    )
    assert thing_of(till.connection, line.items[0]).state is state
    assert differing_projections(till.connection) == ()


def test_a_thing_is_found_by_its_label_and_by_its_number(till: Till, coordinator: Operator) -> None:
    first, second = received(till, coordinator)
    for text, item in ((label_of(first), first), (label_of(second).lower(), second), (IMEI[0], first)):
        found = find_item(till, text=text)
        assert found is not None
        assert found.item == item
    assert find_item(till, text="356938035643800") is None
    assert find_item(till, text="N0000000000") is None
    assert read_label("MRS1-000001") is None


def test_what_was_withdrawn_is_not_for_sale_until_it_is_found_again(till: Till, coordinator: Operator) -> None:
    first, second = received(till, coordinator)
    withdraw_equipment(till, operator=coordinator, item=first, reason="stolen")
    assert [thing.item for thing in items_for_sale(till, product=PHONE)] == [second]
    with refusal("item_not_here"):
        withdraw_equipment(till, operator=coordinator, item=first, reason="stolen")
    find_equipment_again(till, operator=coordinator, item=first)
    with refusal("item_not_gone"):
        find_equipment_again(till, operator=coordinator, item=first)
    with refusal("reason_of_loss"):
        withdraw_equipment(till, operator=coordinator, item=first, reason="because")
    assert on_hand(till, PHONE) == 2
    assert differing_projections(till.connection) == ()


def test_nothing_happens_to_a_thing_that_the_table_does_not_name() -> None:
    impossible = [(state, act) for state in ItemState for act in ItemAct if (state, act) not in TRANSITIONS]
    assert (ItemState.SOLD, ItemAct.LEND) in impossible
    for state, act in impossible:
        with pytest.raises(Bug):
            next_state(state, act)


def test_a_long_list_is_read_in_parts_and_holds_each_thing_once(till: Till, coordinator: Operator) -> None:
    taken = receive_equipment(till, operator=coordinator, product=PHONE, serials=[f"SN-{n:05d}" for n in range(350)])
    listed = [one.thing.item for one in equipment_list(at_once(till))]
    assert set(listed[:350]) == set(taken), "those that came last first"
    assert len(listed) == len(set(listed)) == till.connection.execute("SELECT count(*) FROM equipment").fetchone()[0]
