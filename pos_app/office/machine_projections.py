"""What entries say of things told apart by their number, and of goods that came in: where each machine and key is.

A thing has a row at each till that ever had it; a transfer of head office's follows what both ends say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from psycopg import Connection

from pos_app.domain.facts import (
    EquipmentArrived,
    EquipmentFound,
    EquipmentLent,
    EquipmentReceived,
    EquipmentSent,
    EquipmentWithdrawn,
    Fact,
    Goods,
    LaptopExchanged,
    LaptopReserved,
    LoanEnded,
    PassportWritten,
    PlanEnd,
    PlanEnded,
    PlanOpened,
    ReceivedItem,
    ReservationEnded,
    StockReceived,
)
from pos_app.office import code_projections
from pos_app.office.people_rows import Row, Told

GOODS, TABLE = "goods_in", "machine_fact"
TABLES: Mapping[str, str] = {
    GOODS: "till, incarnation, seq, product, quantity, batch, at_ms, offset_min",
    TABLE: "till, incarnation, seq, part, item, act, detail, at_ms, offset_min",
}
_ITEM = re.compile("[0-9a-f]{32}")
_TRANSFER = re.compile("[0-9a-f]{32}")
_LARGEST_COUNT = 2**31 - 1
_MOST_PARTS = 2**15 - 1


class Thing(msgspec.Struct, frozen=True):
    """What is known of a thing when it comes in."""

    product: str
    end: str
    kind: str
    batch: str = ""
    transfer: str = ""


class _Said(NamedTuple):
    """An entry says `act` of `item`; of the end of a plan the plan stands for its machine."""

    item: str
    act: str
    detail: str = ""


class _Acting(NamedTuple):
    """A row of `machine_fact`, or of a ticket's items, as it is followed."""

    till: int
    number: int
    seq: int
    part: int
    item: str
    act: str
    detail: str
    at_ms: int


def is_possible(fact: Fact) -> bool:
    """Whether a till can have said this: nothing that PostgreSQL has no room or no character for."""
    if isinstance(fact, StockReceived):
        return 0 < fact.quantity <= _LARGEST_COUNT and "\0" not in fact.product
    says = _SAYS.get(type(fact))
    texts = [text for said in says(fact) for text in (said.item, said.detail)] if says else []
    if isinstance(fact, EquipmentReceived | EquipmentArrived):
        items = fact.items if isinstance(fact, EquipmentReceived) else (fact.item,)
        texts += [fact.product, *(text for one in items for text in (one.end, one.kind))]
        texts.append(fact.batch if isinstance(fact, EquipmentReceived) else "")
    together = "".join(texts)
    return "\0" not in together and "\\u0000" not in together


def rows_of(fact: Fact, told: Told) -> Iterator[tuple[str, Row]]:
    """(table, row) for each row that follows from an entry."""
    when = (told.at_ms, told.offset_min)
    if isinstance(fact, StockReceived):
        yield GOODS, (*told.place, fact.product, fact.quantity, "", *when)
    elif isinstance(fact, EquipmentReceived):
        yield GOODS, (*told.place, fact.product, len(fact.items), fact.batch, *when)
    says = _SAYS.get(type(fact))
    for part, said in enumerate(says(fact) if says else ()):
        if part <= _MOST_PARTS and (_ITEM.fullmatch(said.item) or said.act == PLAN_GIVEN_UP):
            yield TABLE, (*told.place, part, said.item, said.act, said.detail, *when)


RECEIVED, ARRIVED, SENT, WITHDRAWN, FOUND = "received", "arrived", "sent", "withdrawn", "found"
RESERVED, RELEASED, PLANNED, PLAN_GIVEN_UP = "reserved", "released", "planned", "plan_given_up"
LENT, CAME_BACK, LOST = "lent", "came_back", "lost"
EXCHANGED, EXCHANGED_GONE, GIVEN_INSTEAD, PASSPORT = "exchanged", "exchanged_gone", "given_instead", "passport"


