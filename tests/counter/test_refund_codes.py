"""Giving codes back: on the shelf only where nobody ever saw them, void otherwise (issue 4, point 8)."""

from __future__ import annotations

from pos_app.counter.code_stock import code_stock, codes_on_hand, withdraw_lot
from pos_app.counter.contest_code import contest_code, replace_code
from pos_app.counter.refundable import refundable
from pos_app.counter.reveal_code import reveal_on_screen
from pos_app.counter.slips import slips_of_ticket, slips_to_collect
from pos_app.counter.till import Till
from pos_app.domain.facts import Goods
from pos_app.domain.operator import Operator
from pos_app.domain.refund import Return
from pos_app.domain.voucher import VoucherState
from pos_app.store.rebuild import differing_projections
from tests.counter.code_work import code_in_clear, sell_codes
from tests.counter.people_work import refusal
from tests.counter.refund_work import give_back
from tests.tills import CODES


def test_a_code_that_nobody_saw_goes_back_and_is_the_next_one_sold(till: Till, coordinator: Operator) -> None:
    sold, (slip,) = sell_codes(till, coordinator, "NET-500M", number=1)
    (line,) = refundable(till, operator=coordinator, ticket=sold.ticket).lines
    assert line.goods == (Goods.SHELF, Goods.WRITTEN_OFF)
    give_back(till, coordinator, sold.ticket)
    assert codes_on_hand(till) == CODES
    assert slips_to_collect(till) == ()
    _sold, (again,) = sell_codes(till, coordinator, "NET-500M", number=2)
    assert again.item == slip.item
    assert again.voucher.number == "MRS1-000003-1"
    assert differing_projections(till.connection) == ()


def test_a_code_that_was_shown_is_void_and_never_sold_again(till: Till, coordinator: Operator) -> None:
    sold, slips = sell_codes(till, coordinator, "NET-500M", "NET-500M")
    reveal_on_screen(till, operator=coordinator, item=slips[0].item)
    (line,) = refundable(till, operator=coordinator, ticket=sold.ticket).lines
    assert line.goods == (Goods.WRITTEN_OFF,)
    with refusal("goods_not_returnable"):
        give_back(till, coordinator, sold.ticket, Return(0, 1, Goods.SHELF, (slips[0].item,)))
    give_back(till, coordinator, sold.ticket, Return(0, 1, Goods.WRITTEN_OFF, (slips[0].item,)))
    states = [one.voucher.state for one in slips_of_ticket(till, sold.ticket)]
    assert states == [VoucherState.VOID, VoucherState.SOLD]
    with refusal("slip_not_revealable"):
        reveal_on_screen(till, operator=coordinator, item=slips[0].item, reason="lost")
    assert codes_on_hand(till)["NET-500M"] == CODES["NET-500M"] - 2


def test_giving_a_replaced_code_back_voids_the_one_that_replaced_it(till: Till, coordinator: Operator) -> None:
    sold, (slip,) = sell_codes(till, coordinator, "NET-500M")
    reveal_on_screen(till, operator=coordinator, item=slip.item)
    contest_code(till, operator=coordinator, item=slip.item, reason="already_used")
    given = replace_code(till, operator=coordinator, item=slip.item)
    assert code_in_clear(till, given.item) != code_in_clear(till, slip.item)
    give_back(till, coordinator, sold.ticket)
    states = [one.voucher.state for one in slips_of_ticket(till, sold.ticket)]
    assert states == [VoucherState.REPLACED, VoucherState.VOID]


def test_a_withdrawn_lot_takes_with_it_what_came_back(till: Till, coordinator: Operator) -> None:
    sold, _slips = sell_codes(till, coordinator, "NET-500M", "NET-500M")
    give_back(till, coordinator, sold.ticket)
    (lot,) = (one.lot for one in code_stock(till).lots if one.lot.product == "NET-500M")
    assert (lot.count, lot.left) == (100, 100)
    assert withdraw_lot(till, operator=coordinator, lot=lot.lot, reason="returned") == 100
    assert {one.voucher.state for one in slips_of_ticket(till, sold.ticket)} == {VoucherState.RETURNED}
    assert "NET-500M" not in codes_on_hand(till)
    assert differing_projections(till.connection) == ()
