"""Reading refunds: those of one ticket, and what operators gave back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pos_app.domain.facts import RefundRecorded
from pos_app.domain.identifiers import OperatorCode, TicketNumber
from pos_app.domain.refusals import Bug
from pos_app.ledger.entry import Entry
from pos_app.store import journal
from pos_app.store.opening import Connection


@dataclass(frozen=True, slots=True)
class RefundOnFile:
    """A refund as recorded."""

    position: int
    entry: Entry
    refund: RefundRecorded


def refunds_of(connection: Connection, ticket: TicketNumber) -> tuple[RefundRecorded, ...]:
    """The refunds of one ticket, oldest first."""
    series, _, number = ticket.rpartition("-")
    rows = connection.execute(
        "SELECT DISTINCT position FROM refunded_line WHERE series = ? AND number = ? ORDER BY position",
        (series, int(number)),
    )
    return tuple(_at(connection, position).refund for (position,) in rows.fetchall())


def refunds_between(connection: Connection, *, first_day: int, last_day: int) -> Iterator[RefundOnFile]:
    """The refunds of these days, which are sessions, in the order in which they were made."""
    rows = connection.execute(
        "SELECT position FROM refunded_by WHERE day BETWEEN ? AND ? ORDER BY position", (first_day, last_day)
    )
    for (position,) in rows.fetchall():
        yield _at(connection, position)


def refunded_alone_cents(connection: Connection, *, day: int, operator: OperatorCode) -> int:
    """What an operator gave back in a day on nobody else's word."""
    row = connection.execute(
        "SELECT coalesce(sum(alone_cents), 0) FROM refunded_by WHERE day = ? AND operator = ?", (day, operator)
    ).fetchone()
    return int(row[0])


def _at(connection: Connection, position: int) -> RefundOnFile:
    entry = journal.entry_at(connection, position)
    fact = entry.fact() if entry else None
    if entry is None or not isinstance(fact, RefundRecorded):
        raise Bug("refund_without_entry", position=position)
    return RefundOnFile(position, entry, fact)
