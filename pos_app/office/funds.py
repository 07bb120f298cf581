"""Funds that pay for the savings: by funder and month. A row is never changed; a wrong one is corrected by another."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.refusals import Refusal
from pos_app.office.impact import Period

LONGEST_NAME = 80
_LARGEST_CENTS = 10**12
_MONTH = re.compile("[0-9]{4}-(?:0[1-9]|1[0-2])")


class FundKind(enum.StrEnum):
    """Whose money: an operator's customers who chose the solidarity option (1 € a month), a city, a donor, others."""

    OPTION = "option"
    CITY = "city"
    DONOR = "donor"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Fund:
    """What a funder gave for a month, in cents."""

    month: str
    funder: str
    kind: FundKind
    cents: int

    def __post_init__(self) -> None:
        """Raises Refusal("fund_wrong", field)."""
        if not _MONTH.fullmatch(self.month):
            raise Refusal("fund_wrong", field="month")
        if not 0 < len(self.funder.strip()) <= LONGEST_NAME or not self.funder.isprintable():
            raise Refusal("fund_wrong", field="funder")
        if not 0 < abs(self.cents) <= _LARGEST_CENTS:
            raise Refusal("fund_wrong", field="amount")


def add_fund(connection: Connection, fund: Fund, *, now_ms: int) -> None:
    """Keeps what a funder gave; below zero it takes back what was keyed wrong."""
    connection.execute(
        "INSERT INTO fund (month, funder, kind, cents, kept_ms) VALUES (%s, %s, %s, %s, %s)",
        (fund.month, fund.funder.strip(), fund.kind.value, fund.cents, now_ms),
    )


def funds_of(connection: Connection, period: Period) -> Sequence[Fund]:
    """What each funder gave in `period`, by month and name."""
    with connection.cursor(row_factory=class_row(_Sum)) as cursor:
        sums = cursor.execute(
            "SELECT month, funder, kind, sum(cents)::bigint AS cents FROM fund WHERE month BETWEEN %s AND %s"
            " GROUP BY month, funder, kind HAVING sum(cents) <> 0 ORDER BY month, funder, kind",
            period.bounds,
        ).fetchall()
    return [Fund(each.month, each.funder, FundKind(each.kind), each.cents) for each in sums]


@dataclass(frozen=True, slots=True)
class _Sum:
    month: str
    funder: str
    kind: str
    cents: int
