"""Machines and keys that head office moves from one till to another, so that never two of them may sell one.

Asked: the till that has it is to send it. Sent: it said so by an entry, and only now the other one hears of it.
Arrived: that one scanned it. A wish may be withdrawn until it was followed; what was sent is nobody's until it arrives.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.facts import PassportWritten
from pos_app.domain.refusals import Refusal
from pos_app.office.code_grants import tills_that_take
from pos_app.office.feed import Row, place_of
from pos_app.office.machines import machine_at
from pos_app.sync.allocation_messages import MachineItem, PassportTold
from pos_app.sync.people_messages import Item

_NAMED = "(SELECT till.id, point.name || ' · ' || till.name AS name FROM till JOIN point ON point.id = till.point)"
_MOVED = "moved_in = this_transaction(), moved = nextval('feed_order')"


@dataclass(frozen=True, slots=True)
class Transfer:
    """A move that is not over, or one that was."""

    id: str
    item: str
    product: str
    ending: str
    from_till: str
    to_till: str
    state: str
    asked_ms: int
    sent_ms: int
    ended_ms: int


def ask_transfer(connection: Connection, *, item: str, to_till: int, now_ms: int) -> str:
    """Asks the till that has a thing in stock to send it; returns the transfer's id.

    Raises Refusal("machine_unknown", "machine_not_in_stock", "machine_moves_already", "till_not_joined",
    "transfer_to_itself").
    """
    connection.execute("LOCK TABLE machine_transfer IN SHARE ROW EXCLUSIVE MODE")
    machine = machine_at(connection, item)
    if machine is None:
        raise Refusal("machine_unknown")
    if machine.other:
        raise Refusal("machine_moves_already", other=machine.other)
    if machine.state != "in_stock":
        raise Refusal("machine_not_in_stock")
    if machine.till_id == to_till:
        raise Refusal("transfer_to_itself")
    if to_till not in dict(tills_that_take(connection)):
        raise Refusal("till_not_joined")
    transfer = secrets.token_hex(16)
    connection.execute(
        "INSERT INTO machine_transfer (id, item, from_till, to_till, asked_ms) VALUES (%s, %s, %s, %s, %s)",
        (transfer, item, machine.till_id, to_till, now_ms),
    )
    return transfer


def withdraw_transfer(connection: Connection, transfer: str, *, now_ms: int) -> None:
    """Takes a wish back that was not followed yet. Raises Refusal("transfer_not_withdrawn")."""
    changed = connection.execute(
        f"UPDATE machine_transfer SET state = 'withdrawn', ended_ms = %s, {_MOVED} WHERE id = %s AND state = 'asked'",
        (now_ms, transfer),
    )
    if not changed.rowcount:
        raise Refusal("transfer_not_withdrawn")


def transfers(connection: Connection, *, ended: bool = False) -> Sequence[Transfer]:
    """What is asked or on its way, the oldest first; or the last ones that ended."""
    states, order = ("arrived", "withdrawn") if ended else ("asked", "sent"), "DESC LIMIT 50" if ended else ""
    with connection.cursor(row_factory=class_row(Transfer)) as cursor:
        return cursor.execute(
            "SELECT moving.id, moving.item, product, ending, has.name AS from_till, goes.name AS to_till,"
            " moving.state, asked_ms, sent_ms, ended_ms"
            " FROM machine_transfer AS moving JOIN machine ON (machine.till, machine.item) = (from_till, moving.item)"
            f" JOIN {_NAMED} AS has ON has.id = from_till JOIN {_NAMED} AS goes ON goes.id = to_till"
            " WHERE moving.state = ANY(%s) ORDER BY asked_ms"
            f" {order}",
            (list(states),),
        ).fetchall()


FEED = (
    "SELECT moving.*, product, ending, kind, passport, other.name AS other,"
    " CASE WHEN from_till = %(till)s THEN CASE moving.state WHEN 'asked' THEN 'send' ELSE 'none' END"
    " ELSE CASE moving.state WHEN 'sent' THEN 'receive' ELSE 'none' END END AS act"
    " FROM machine_transfer AS moving JOIN machine ON (machine.till, machine.item) = (from_till, moving.item)"
    f" JOIN {_NAMED} AS other"
    " ON other.id = CASE WHEN from_till = %(till)s THEN to_till ELSE from_till END"
    " WHERE from_till = %(till)s OR (to_till = %(till)s AND moving.state IN ('sent', 'arrived'))"
)
"""What a till reads of transfers: what it is to send, and what was sent to it."""


def machine_items(_connection: Connection, rows: Sequence[Row]) -> Sequence[Item]:
    return [
        MachineItem(
            place=place_of(row),
            transfer=row["id"],
            act=row["act"],
            item=row["item"],
            product=row["product"],
            ending=row["ending"],
            kind=row["kind"],
            other=row["other"],
            passport=_told(row["passport"]) if row["act"] == "receive" else msgspec.UNSET,
        )
        for row in rows
    ]


def _told(passport: bytes | None) -> PassportTold | msgspec.UnsetType:
    if passport is None:
        return msgspec.UNSET
    written = msgspec.json.decode(passport, type=PassportWritten)
    return PassportTold(**{name: getattr(written, name) for name in PassportTold.__struct_fields__})
