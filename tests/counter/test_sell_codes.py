"""Codes leave the vault only inside a committed sale, the oldest first, never below zero (SYNC.md I4)."""

from __future__ import annotations

import pytest

from pos_app.counter.code_stock import codes_on_hand, release_lot
from pos_app.counter.open_till import abandon_till, branch_off, close_till
from pos_app.counter.sell import sell
from pos_app.counter.shelf import shelf
from pos_app.counter.till import Till
from pos_app.domain.facts import LotReleased, SaleRecorded
from pos_app.domain.identifiers import place_in_lot
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Bug, Refusal
from pos_app.domain.voucher import VoucherState
from pos_app.settings import TillFolder
from pos_app.store.rebuild import projection_rows
from pos_app.store.vault import lots, vouchers_of_ticket
from tests.clock import ManualClock
from tests.counter.code_work import code_in_clear, facts_of, sell_codes
from tests.tills import CODES, TemplateTill, basket_of, cash, fake_code, open_copy, receive_fake_codes


def expiries_of(till: Till, ticket: str) -> list[str]:
    by_lot = {lot.lot: lot.expires_on for lot in lots(till.connection)}
    return [by_lot[place_in_lot(one.item)[0]] for one in vouchers_of_ticket(till.connection, ticket)]  # type: ignore[arg-type]  # a ticket's number


def test_a_sale_names_the_codes_it_takes_and_nothing_else_of_them(till: Till, volunteer: Operator) -> None:
    sold, slips = sell_codes(till, volunteer, "NET-500M", "NET-500M", "NET-2G")
    (sale,) = facts_of(till, SaleRecorded)
    assert isinstance(sale, SaleRecorded)
    assert [len(line.items) for line in sale.lines] == [2, 1]
    assert [slip.item for slip in slips] == [item for line in sale.lines for item in line.items]
    assert [slip.voucher.number for slip in slips] == [f"{sold.ticket}-{place}" for place in (1, 2, 3)]
    assert {slip.voucher.state for slip in slips} == {VoucherState.SOLD}
    assert sold.slips == 3
    assert len({code_in_clear(till, slip.item) for slip in slips}) == 3
    assert codes_on_hand(till) == {"NET-500M": 98, "NET-2G": 99}


def test_an_article_that_is_no_code_has_no_items(till: Till, volunteer: Operator) -> None:
    sold, slips = sell_codes(till, volunteer, "CARTE-30", "ATELIER")
    assert (sold.slips, slips) == (0, ())


def test_the_oldest_expiry_sells_first_and_a_sale_may_take_from_several_lots(
    till: Till, coordinator: Operator, volunteer: Operator
) -> None:
    days = ("2027-08-31", "", "2027-01-31")
    for number, day in enumerate(days):
        rows = [("NET-500M", fake_code("NET-500M", 700 + 10 * number + n), day) for n in range(2)]
        receive_fake_codes(till, coordinator, rows)
    basket = basket_of(till, *["NET-500M"] * 105)
    sold = sell(till, operator=volunteer, basket=basket, tenders=cash(10_500), receipt=False)
    assert expiries_of(till, sold.ticket) == ["2027-01-31"] * 2 + ["2027-05-31"] * 100 + ["2027-08-31"] * 2 + [""]


def test_never_below_zero(till: Till, volunteer: Operator) -> None:
    before = projection_rows(till.connection)
    with pytest.raises(Refusal) as refused:
        sell_codes(till, volunteer, *["NET-2G"] * (CODES["NET-2G"] + 1))
    assert refused.value.params == {"product": "Recharge 2 Go", "on_hand": 100, "wanted": 101}
    assert projection_rows(till.connection) == before
    sell_codes(till, volunteer, *["NET-2G"] * CODES["NET-2G"])
    with pytest.raises(Refusal):
        sell_codes(till, volunteer, "NET-2G", number=2)
    assert next(item for item in shelf(till).items if item.product.code == "NET-2G").sold_out


def test_a_refused_sale_takes_no_code(till: Till, volunteer: Operator) -> None:
    sell_codes(till, volunteer, "NET-500M", number=1)
    before = projection_rows(till.connection)
    with pytest.raises(Refusal):
        sell_codes(till, volunteer, "NET-500M", number=1)
    assert projection_rows(till.connection) == before


def test_without_a_strong_key_slot_nothing_is_sold(till: Till, volunteer: Operator) -> None:
    till.vault = type(till.vault)(till.vault.box, False, till.vault.marks, till.vault.save_mark)
    with pytest.raises(Refusal) as refused:
        sell_codes(till, volunteer, "NET-500M")
    assert refused.value.code == "codes_not_guarded"


def test_i4_a_code_is_sold_only_by_the_incarnation_that_holds_it(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    """SYNC.md I4: after a branch the codes may be in other hands; a coordinator answers for it, or they stay."""
    opened = branch_off(open_copy(template, folder, clock), reason="fork")
    till, coordinator = opened.till, template.coordinator
    assert codes_on_hand(till) == {}
    with pytest.raises(Refusal) as refused:
        sell_codes(till, template.volunteer, "NET-500M")
    assert refused.value.code == "product_out_of_stock"
    (lot,) = (one for one in lots(till.connection) if one.product == "NET-500M")
    with pytest.raises(Refusal):
        release_lot(till, operator=template.volunteer, lot=lot.lot, reason="nothing_lost")
    release_lot(till, operator=coordinator, lot=lot.lot, reason="checked_with_operator")
    holder = till.store.head.incarnation
    assert facts_of(till, LotReleased) == [LotReleased(lot=lot.lot, incarnation=holder, reason="checked_with_operator")]
    _sold, (slip,) = sell_codes(till, template.volunteer, "NET-500M")
    assert code_in_clear(till, slip.item).startswith("FAUX"), "sealed for the incarnation before, and still opened"
    abandon_till(opened)


def test_i4_a_database_that_was_put_back_sells_no_code(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    """Yesterday's file knows nothing of the codes that were sold since: they would be sold twice."""
    yesterday = folder.database.read_bytes()
    opened = open_copy(template, folder, clock)
    sell_codes(opened.till, template.volunteer, "NET-500M")
    close_till(opened)
    folder.database.write_bytes(yesterday)
    for name in ("till.db-wal", "till.db-shm"):
        (folder.data / name).unlink(missing_ok=True)
    opened = open_copy(template, folder, clock)
    assert codes_on_hand(opened.till) == {}
    abandon_till(opened)


def test_a_code_that_was_moved_to_another_place_does_not_open(till: Till, volunteer: Operator) -> None:
    """Associated data bind a ciphertext to its code, till and incarnation."""
    _sold, (one, other) = sell_codes(till, volunteer, "NET-500M", "NET-500M")
    till.connection.execute(
        "UPDATE sealed_code SET box = (SELECT box FROM sealed_code WHERE item = ?) WHERE item = ?",
        (one.item, other.item),
    )
    with pytest.raises(Bug) as stopped:
        code_in_clear(till, other.item)
    assert stopped.value.code == "code_does_not_open"
