"""Sums of each till's days, kept beside its tickets so that no page adds them up."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import Connection

from pos_app.office.people_rows import Row

_TICKET_DAY = 4
"""Where a row of `ticket` says its day."""
_SUMS = (
    "min(at_ms), min(offset_min), count(*), sum(total_cents), sum(saving_cents), sum(cash_cents), sum(card_cents),"
    " sum(aid_voucher_cents), sum(cheque_cents)"
)
_SUMMED = (
    "first_ms, offset_min, tickets, total_cents, saving_cents, cash_cents, card_cents, aid_voucher_cents, cheque_cents"
)


def sum_up(connection: Connection, tickets: Sequence[Row]) -> None:
    """Brings the days of these rows of `ticket` up to date."""
    days = sorted({(int(str(row[0])), int(str(row[1])), int(str(row[_TICKET_DAY]))) for row in tickets})
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO till_day (till, incarnation, day, {_SUMMED}) SELECT till, incarnation, day, {_SUMS}"
            " FROM ticket WHERE (till, incarnation, day) = (%s, %s, %s) GROUP BY till, incarnation, day"
            " ON CONFLICT (till, incarnation, day) DO UPDATE SET"
            f" ({_SUMMED}) = ROW ({', '.join('excluded.' + name.strip() for name in _SUMMED.split(','))})",
            days,
        )


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
