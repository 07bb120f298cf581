"""The page of cash at the points: what each drawer and safe holds, how long its day has been open, what goes to the
bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from litestar import Controller, get
from litestar.response import Template
from psycopg import Connection
from psycopg.rows import class_row

from pos_app.office.pages.shown import InOffice, PageRequest, page, require_right
from pos_app.office.rights import Right

BANK_DAYS = 30
_DAY_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class CashAtTill:
    """The cash of a till, as far as its entries are here. `open_ms`: when the open day was opened, 0 where none is;
    `closed_ms`, `closed_cents`, `difference_cents`: of the last closing; `bank_cents`: deposits announced lately."""

    till: int
    point: str
    name: str
    last_contact_ms: int
    drawer_cents: int
    safe_cents: int
    open_ms: int
    day: int
    closed_ms: int
    closed_cents: int
    counted: bool
    difference_cents: int
    bank_cents: int
    bank_ms: int

    @property
    def held_cents(self) -> int:
        return self.drawer_cents + self.safe_cents


def cash_at_tills(connection: Connection, *, since_ms: int) -> Sequence[CashAtTill]:
    """Every till that sold, those that hold the most first; deposits to the bank since `since_ms`."""
    with connection.cursor(row_factory=class_row(CashAtTill)) as cursor:
        return cursor.execute(_CASH, {"since_ms": since_ms}).fetchall()


_CASH = """
SELECT till.id AS till, point.name AS point, till.name, till.last_contact_ms,
       coalesce(standing.drawer_cents, 0) + moved.cents + sold.cents AS drawer_cents, safe.cents AS safe_cents,
       CASE WHEN standing.code = 'opened' THEN standing.at_ms ELSE 0 END AS open_ms, coalesce(standing.day, 0) AS day,
       coalesce(closed.at_ms, 0) AS closed_ms, coalesce(closed.left_cents, 0) AS closed_cents,
       coalesce(closed.counted, true) AS counted, coalesce(closed.difference_cents, 0) AS difference_cents,
       bank.cents AS bank_cents, bank.at_ms AS bank_ms
FROM till JOIN point ON point.id = till.point
LEFT JOIN LATERAL (SELECT * FROM cash_line WHERE cash_line.till = till.id AND code IN ('opened', 'closed')
                   ORDER BY incarnation DESC, seq DESC LIMIT 1) AS standing ON true
CROSS JOIN LATERAL (SELECT coalesce(sum(drawer_cents), 0)::bigint AS cents FROM cash_line WHERE cash_line.till = till.id
                    AND (incarnation, seq) > (coalesce(standing.incarnation, 0), coalesce(standing.seq, 0))) AS moved
CROSS JOIN LATERAL (SELECT coalesce(sum(cash_cents), 0)::bigint AS cents FROM till_day
                    WHERE till_day.till = till.id AND (standing.code IS NULL OR (standing.code = 'opened'
                    AND till_day.day = standing.day AND till_day.incarnation >= standing.incarnation))) AS sold
CROSS JOIN LATERAL (SELECT coalesce(sum(safe_cents), 0)::bigint AS cents FROM cash_line
                    WHERE cash_line.till = till.id AND safe_cents <> 0) AS safe
CROSS JOIN LATERAL (SELECT coalesce(-sum(safe_cents), 0)::bigint AS cents, coalesce(max(at_ms), 0) AS at_ms
                    FROM cash_line WHERE cash_line.till = till.id AND code = 'to_bank'
                    AND at_ms >= %(since_ms)s) AS bank
LEFT JOIN LATERAL (SELECT * FROM closing WHERE closing.till = till.id AND closing.name = ''
                   ORDER BY incarnation DESC, seq DESC LIMIT 1) AS closed ON true
WHERE NOT till.revoked AND till.last_contact_ms > 0
ORDER BY drawer_cents + safe.cents DESC, point.name, till.name
"""


class Cash(Controller):
    """Cash at the points."""

    path = "/especes"
    guards = [require_right(Right.TICKETS_READ)]  # noqa: RUF012  # Litestar reads a list

    @get("/", sync_to_thread=True)
    def overview(self, request: PageRequest, office: InOffice) -> Template:
        with office.database.transaction() as connection:
            tills = cash_at_tills(connection, since_ms=office.clock.now_ms() - BANK_DAYS * _DAY_MS)
        return page(
            request,
            office,
            "cash.html",
            tills=tills,
            held_cents=sum(till.held_cents for till in tills),
            bank_cents=sum(till.bank_cents for till in tills),
            open_days=sum(till.open_ms > 0 for till in tills),
            bank_days=BANK_DAYS,
            day_ms=_DAY_MS,
        )
