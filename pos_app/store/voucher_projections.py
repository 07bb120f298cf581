"""What follows from the journal about recharge codes: lots, and every code that left its lot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from pos_app.domain.facts import (
    Beneficiary,
    CodeContested,
    CodeReplaced,
    CodeShown,
    Fact,
    Goods,
    LotReceived,
    LotReleased,
    LotWithdrawn,
    RefundRecorded,
    SaleRecorded,
    SlipPrinted,
    SlipReprintOrdered,
    SlipsConfirmed,
)
from pos_app.domain.identifiers import ItemId, place_in_lot
from pos_app.domain.refusals import Bug
from pos_app.domain.voucher import VoucherAct, VoucherState, next_state
from pos_app.store.opening import Connection

TABLES: tuple[str, ...] = ("voucher_lot", "voucher")
NO_END = "9999-12-31"


class _Slip(msgspec.Struct, frozen=True):
    """With which ticket a code leaves, as its `place`-th slip, and for whom."""

    series: str
    number: int
    place: int
    person: str
    replaces: str = ""


def lot_received(connection: Connection, position: int, fact: LotReceived) -> None:
    connection.execute(
        "INSERT INTO voucher_lot VALUES (?, ?, ?, ?, ?, 0, 'in_stock', ?, ?, ?, ?, ?, ?)",
        (
            fact.lot,
            fact.product,
            fact.supplier,
            fact.expires_on or NO_END,
            fact.count,
            fact.origin,
            fact.checksum,
            fact.incarnation,
            fact.incarnation,
            position,
            fact.sell_until or NO_END,
        ),
    )


def lot_withdrawn(connection: Connection, _position: int, fact: LotWithdrawn) -> None:
    """What is left of a lot: the codes that never left it, and those that came back unseen."""
    act = VoucherAct.EXPIRE if fact.reason == "expired" else VoucherAct.RETURN
    state = next_state(VoucherState.IN_STOCK, act)
    back = connection.execute(
        "UPDATE voucher SET state = ? WHERE item >= ? AND item < ? AND state = 'in_stock'",
        (state, fact.lot, fact.lot + "g"),
    ).rowcount
    changed = connection.execute(
        "UPDATE voucher_lot SET state = ? WHERE lot = ? AND state = 'in_stock' AND count - drawn = ?",
        (state, fact.lot, fact.count - back),
    ).rowcount
    _one_row(changed, fact.lot)


def lot_released(connection: Connection, _position: int, fact: LotReleased) -> None:
    changed = connection.execute("UPDATE voucher_lot SET held_by = ? WHERE lot = ?", (fact.incarnation, fact.lot))
    _one_row(changed.rowcount, fact.lot)


def sale_recorded(connection: Connection, position: int, fact: SaleRecorded) -> None:
    """Each code of the sale leaves its lot. Things of other families are no codes: no lot has their ids."""
    person = fact.beneficiary.person if isinstance(fact.beneficiary, Beneficiary) else ""
    series, place = fact.ticket.rpartition("-")[0], 0
    for line in fact.lines:
        for item in line.items:
            if is_code(connection, item):
                place += 1
                _leave_lot(connection, position, item, _Slip(series, fact.number, place, person))


def refund_recorded(connection: Connection, fact: RefundRecorded) -> None:
    """Codes whose money was given back: on the shelf again where nobody saw them, else void."""
    acts = {Goods.SHELF: VoucherAct.TAKE_BACK, Goods.WRITTEN_OFF: VoucherAct.WRITE_OFF}
    for line in fact.lines:
        for item in line.items:
            if line.goods in acts and is_code(connection, item):
                _act(connection, _in_hand(connection, item), acts[line.goods])


def code_replaced(connection: Connection, position: int, fact: CodeReplaced) -> None:
    _act(connection, fact.item, VoucherAct.REPLACE)
    series, number, person = connection.execute(
        "SELECT series, number, person FROM voucher WHERE item = ?", (fact.item,)
    ).fetchone()
    (place,) = connection.execute(
        "SELECT max(place) + 1 FROM voucher WHERE series = ? AND number = ?", (series, number)
    ).fetchone()
    _leave_lot(connection, position, fact.by, _Slip(series, number, place, person, replaces=fact.item))


def slip_printed(connection: Connection, _position: int, fact: SlipPrinted) -> None:
    _reveal(connection, fact.item, fact.copy)


def code_shown(connection: Connection, _position: int, fact: CodeShown) -> None:
    connection.execute("UPDATE voucher SET ordered = ? WHERE item = ?", (fact.copy, fact.item))
    _reveal(connection, fact.item, fact.copy)


def reprint_ordered(connection: Connection, _position: int, fact: SlipReprintOrdered) -> None:
    _one_row(
        connection.execute(
            "UPDATE voucher SET ordered = ? WHERE item = ? AND reveals = ?", (fact.copy, fact.item, fact.copy)
        ).rowcount,
        fact.item,
    )


def slips_confirmed(connection: Connection, _position: int, fact: SlipsConfirmed) -> None:
    for item in fact.items:
        _act(connection, item, VoucherAct.CONFIRM)


def code_contested(connection: Connection, _position: int, fact: CodeContested) -> None:
    _act(connection, fact.item, VoucherAct.CONTEST)


def is_code(connection: Connection, item: ItemId) -> bool:
    """Whether `item` is of a lot of codes that came in here."""
    lot = place_in_lot(item)[0]
    return connection.execute("SELECT 1 FROM voucher_lot WHERE lot = ?", (lot,)).fetchone() is not None


def _in_hand(connection: Connection, item: ItemId) -> ItemId:
    """The code that the person has in its place, where it was replaced."""
    row = connection.execute("SELECT item FROM voucher WHERE replaces <> '' AND replaces = ?", (item,)).fetchone()
    return _in_hand(connection, ItemId(row[0])) if row else item


def _leave_lot(connection: Connection, position: int, item: ItemId, slip: _Slip) -> None:
    """Codes leave a lot in their order, so that none leaves twice; or once more, where one came back unseen.

    Raises Bug("voucher_not_next").
    """
    sold = next_state(VoucherState.IN_STOCK, VoucherAct.SELL)
    slip_of = (sold, slip.series, slip.number, slip.place, slip.person, slip.replaces, position)
    again = connection.execute(
        "UPDATE voucher SET state = ?, series = ?, number = ?, place = ?, person = ?, replaces = ?, position = ?"
        " WHERE item = ? AND state = 'in_stock'",
        (*slip_of, item),
    ).rowcount
    if again:
        return
    lot, index = place_in_lot(item)
    row = connection.execute(
        "UPDATE voucher_lot SET drawn = drawn + 1 WHERE lot = ? AND drawn = ? AND state = 'in_stock' RETURNING product",
        (lot, index),
    ).fetchone()
    if row is None:
        raise Bug("voucher_not_next", item=item)
    connection.execute(
        "INSERT INTO voucher (item, product, reveals, ordered, state, series, number, place, person, replaces,"
        " position) VALUES (?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?)",
        (item, row[0], *slip_of),
    )


def _reveal(connection: Connection, item: ItemId, copy: int) -> None:
    """A code is revealed once for each copy, in their order."""
    changed = connection.execute(
        "UPDATE voucher SET reveals = ? WHERE item = ? AND reveals = ? AND ordered = ?", (copy + 1, item, copy, copy)
    ).rowcount
    _one_row(changed, item)
    _act(connection, item, VoucherAct.REVEAL)


def _act(connection: Connection, item: ItemId, act: VoucherAct) -> None:
    row = connection.execute("SELECT state FROM voucher WHERE item = ?", (item,)).fetchone()
    if row is None:
        raise Bug("voucher_unknown", item=item)
    state = next_state(VoucherState(row[0]), act)
    connection.execute("UPDATE voucher SET state = ? WHERE item = ?", (state, item))


def _one_row(changed: int, of: str) -> None:
    if changed != 1:
        raise Bug("voucher_not_as_told", of=of)


WRITES: Mapping[type[Fact], Callable[[Connection, int, Any], None]] = MappingProxyType(
    {
        LotReceived: lot_received,
        LotWithdrawn: lot_withdrawn,
        LotReleased: lot_released,
        SlipPrinted: slip_printed,
        SlipReprintOrdered: reprint_ordered,
        CodeShown: code_shown,
        SlipsConfirmed: slips_confirmed,
        CodeContested: code_contested,
        CodeReplaced: code_replaced,
    }
)
"""What each fact that is about codes alone does; sales and refunds are asked for by name."""
