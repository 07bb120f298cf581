"""A till that closes for good: its last entry is here, and nothing more is expected of it.

What its vault still held it sent back with entries of its own: those codes are returned, and a person decides whether
they may be given again (`pos_app.office.code_lots`).
"""

from __future__ import annotations

from psycopg import Connection

from pos_app.domain.facts import TillRetired
from pos_app.domain.identifiers import IncarnationId
from pos_app.office.problems import ProblemError
from pos_app.office.projections import project_till
from pos_app.sync.wire import Closing, ClosingAnswer


def close_incarnation(
    connection: Connection, closing: Closing, *, till: int, incarnation: IncarnationId, now_ms: int
) -> ClosingAnswer:
    """Notes that the incarnation ended with the entry told. Raises ProblemError("incarnation_unknown", "gap", "fork",
    "malformed")."""
    row = connection.execute(
        "SELECT number, head_seq, closed_ms FROM incarnation WHERE id = %s AND till = %s FOR UPDATE",
        (bytes.fromhex(incarnation), till),
    ).fetchone()
    if row is None:
        raise ProblemError("incarnation_unknown")
    number, head_seq, closed_ms = row
    if closing.seq > head_seq:
        raise ProblemError("gap", expected=head_seq + 1)
    held = connection.execute(
        "SELECT hash, kind FROM entry WHERE till = %s AND incarnation = %s AND seq = %s", (till, number, closing.seq)
    ).fetchone()
    if held is None or held[1] != TillRetired.kind:
        raise ProblemError("malformed", "no till closes with this entry")
    if held[0].hex() != closing.hash:
        raise ProblemError("fork")
    if not closed_ms:
        closed_ms = now_ms
        connection.execute(
            "UPDATE incarnation SET closed_ms = %s WHERE till = %s AND number = %s", (closed_ms, till, number)
        )
        project_till(connection, till=till)
    return ClosingAnswer(closed_ms=closed_ms)
