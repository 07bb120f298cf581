"""What entries say of recharge codes: their states follow; what cannot be is an alarm, never silent (I4, I5, I7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from psycopg import Connection

from pos_app.domain.facts import (
    AllocationRefused,
    CodeContested,
    CodeReplaced,
    CodeShown,
    Fact,
    Goods,
    LotOrigin,
    LotReceived,
    LotWithdrawn,
    RefundRecorded,
    SaleRecorded,
    SlipPrinted,
    SlipsConfirmed,
    SoldLine,
)
from pos_app.domain.identifiers import ItemId, place_in_lot
from pos_app.office.incarnations import raise_alarm
from pos_app.office.people_rows import Row, Told, month_at_desk

TABLE = "code_fact"
COLUMNS = "till, incarnation, seq, part, item, act, at_ms, offset_min, ticket, cents"
SOLD, TAKEN_BACK, WRITTEN_OFF, CONTESTED, REPLACED = "sold", "taken_back", "written_off", "contested", "replaced"
PRINTED, SHOWN, CONFIRMED = "printed", "shown", "confirmed"
RECEIVED, REFUSED, EXPIRED, RETURNED = "received", "refused", "expired", "returned"
_ITEM, _LOT = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{24}")
_MOST_PARTS = 2**15 - 1


class _Said(NamedTuple):
    """What one entry says of a code or a lot; of a sale also its ticket, and what was paid for this code."""

    item: str
    act: str
    ticket: str = ""
    cents: int = 0


class _Acting(NamedTuple):
    """A row of `code_fact`, as it is followed."""

    till: int
    number: int
    seq: int
    part: int
    item: str
    act: str
    at_ms: int
    offset_min: int
    ticket: str
    cents: int

    @property
    def month(self) -> str:
        return month_at_desk(self.at_ms, self.offset_min)


def rows_of(fact: Fact, told: Told) -> Iterator[Row]:
    """A row for each code that a ticket names, and for what happens to a lot. Things of other families are among them:
    no lot of head office's has their ids."""
    for part, said in enumerate(_said(fact)):
        if part <= _MOST_PARTS and (_ITEM.fullmatch(said.item) or _LOT.fullmatch(said.item)):
            yield (*told.place, part, said.item, said.act, told.at_ms, told.offset_min, said.ticket, said.cents)


def _said(fact: Fact) -> Iterable[_Said]:
    says = _SAYS.get(type(fact))
    return says(fact) if says else ()


def _of_sale(fact: SaleRecorded) -> Iterable[_Said]:
    return (each for line in fact.lines for each in _sold(line, fact.ticket))


def _sold(line: SoldLine, ticket: str) -> Iterable[_Said]:
    """The codes of a line; what was paid for it is shared out to the last cent."""
    count = len(line.items)
    for index, item in enumerate(line.items):
        cents = line.gross_cents * (index + 1) // count - line.gross_cents * index // count
        yield _Said(item, SOLD, ticket, cents)


def _of_refund(fact: RefundRecorded) -> Iterable[_Said]:
    goods = {Goods.SHELF: TAKEN_BACK, Goods.WRITTEN_OFF: WRITTEN_OFF}
    lines = [line for line in fact.lines if line.goods in goods]
    return (_Said(item, goods[line.goods], fact.ticket) for line in lines for item in line.items)


_SAYS: Mapping[type[Fact], Callable[[Any], Iterable[_Said]]] = {
    SaleRecorded: _of_sale,
    RefundRecorded: _of_refund,
    CodeReplaced: lambda fact: (_Said(fact.by, SOLD), _Said(fact.item, REPLACED)),
    CodeContested: lambda fact: (_Said(fact.item, CONTESTED),),
    SlipPrinted: lambda fact: (_Said(fact.item, PRINTED),),
    CodeShown: lambda fact: (_Said(fact.item, SHOWN),),
    SlipsConfirmed: lambda fact: (_Said(item, CONFIRMED) for item in fact.items),
    LotReceived: lambda fact: (_Said(fact.lot, RECEIVED),) if fact.origin is LotOrigin.ALLOCATED else (),
    AllocationRefused: lambda fact: (_Said(fact.lot, REFUSED),),
    LotWithdrawn: lambda fact: (_Said(fact.lot, EXPIRED if fact.reason == "expired" else RETURNED),),
}
"""What each fact says of codes and lots, in the order of the codes."""


