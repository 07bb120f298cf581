"""The latest tickets, or one by its number, as the journal page lists them."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.counter.till import Till
from pos_app.domain.facts import TicketRecorded
from pos_app.domain.identifiers import TicketNumber
from pos_app.store.operators import shown_name
from pos_app.store.tickets import TicketOnFile, find_ticket
from pos_app.store.tickets import last_tickets as read_last


@dataclass(frozen=True, slots=True)
class TicketSummary:
    """A line of the list. `prints` counts receipts printed, copies included."""

    ticket: TicketNumber
    at_ms: int
    offset_min: int
    operator_name: str
    prints: int
    sale: TicketRecorded


def last_tickets(till: Till, *, limit: int = 50, search: str = "") -> tuple[TicketSummary, ...]:
    """The latest tickets, newest first; with `search`, the one ticket of that number.

    Raises Refusal("ticket_unknown").
    """
    if search.strip():
        return (_summary(till, find_ticket(till.connection, search)),)
    return tuple(_summary(till, found) for found in read_last(till.connection, limit=limit))


def _summary(till: Till, found: TicketOnFile) -> TicketSummary:
    return TicketSummary(
        ticket=found.ticket,
        at_ms=found.entry.at_ms,
        offset_min=found.entry.offset_min,
        operator_name=shown_name(till.connection, found.entry.operator),
        prints=found.prints,
        sale=found.sale,
    )