def _json(told: msgspec.Struct) -> str:
    return msgspec.json.encode(told).decode()


def _thing(product: str, one: ReceivedItem, *, batch: str = "", transfer: str = "") -> str:
    return _json(Thing(product, one.end, one.kind, batch, transfer))


def _exchanged(fact: LaptopExchanged) -> Iterable[_Said]:
    back = EXCHANGED if fact.goods is Goods.SHELF else EXCHANGED_GONE
    return (_Said(fact.item, back, fact.by), _Said(fact.by, GIVEN_INSTEAD, fact.ticket))


_SAYS: Mapping[type[Fact], Callable[[Any], Iterable[_Said]]] = {
    EquipmentReceived: lambda fact: (
        _Said(one.item, RECEIVED, _thing(fact.product, one, batch=fact.batch)) for one in fact.items
    ),
    EquipmentArrived: lambda fact: (
        _Said(fact.item.item, ARRIVED, _thing(fact.product, fact.item, transfer=fact.transfer)),
    ),
    EquipmentSent: lambda fact: (_Said(fact.item, SENT, fact.transfer),),
    EquipmentWithdrawn: lambda fact: (_Said(fact.item, WITHDRAWN, fact.reason),),
    EquipmentFound: lambda fact: (_Said(fact.item, FOUND),),
    PassportWritten: lambda fact: (_Said(fact.item, PASSPORT, _json(fact)),),
    LaptopReserved: lambda fact: (_Said(fact.item, RESERVED, fact.until),),
    ReservationEnded: lambda fact: (_Said(fact.item, RELEASED, fact.reason),),
    PlanOpened: lambda fact: (_Said(fact.item, PLANNED, fact.plan),),
    PlanEnded: lambda fact: (_Said(fact.plan, PLAN_GIVEN_UP),) if fact.end is PlanEnd.GIVEN_UP else (),
    LaptopExchanged: _exchanged,
    EquipmentLent: lambda fact: (_Said(fact.item, LENT, fact.due_on),),
    LoanEnded: lambda fact: (_Said(fact.item, CAME_BACK if fact.to_stock else LOST, fact.condition),),
}
"""What each fact says of things. Sales and refunds are in `code_fact`, which holds every item of a ticket."""

_STATES = {
    FOUND: "in_stock", RELEASED: "in_stock", PLAN_GIVEN_UP: "in_stock", CAME_BACK: "in_stock", EXCHANGED: "in_stock",
    code_projections.TAKEN_BACK: "in_stock", RESERVED: "reserved", PLANNED: "reserved", LENT: "lent",
    GIVEN_INSTEAD: "sold", code_projections.SOLD: "sold", WITHDRAWN: "gone", SENT: "gone", LOST: "gone",
    EXCHANGED_GONE: "gone", code_projections.WRITTEN_OFF: "gone",
}  # fmt: skip
"""What an act makes of a thing that is there."""


_OF_TICKETS = (code_projections.SOLD, code_projections.TAKEN_BACK, code_projections.WRITTEN_OFF)


def follow(connection: Connection, derived: Mapping[str, Sequence[Row]]) -> None:
    """Brings things up to date with these rows of one till, in the order of its entries."""
    acts = [_Acting(*row[:8]) for row in derived[TABLE]]  # type: ignore[arg-type]  # as `rows_of` makes them
    tickets = [
        _Acting(*(*row[:6], "", row[6]))  # type: ignore[arg-type]
        for row in derived[code_projections.TABLE]
        if row[5] in _OF_TICKETS
    ]
    for acting in sorted([*acts, *tickets], key=lambda each: each[:4]):
        _act(connection, acting)


def begin_again(connection: Connection, *, till: int) -> None:
    """A till's things as they were before any entry."""
    connection.execute("DELETE FROM machine WHERE till = %s", (till,))


