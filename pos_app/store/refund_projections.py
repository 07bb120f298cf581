"""What follows from the journal about refunds: lines given back, and what each operator gave back."""

from __future__ import annotations

from pos_app.domain.facts import Beneficiary, RefundRecorded
from pos_app.store.opening import Connection
from pos_app.store.people_projections import count_limited

TABLES: tuple[str, ...] = ("refunded_line", "refunded_by")


def refund_recorded(connection: Connection, position: int, operator: str, fact: RefundRecorded) -> None:
    """Lines, the operator's sum and the person's month; ticket, drawer and shelf are moved as by a sale."""
    series, _, number = fact.first.ticket.rpartition("-")
    connection.executemany(
        "INSERT INTO refunded_line VALUES (?, ?, ?, ?, ?)",
        [(series, int(number), line.line, position, -line.quantity) for line in fact.lines],
    )
    cents = -fact.total_cents
    connection.execute(
        "INSERT INTO refunded_by VALUES (?, ?, ?, ?, ?)",
        (fact.day, operator, position, cents, 0 if fact.overrides else cents),
    )
    if isinstance(fact.beneficiary, Beneficiary):
        _counted_back(connection, position, fact, fact.beneficiary)


def _counted_back(connection: Connection, position: int, fact: RefundRecorded, of: Beneficiary) -> None:
    connection.execute(
        "UPDATE spend SET cents = cents + ?, exception_cents = exception_cents + ? WHERE token = ? AND month = ?",
        (of.capped_cents, fact.excepted_cents, of.person, of.month),
    )
    count_limited(connection, of)
    connection.execute("INSERT OR IGNORE INTO person_act VALUES (?, ?)", (of.person, position))
