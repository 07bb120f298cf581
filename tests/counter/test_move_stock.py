"""Counted stock without a sale: deliveries by range, counts, losses, transfers; every movement an entry."""

from __future__ import annotations

import pytest

from pos_app.counter.move_stock import count_stock, lose_stock, receive_transfer, send_stock
from pos_app.counter.receive_stock import range_quantity, receive_stock
from pos_app.counter.till import Till
from pos_app.domain.facts import MovedStock, StockArrived, StockCounted, StockSent
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.operator import Operator
from pos_app.store.parameters import stock_on_hand
from pos_app.store.rebuild import differing_projections
from pos_app.store.stock_moves import stock_moves
from tests.counter.people_work import refusal
from tests.counter.refund_work import sold
from tests.tills import kinds_of

CARD = ProductCode("CARTE-30")


def on_hand(till: Till) -> int:
    return stock_on_hand(till.connection)[CARD]


def test_a_box_is_received_by_its_first_and_last_number_which_stay_out_of_the_journal(
    till: Till, coordinator: Operator
) -> None:
    first, last = "0099120000401", "0099120000500"
    entry = receive_stock(till, operator=coordinator, product=CARD, quantity=100, numbers=(first, last))
    assert on_hand(till) == 200
    assert first.encode() not in entry.payload
    assert stock_moves(till.connection, limit=1)[0].numbers == (first, last)


@pytest.mark.parametrize(
    ("first", "last"),
    [("12", "11"), ("12", "112"), ("A1", "A9"), ("", ""), ("1", "100002"), ("1" * 25, "1" * 25), ("²", "³")],
)
def test_what_is_no_range_is_refused(first: str, last: str) -> None:
    with refusal("range_wrong"):
        range_quantity(first, last)


def test_a_range_and_a_quantity_that_differ_are_refused(till: Till, coordinator: Operator) -> None:
    with refusal("range_wrong"):
        receive_stock(till, operator=coordinator, product=CARD, quantity=99, numbers=("0401", "0500"))
    assert on_hand(till) == 100


def test_a_count_records_the_difference(till: Till, coordinator: Operator) -> None:
    sold(till, coordinator, CARD)
    fact = count_stock(till, operator=coordinator, product=CARD, counted=97)
    assert fact == StockCounted(product=CARD, expected=99, counted=97)
    assert (on_hand(till), stock_moves(till.connection, limit=1)[0].change) == (97, -2)


def test_a_count_after_a_shortage_sets_it_right(till: Till, coordinator: Operator) -> None:
    count_stock(till, operator=coordinator, product=CARD, counted=0)
    sold(till, coordinator, CARD)
    count_stock(till, operator=coordinator, product=CARD, counted=4)
    assert stock_on_hand(till.connection)[CARD] == 4


def test_a_loss_has_a_reason(till: Till, employee: Operator) -> None:
    lose_stock(till, operator=employee, product=CARD, quantity=3, reason="stolen")
    assert on_hand(till) == 97
    with refusal("reason_of_loss"):
        lose_stock(till, operator=employee, product=CARD, quantity=3, reason="")


def test_a_transfer_leaves_here_under_a_number_and_arrives_there_once(till: Till, employee: Operator) -> None:
    number = send_stock(till, operator=employee, to=" par2 ", articles={"CARTE-30": 10, "CARTE-2H": 5})
    sent = stock_moves(till.connection, limit=1)[0].fact
    assert isinstance(sent, StockSent)
    assert (sent.number, sent.to) == (number, "PAR2")
    assert sent.articles == (
        MovedStock(product=ProductCode("CARTE-2H"), quantity=5),
        MovedStock(product=CARD, quantity=10),
    )
    assert number.startswith("MRS1-T")
    assert on_hand(till) == 90
    fact = receive_transfer(till, operator=employee, number="par2-t17", articles={"CARTE-30": 10}).fact()
    assert isinstance(fact, StockArrived)
    assert (fact.number, on_hand(till)) == ("PAR2-T17", 100)
    with refusal("transfer_known"):
        receive_transfer(till, operator=employee, number="PAR2-T17", articles={"CARTE-30": 10})
    assert on_hand(till) == 100
    assert differing_projections(till.connection) == ()


def test_transfers_that_cannot_be_are_refused(till: Till, employee: Operator, volunteer: Operator) -> None:
    position = till.store.position
    for to, articles, code in (
        ("MRS1", {"CARTE-30": 1}, "transfer_to_itself"),
        ("Paris", {"CARTE-30": 1}, "series_malformed"),
        ("PAR2", {}, "transfer_empty"),
        ("PAR2", {"CARTE-30": 0}, "quantity_wrong"),
        ("PAR2", {"ATELIER": 1}, "not_counted"),
        ("PAR2", {"RIEN": 1}, "product_unknown"),
    ):
        with refusal(code):
            send_stock(till, operator=employee, to=to, articles=articles)
    with refusal("transfer_number_wrong"):
        receive_transfer(till, operator=employee, number="PAR2-17", articles={"CARTE-30": 1})
    with refusal("transfer_to_itself"):
        receive_transfer(till, operator=employee, number="MRS1-T1", articles={"CARTE-30": 1})
    with refusal("right_missing"):
        send_stock(till, operator=volunteer, to="PAR2", articles={"CARTE-30": 1})
    with refusal("quantity_wrong"):
        count_stock(till, operator=employee, product=CARD, counted=-1)
    assert till.store.position == position


def test_every_movement_is_an_entry_and_is_listed_newest_first(till: Till, coordinator: Operator) -> None:
    receive_stock(till, operator=coordinator, product=CARD, quantity=1)
    count_stock(till, operator=coordinator, product=CARD, counted=50)
    lose_stock(till, operator=coordinator, product=CARD, quantity=2, reason="damaged")
    send_stock(till, operator=coordinator, to="PAR2", articles={CARD: 8})
    kinds = ["stock_received", "stock_counted", "stock_lost", "stock_sent"]
    assert kinds_of(till.connection)[-4:] == kinds
    moves = stock_moves(till.connection, limit=4)
    assert [(move.change, move.on_hand) for move in moves] == [(-8, 40), (-2, 48), (-51, 50), (1, 101)]
