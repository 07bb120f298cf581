"""Tickets, and the sums of each till's days beside them, so that no page adds tickets up."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import Connection

from pos_app.office.people_rows import Row

_COLUMNS = {
    "till": "integer",
    "incarnation": "integer",
    "seq": "bigint",
    "ticket": "text",
    "day": "bigint",
    "at_ms": "bigint",
    "offset_min": "smallint",
    "operator": "text",
    "articles": "bigint",
    "total_cents": "bigint",
    "saving_cents": "bigint",
    "cash_cents": "bigint",
    "card_cents": "bigint",
    "aid_voucher_cents": "bigint",
    "cheque_cents": "bigint",
}
"""Those of the table `ticket`, in its order."""
_CENTS = tuple(name for name in _COLUMNS if name.endswith("_cents"))
_SUMS = f"min(at_ms), min(offset_min), count(*), {', '.join(f'sum({name})' for name in _CENTS)}"
_SUMMED = f"first_ms, offset_min, tickets, {', '.join(_CENTS)}"
_ADDED = ", ".join(f"{name} = held.{name} + excluded.{name}" for name in ("tickets", *_CENTS))
_INSERT = f"""
WITH told AS (SELECT * FROM unnest({", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())})
              AS told ({", ".join(_COLUMNS)})),
     new AS (INSERT INTO ticket SELECT * FROM told ON CONFLICT DO NOTHING RETURNING *)
INSERT INTO till_day AS held (till, incarnation, day, {_SUMMED})
SELECT till, incarnation, day, {_SUMS} FROM new GROUP BY till, incarnation, day
ON CONFLICT (till, incarnation, day) DO UPDATE SET first_ms = least(held.first_ms, excluded.first_ms),
    offset_min = least(held.offset_min, excluded.offset_min), {_ADDED}
"""


def insert_tickets(connection: Connection, tickets: Sequence[Row]) -> None:
    """Inserts these rows of `ticket` and adds those that are new to their days: a ticket counts once, however often it
    is told."""
    if tickets:
        connection.execute(_INSERT, [list(column) for column in zip(*tickets, strict=True)])


def begin_again(connection: Connection, *, till: int) -> None:
    """Forgets the sums of `till`, whose tickets are about to be derived again."""
    connection.execute("DELETE FROM till_day WHERE till = %s", (till,))


def differ(connection: Connection, *, till: int) -> bool:
    """Whether the sums of `till` are not those of its tickets."""
    row = connection.execute(
        f"SELECT 1 FROM (SELECT incarnation, day, ROW ({_SUMS})::text AS sums FROM ticket WHERE till = %(till)s"
        " GROUP BY incarnation, day) AS sold"
        f" FULL JOIN (SELECT incarnation, day, ROW ({_SUMMED})::text AS sums FROM till_day WHERE till = %(till)s)"
        " AS kept USING (incarnation, day) WHERE sold.sums IS DISTINCT FROM kept.sums LIMIT 1",
        {"till": till},
    ).fetchone()
    return row is not None
