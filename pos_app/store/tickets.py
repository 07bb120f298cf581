"""Reading tickets: the projection says where, the journal says what."""

from __future__ import annotations

import msgspec

from pos_app.domain.facts import ReceiptPrinted, RefundRecorded, SaleRecorded, TicketRecorded, TillSetUp
from pos_app.domain.identifiers import BasketId, TicketNumber, ticket_number
from pos_app.domain.refusals import Bug, Refusal
from pos_app.ledger.entry import Entry
from pos_app.store import journal
from pos_app.store.opening import Connection


class TicketOnFile(msgspec.Struct, frozen=True):
    """A ticket as recorded: its entry, its fact, and how often its receipt was printed."""

    ticket: TicketNumber
    position: int
    entry: Entry
    sale: TicketRecorded
    prints: int


def find_ticket(connection: Connection, ticket: str) -> TicketOnFile:
    """The ticket with this number, in any case and with or without its zeros. Raises Refusal("ticket_unknown")."""
    series, _, digits = ticket.strip().upper().rpartition("-")
    row = None
    if digits.isascii() and digits.isdigit() and len(digits) < 16:
        row = connection.execute(
            "SELECT series, number, position, prints FROM ticket WHERE series = ? AND number = ?",
            (series or _current_series(connection), int(digits)),
        ).fetchone()
    if row is None:
        raise Refusal("ticket_unknown", ticket=ticket.strip()[:40])
    return _on_file(connection, row)


def last_tickets(connection: Connection, *, limit: int) -> tuple[TicketOnFile, ...]:
    """The latest tickets, newest first: a later series has a later letter (MRS1, MRS1B, MRS1C)."""
    rows = connection.execute(
        "SELECT series, number, position, prints FROM ticket ORDER BY series DESC, number DESC LIMIT ?",
        (limit,),
    ).fetchall()
    return tuple(_on_file(connection, row) for row in rows)


def ticket_of_basket(connection: Connection, basket: BasketId) -> TicketNumber | None:
    """The ticket that this basket became, if it was sold."""
    row = connection.execute("SELECT position FROM sold_basket WHERE basket = ?", (basket,)).fetchone()
    return _sale_at(connection, row[0])[1].ticket if row else None


def issuer_at(connection: Connection, position: int) -> TillSetUp:
    """Who was selling when the entry at `position` was made."""
    row = connection.execute("SELECT max(position) FROM issuer WHERE position <= ?", (position,)).fetchone()
    entry = journal.entry_at(connection, row[0]) if row[0] else None
    fact = entry.fact() if entry else None
    if not isinstance(fact, TillSetUp):
        raise Bug("issuer_missing", position=position)
    return fact


def copy_entry(connection: Connection, ticket: TicketOnFile, copy: int) -> Entry:
    """The entry that recorded the `copy`-th copy of a ticket's receipt."""
    rows = connection.execute(
        "SELECT position FROM entry WHERE kind = ? AND position > ? ORDER BY position",
        (ReceiptPrinted.kind, ticket.position),
    )
    for (position,) in rows:
        entry = journal.entry_at(connection, position)
        fact = entry.fact() if entry else None
        if entry and isinstance(fact, ReceiptPrinted) and (fact.ticket, fact.copy) == (ticket.ticket, copy):
            return entry
    raise Bug("copy_entry_missing", ticket=ticket.ticket, copy=copy)


def _current_series(connection: Connection) -> str:
    return str(connection.execute("SELECT series FROM till_state").fetchone()[0])


def _on_file(connection: Connection, row: tuple[str, int, int, int]) -> TicketOnFile:
    series, number, position, prints = row
    entry, sale = _sale_at(connection, position)
    return TicketOnFile(ticket_number(series=series, number=number), position, entry, sale, prints)


def _sale_at(connection: Connection, position: int) -> tuple[Entry, TicketRecorded]:
    entry = journal.entry_at(connection, position)
    fact = entry.fact() if entry else None
    if entry is None or not isinstance(fact, SaleRecorded | RefundRecorded):
        raise Bug("ticket_without_sale", position=position)
    return entry, fact
