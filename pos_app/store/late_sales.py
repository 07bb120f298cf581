"""Sales from paper: which line of which sheet is keyed already."""

from __future__ import annotations

from pos_app.domain.facts import LateSale, SaleRecorded
from pos_app.domain.identifiers import TicketNumber
from pos_app.ledger.entry import Entry
from pos_app.store import journal
from pos_app.store.opening import Connection

TABLES = ("late_sale",)


def sale_recorded(connection: Connection, position: int, fact: SaleRecorded) -> None:
    """Keeps the line that a sale was keyed from, if any."""
    if isinstance(fact.late, LateSale):
        connection.execute("INSERT INTO late_sale VALUES (?, ?)", (fact.late.paper, position))


def ticket_of_line(connection: Connection, paper: str) -> TicketNumber | None:
    """The ticket that this line of a sheet became."""
    row = connection.execute("SELECT position FROM late_sale WHERE paper = ?", (paper,)).fetchone()
    entry: Entry | None = journal.entry_at(connection, row[0]) if row else None
    fact = entry.fact() if entry else None
    return fact.ticket if isinstance(fact, SaleRecorded) else None