def follow(connection: Connection, rows: Sequence[Row]) -> None:
    """Brings the states of codes up to date with these rows of one till, in their order."""
    for row in rows:
        acting = _Acting(*row)  # type: ignore[arg-type]  # as `rows_of` makes them
        if _LOT.fullmatch(acting.item):
            _act_on_lot(connection, acting)
        else:
            _act_on_code(connection, acting)


def begin_again(connection: Connection, *, till: int) -> None:
    """The states of a till's codes as they were before any entry: `follow` makes them again."""
    connection.execute(
        "UPDATE allocated_code SET state = coalesce(nullif(ended, ''), 'allocated'), trouble = '', sold_ms = 0,"
        " why = CASE WHEN ended = 'void' THEN 'blocked' ELSE '' END,"
        " sold_month = '', ticket = '', cents = 0, changed_month = '' FROM allocation"
        " WHERE allocation.lot = allocated_code.allocation AND allocation.till = %s",
        (till,),
    )
    connection.execute("UPDATE allocation SET taken = false WHERE till = %s", (till,))


def _act_on_lot(connection: Connection, acting: _Acting) -> None:
    """A lot that came back by another incarnation than the one that had it proves nothing: it stays suspect."""
    holder = (acting.item, acting.till, acting.number)
    if acting.act == RECEIVED:
        connection.execute(
            "UPDATE allocation SET taken = true WHERE lot = %s AND till = %s AND incarnation = %s", holder
        )
        return
    state, why = ("void", EXPIRED) if acting.act == EXPIRED else ("returned", "")
    connection.execute(
        "UPDATE allocated_code SET state = %s, why = %s, changed_month = %s FROM allocation"
        " WHERE allocation.lot = allocated_code.allocation"
        " AND allocation.lot = %s AND till = %s AND incarnation = %s AND state = 'allocated'",
        (state, why, acting.month, *holder),
    )


_CHANGES = {
    SOLD: "state = 'sold', why = '', sold_ms = %(at_ms)s, sold_month = %(month)s, ticket = %(ticket)s,"
    " cents = %(cents)s",
    TAKEN_BACK: "state = 'allocated', sold_ms = 0, sold_month = '', ticket = '', cents = 0",
    WRITTEN_OFF: "state = 'void', why = 'written_off'",
    CONTESTED: "trouble = 'contested'",
    REPLACED: "trouble = 'replaced'",
}
"""What an entry changes of a code that head office allocated; slips change nothing."""


def _act_on_code(connection: Connection, acting: _Acting) -> None:
    if acting.act not in _CHANGES:
        return
    lot, place = place_in_lot(ItemId(acting.item))
    held = connection.execute(
        "SELECT till, incarnation FROM allocation JOIN allocated_code ON allocation = lot"
        " WHERE lot = %s AND place = %s",
        (lot, place),
    ).fetchone()
    if held is None:
        return
    if acting.act == SOLD and held != (acting.till, acting.number):
        _alarm(connection, till=acting.till, code="code_not_allocated", item=acting.item)
    if acting.act == SOLD and _times_sold(connection, acting.item) > 1:
        _alarm(connection, till=acting.till, code="code_sold_twice", item=acting.item)
    connection.execute(
        f"UPDATE allocated_code SET {_CHANGES[acting.act]}, changed_month = %(month)s"
        " WHERE allocation = %(lot)s AND place = %(place)s",
        {"lot": lot, "place": place, "month": acting.month, **acting._asdict()},
    )
    if acting.act == REPLACED:
        _hand_sale_on(connection, acting, lot=lot, place=place)


def _hand_sale_on(connection: Connection, acting: _Acting, *, lot: str, place: int) -> None:
    """The code that replaces another one stands for its ticket, and for what was paid."""
    row = connection.execute(
        "SELECT item FROM code_fact WHERE till = %s AND incarnation = %s AND seq = %s AND act = %s",
        (acting.till, acting.number, acting.seq, SOLD),
    ).fetchone()
    if row is None:
        return
    by_lot, by_place = place_in_lot(ItemId(row[0]))
    connection.execute(
        "UPDATE allocated_code AS held SET ticket = replaced.ticket, cents = replaced.cents"
        " FROM allocated_code AS replaced WHERE (replaced.allocation, replaced.place) = (%s, %s)"
        " AND (held.allocation, held.place) = (%s, %s)",
        (lot, place, by_lot, by_place),
    )
    connection.execute("UPDATE allocated_code SET cents = 0 WHERE allocation = %s AND place = %s", (lot, place))


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
