"""Codes for which nobody can answer any more: of a till that was revoked, of a key that is no more."""

from __future__ import annotations

from psycopg import Connection


def suspect_codes(connection: Connection, *, till: int, before: int | None = None) -> None:
    """Nobody can answer any more for the codes of a till that was revoked, or of its incarnations earlier than
    `before`: what entries do not say sold or returned is suspect."""
    rows = connection.execute(
        "UPDATE allocation SET ended = 'suspect' WHERE till = %s AND incarnation < coalesce(%s, incarnation + 1)"
        " AND ended = '' RETURNING lot",
        (till, before),
    ).fetchall()
    connection.execute(
        "UPDATE allocated_code SET state = 'suspect' WHERE allocation = ANY(%s) AND state = 'allocated'",
        ([lot for (lot,) in rows],),
    )
