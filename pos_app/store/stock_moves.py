"""Movements of counted stock other than sales: reading them, and what is kept beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.facts import Fact
from pos_app.domain.identifiers import OperatorCode, ProductCode
from pos_app.domain.refusals import Bug
from pos_app.store import journal
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class StockMove:
    """One article's part of a movement: what changed, and what was on hand afterwards.

    `numbers` are the first and last card of a delivery, empty where nobody scanned them.
    """

    at_ms: int
    offset_min: int
    operator: OperatorCode
    product: ProductCode
    change: int
    on_hand: int
    fact: Fact
    numbers: tuple[str, ...]


def keep_range(act: Act, numbers: tuple[str, str]) -> None:
    """Keeps the numbers of the delivery whose entry was appended last."""
    act.connection.execute("INSERT INTO delivery_range VALUES (?, ?, ?)", (act.end.position, *numbers))


def has_arrived(connection: Connection, number: str) -> bool:
    """Whether a transfer of this number came in here."""
    row = connection.execute("SELECT 1 FROM stock_transfer WHERE number = ? AND incoming = 1", (number,)).fetchone()
    return row is not None


def stock_moves(connection: Connection, *, limit: int) -> Sequence[StockMove]:
    """The latest movements, newest first."""
    rows = connection.execute(
        "SELECT position, product, change, on_hand, first_number, last_number FROM stock_move"
        " LEFT JOIN delivery_range USING (position) ORDER BY position DESC, product LIMIT ?",
        (limit,),
    ).fetchall()
    found = []
    for position, product, change, on_hand, first_number, last_number in rows:
        entry = journal.entry_at(connection, position)
        if entry is None:
            raise Bug("stock_move_without_entry", position=position)
        numbers = (first_number, last_number) if first_number else ()
        found.append(
            StockMove(entry.at_ms, entry.offset_min, entry.operator, product, change, on_hand, entry.fact(), numbers)
        )
    return found