def _act(connection: Connection, acting: _Acting) -> None:
    if acting.act in (RECEIVED, ARRIVED):
        _come_in(connection, acting)
    elif acting.act == PASSPORT:
        connection.execute(
            "UPDATE machine SET passport = %s WHERE till = %s AND item = %s",
            (acting.detail.encode(), acting.till, acting.item),
        )
    elif acting.act in _STATES:
        reason = acting.detail if acting.act == WITHDRAWN else acting.act if _STATES[acting.act] == "gone" else ""
        connection.execute(
            "UPDATE machine SET state = %s, reason = %s, moved_ms = %s WHERE till = %s AND item = %s",
            (_STATES[acting.act], reason, acting.at_ms, acting.till, _item_of(connection, acting)),
        )
    if acting.act == SENT and _TRANSFER.fullmatch(acting.detail):
        _transfer_sent(connection, acting)


def _item_of(connection: Connection, acting: _Acting) -> str:
    """The thing itself, where an entry names its plan; or what was given in its place, where it comes back."""
    if acting.act == PLAN_GIVEN_UP:
        row = connection.execute(
            "SELECT item FROM machine_fact WHERE till = %s AND act = %s AND detail = %s",
            (acting.till, PLANNED, acting.item),
        ).fetchone()
        return str(row[0]) if row else ""
    if acting.act not in (code_projections.TAKEN_BACK, code_projections.WRITTEN_OFF):
        return acting.item
    row = connection.execute(
        "WITH RECURSIVE given (item, depth) AS (SELECT %(item)s, 0 UNION ALL"
        " SELECT detail, depth + 1 FROM given JOIN machine_fact AS told ON told.item = given.item"
        " WHERE told.till = %(till)s AND act IN ('exchanged', 'exchanged_gone') AND depth < 20)"
        " SELECT given.item FROM given JOIN machine ON machine.item = given.item AND machine.till = %(till)s"
        " WHERE state = 'sold' ORDER BY depth LIMIT 1",
        {"item": acting.item, "till": acting.till},
    ).fetchone()
    return str(row[0]) if row else acting.item


def _come_in(connection: Connection, acting: _Acting) -> None:
    thing = msgspec.json.decode(acting.detail, type=Thing)
    connection.execute(
        "INSERT INTO machine (till, item, product, ending, kind, batch, state, moved_ms)"
        " VALUES (%s, %s, %s, %s, %s, %s, 'in_stock', %s)"
        " ON CONFLICT (till, item) DO UPDATE SET state = 'in_stock', reason = '', moved_ms = excluded.moved_ms",
        (acting.till, acting.item, thing.product, thing.end, thing.kind, thing.batch, acting.at_ms),
    )
    if acting.act == ARRIVED and _TRANSFER.fullmatch(thing.transfer):
        connection.execute(
            f"UPDATE machine_transfer SET state = 'arrived', ended_ms = %s, {_MOVED}"
            " WHERE id = %s AND to_till = %s AND state = 'sent'",
            (acting.at_ms, thing.transfer, acting.till),
        )


_MOVED = "moved_in = this_transaction(), moved = nextval('feed_order')"


def _transfer_sent(connection: Connection, acting: _Acting) -> None:
    """What a till did is done, also where head office had taken its wish back meanwhile: another wish for the same
    thing then holds no longer."""
    sent = connection.execute(
        "SELECT 1 FROM machine_transfer WHERE id = %s AND from_till = %s AND item = %s"
        " AND state IN ('asked', 'withdrawn') FOR UPDATE",
        (acting.detail, acting.till, acting.item),
    ).fetchone()
    if sent is None:
        return
    connection.execute("SET LOCAL synchronous_commit = on")  # a feed serves it
    connection.execute(
        f"UPDATE machine_transfer SET state = 'withdrawn', {_MOVED} WHERE item = %s AND id <> %s AND state = 'asked'",
        (acting.item, acting.detail),
    )
    connection.execute(
        f"UPDATE machine_transfer SET state = 'sent', sent_ms = %s, {_MOVED} WHERE id = %s",
        (acting.at_ms, acting.detail),
    )
