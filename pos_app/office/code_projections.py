"""What entries say of recharge codes: their states follow; what cannot be is an alarm, never silent (I4, I5, I7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from psycopg import Connection

from pos_app.domain.facts import (
    AllocationRefused,
    CodeContested,
    CodeReplaced,
    Fact,
    Goods,
    LotOrigin,
    LotReceived,
    LotWithdrawn,
    RefundRecorded,
    SaleRecorded,
)
from pos_app.domain.identifiers import ItemId, place_in_lot
from pos_app.office.incarnations import raise_alarm
from pos_app.office.people_rows import Row, Told

TABLE = "code_fact"
COLUMNS = "till, incarnation, seq, part, item, act"
SOLD, TAKEN_BACK, WRITTEN_OFF, CONTESTED = "sold", "taken_back", "written_off", "contested"
RECEIVED, REFUSED, EXPIRED, RETURNED = "received", "refused", "expired", "returned"
_ITEM, _LOT = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{24}")
_MOST_PARTS = 2**15 - 1


class _Acting(NamedTuple):
    """Whose entry says what."""

    till: int
    number: int
    act: str


def rows_of(fact: Fact, told: Told) -> Iterator[Row]:
    """A row for each code that a ticket names, and for what happens to a lot. Things of other families are among them:
    no lot of head office's has their ids."""
    for part, (item, act) in enumerate(_acts(fact)):
        if part <= _MOST_PARTS and (_ITEM.fullmatch(item) or _LOT.fullmatch(item)):
            yield (*told.place, part, item, act)


def _acts(fact: Fact) -> Iterator[tuple[str, str]]:
    match fact:
        case SaleRecorded():
            yield from ((item, SOLD) for line in fact.lines for item in line.items)
        case RefundRecorded():
            goods = {Goods.SHELF: TAKEN_BACK, Goods.WRITTEN_OFF: WRITTEN_OFF}
            for line in fact.lines:
                if line.goods in goods:
                    yield from ((item, goods[line.goods]) for item in line.items)
        case CodeReplaced():
            yield fact.by, SOLD
        case CodeContested():
            yield fact.item, CONTESTED
        case LotReceived() if fact.origin is LotOrigin.ALLOCATED:
            yield fact.lot, RECEIVED
        case AllocationRefused():
            yield fact.lot, REFUSED
        case LotWithdrawn():
            yield fact.lot, EXPIRED if fact.reason == "expired" else RETURNED
        case _:
            return


def follow(connection: Connection, rows: Sequence[Row]) -> None:
    """Brings the states of codes up to date with these rows of one till, in their order."""
    for till, number, _seq, _part, item, act in rows:
        acting = _Acting(int(str(till)), int(str(number)), str(act))
        if _LOT.fullmatch(str(item)):
            _act_on_lot(connection, acting, str(item))
        else:
            _act_on_code(connection, acting, str(item))


def begin_again(connection: Connection, *, till: int) -> None:
    """The states of a till's codes as they were before any entry: `follow` makes them again."""
    connection.execute(
        "UPDATE allocated_code SET state = coalesce(nullif(ended, ''), 'allocated') FROM allocation"
        " WHERE allocation.lot = allocated_code.allocation AND allocation.till = %s",
        (till,),
    )
    connection.execute("UPDATE allocation SET taken = false WHERE till = %s", (till,))


def _act_on_lot(connection: Connection, acting: _Acting, lot: str) -> None:
    """A lot that came back by another incarnation than the one that had it proves nothing: it stays suspect."""
    till, number, act = acting
    if act == RECEIVED:
        connection.execute(
            "UPDATE allocation SET taken = true WHERE lot = %s AND till = %s AND incarnation = %s", (lot, till, number)
        )
        return
    connection.execute(
        "UPDATE allocated_code SET state = %s FROM allocation WHERE allocation.lot = allocated_code.allocation"
        " AND allocation.lot = %s AND till = %s AND incarnation = %s AND state = 'allocated'",
        ("void" if act == EXPIRED else "returned", lot, till, number),
    )


def _act_on_code(connection: Connection, acting: _Acting, item: str) -> None:
    till, number, act = acting
    lot, place = place_in_lot(ItemId(item))
    held = connection.execute(
        "SELECT till, incarnation FROM allocation JOIN allocated_code ON allocation = lot"
        " WHERE lot = %s AND place = %s",
        (lot, place),
    ).fetchone()
    if held is None:
        return
    if act == SOLD and held != (till, number):
        _alarm(connection, till=till, code="code_not_allocated", item=item)
    if act == SOLD and _times_sold(connection, item) > 1:
        _alarm(connection, till=till, code="code_sold_twice", item=item)
    state = {SOLD: "sold", TAKEN_BACK: "allocated", WRITTEN_OFF: "void"}.get(act)
    if state:
        connection.execute(
            "UPDATE allocated_code SET state = %s WHERE allocation = %s AND place = %s", (state, lot, place)
        )


def _alarm(connection: Connection, *, till: int, code: str, item: str) -> None:
    """At the time of the till's last contact: projections read no clock."""
    row = connection.execute("SELECT last_contact_ms FROM till WHERE id = %s", (till,)).fetchone()
    raise_alarm(connection, till=till, now_ms=row[0] if row else 0, code=code, detail=item)


def _times_sold(connection: Connection, item: str) -> int:
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE act = %s) - count(*) FILTER (WHERE act = %s) FROM code_fact WHERE item = %s",
        (SOLD, TAKEN_BACK, item),
    ).fetchone()
    assert row is not None
    return int(row[0])
