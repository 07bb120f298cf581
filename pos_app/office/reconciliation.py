"""Codes by lot over a month or all time: received, allocated, sold, contested, owed; against what was activated.

A code counts in the month in which it was sold at the desk, contested or replaced later or not; what came back, expired
or became void in the month in which it did so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.office.impact import ALL_TIME, Period
from pos_app.office.late_tills import LateTill, late_tills

_DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class ReconciledLot:
    """A lot's codes of one period: `sold` are all, contested and replaced ones too; `cents` is what was paid at the
    desks for those that are owed."""

    lot: str
    product: str
    supplier: str
    note: str
    received: int
    allocated: int
    sold: int
    contested: int
    replaced: int
    returned: int
    expired: int
    void: int
    suspect: int
    activated: int
    activated_not_sold: int
    cents: int

    @property
    def owed(self) -> int:
        return self.sold - self.contested - self.replaced


COUNTED = (
    "received", "allocated", "sold", "contested", "replaced", "returned", "expired", "void", "suspect", "activated",
    "activated_not_sold", "cents", "owed",
)  # fmt: skip
_ROWS = """
SELECT code_lot.id AS lot, product, supplier, note,
       CASE WHEN received_ms >= %(since_ms)s AND received_ms < %(until_ms)s THEN code_lot.count ELSE 0 END AS received,
       (SELECT coalesce(sum(count), 0)::bigint FROM allocation WHERE allocation.code_lot = code_lot.id
        AND made_ms >= %(since_ms)s AND made_ms < %(until_ms)s) AS allocated,
       coalesce(sold.sold, 0) AS sold, coalesce(sold.contested, 0) AS contested, coalesce(sold.replaced, 0) AS replaced,
       coalesce(sold.returned, 0) AS returned, coalesce(sold.expired, 0) AS expired, coalesce(sold.void, 0) AS void,
       coalesce(sold.suspect, 0) AS suspect, coalesce(sold.cents, 0)::bigint AS cents,
       coalesce(activated.activated, 0) AS activated, coalesce(activated.not_sold, 0) AS activated_not_sold
FROM code_lot
LEFT JOIN (SELECT code_lot, count(*) FILTER (WHERE state = 'sold' AND sold_month ~ %(month)s) AS sold,
                  count(*) FILTER (WHERE state = 'sold' AND trouble = 'contested' AND sold_month ~ %(month)s)
                  AS contested,
                  count(*) FILTER (WHERE state = 'sold' AND trouble = 'replaced' AND sold_month ~ %(month)s)
                  AS replaced,
                  sum(cents) FILTER (WHERE state = 'sold' AND trouble = '' AND sold_month ~ %(month)s) AS cents,
                  count(*) FILTER (WHERE state = 'returned' AND changed_month ~ %(month)s) AS returned,
                  count(*) FILTER (WHERE state = 'void' AND why = 'expired' AND changed_month ~ %(month)s) AS expired,
                  count(*) FILTER (WHERE state = 'void' AND why <> 'expired' AND changed_month ~ %(month)s) AS void,
                  count(*) FILTER (WHERE state = 'suspect') AS suspect
           FROM allocated_code GROUP BY code_lot) AS sold ON sold.code_lot = code_lot.id
LEFT JOIN (SELECT matched.code_lot, count(*) AS activated,
                  count(*) FILTER (WHERE held.state IS DISTINCT FROM 'sold') AS not_sold
           FROM (SELECT code_lot, number, min(activated_on) AS day FROM activation WHERE code_lot IS NOT NULL
                 GROUP BY code_lot, number) AS matched
           LEFT JOIN allocated_code AS held ON (held.code_lot, held.number) = (matched.code_lot, matched.number)
                AND NOT reused
           WHERE to_char(day, 'YYYY-MM') ~ %(month)s GROUP BY matched.code_lot) AS activated
     ON activated.code_lot = code_lot.id
WHERE %(supplier)s IN ('', supplier) ORDER BY supplier, product, code_lot.id DESC
"""


def reconciled_lots(
    connection: Connection, period: Period, *, supplier: str = "", offset_min: int
) -> Sequence[ReconciledLot]:
    """Every lot that has anything in `period`, by supplier and product."""
    with connection.cursor(row_factory=class_row(ReconciledLot)) as cursor:
        rows = cursor.execute(
            _ROWS,
            {
                "supplier": supplier,
                "month": f"^{period.name}",
                "since_ms": begins_ms(period, offset_min=offset_min),
                "until_ms": period.ends_ms(offset_min=offset_min),
            },
        ).fetchall()
    return [row for row in rows if any(getattr(row, name) for name in COUNTED)]


def months_of_codes(connection: Connection) -> Sequence[str]:
    """The months in which codes were sold, the newest first."""
    rows = connection.execute(
        "SELECT DISTINCT sold_month FROM allocated_code WHERE sold_month <> '' ORDER BY sold_month DESC"
    )
    return [month for (month,) in rows]


def tills_with_codes_not_in(
    connection: Connection, period: Period, *, now_ms: int, offset_min: int
) -> Sequence[LateTill]:
    """The tills with codes that may have sold some in `period` which is not known here. While the period lasts, whoever
    was in contact within a day is in."""
    return late_tills(connection, min(now_ms - _DAY_MS, period.ends_ms(offset_min=offset_min)), with_codes=True)


def begins_ms(period: Period, *, offset_min: int) -> int:
    if period.name == ALL_TIME:
        return 0
    year, month = (int(part) for part in period.bounds[0].split("-"))
    begin = dt.datetime(year, month, 1, tzinfo=dt.UTC) - dt.timedelta(minutes=offset_min)
    return int(begin.timestamp()) * 1000
