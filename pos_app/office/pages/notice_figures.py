"""What is to be looked at of a month: overrides by their rule, other prices, differences of the drawer; counted by
point and operator, and one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from pos_app.i18n import N_

ROWS_A_PAGE = 100
_PLACE = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}(\.-?[0-9]{1,16}){5})?$"


class Kind(StrEnum):
    """What somebody looks for."""

    CAP = "cap"
    PRICE = "price"
    EXCEPTION = "exception"
    CASH = "cash"
    REFUND = "refund"
    OTHER = "other"


KIND_WORDS = {
    Kind.CAP: N_("Over the month's cap"),
    Kind.PRICE: N_("Another price"),
    Kind.EXCEPTION: N_("Exception by an employee alone"),
    Kind.CASH: N_("Difference of the drawer"),
    Kind.REFUND: N_("Refund above the limit"),
    Kind.OTHER: N_("Another rule"),
}
_KIND = (
    "CASE WHEN code = 'cash' THEN 'cash' WHEN code = 'price' OR rule = 'floor' THEN 'price'"
    " WHEN exception THEN 'exception' WHEN rule IN ('cap', 'refund') THEN rule ELSE 'other' END"
)
_ORDER = "day DESC, at_ms DESC, noticed.till DESC, incarnation DESC, seq DESC, part DESC"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Of which month, what, where and by whom; `before` is where the page begins."""

    month: Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")] = ""
    kind: Kind | None = None
    point: Annotated[int, msgspec.Meta(ge=0, lt=2**31)] = 0
    operator: Annotated[str, msgspec.Meta(max_length=20)] = ""
    before: Annotated[str, msgspec.Meta(pattern=_PLACE)] = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How often, by point and operator; `cents` adds up differences of the drawer only."""

    point: str
    operator: str
    cap: int
    price: int
    exception: int
    cash: int
    cents: int
    refund: int
    other: int


@dataclass(frozen=True, slots=True)
class Happening:
    """One of them. `cents`: of the ticket, or of the drawer's difference."""

    till: int
    incarnation: int
    seq: int
    part: int
    kind: str
    day: dt.date
    at_ms: int
    offset_min: int
    point: str
    till_name: str
    operator: str
    rule: str
    reason: str
    approved_by: str
    ticket: str
    cents: int

    @property
    def place(self) -> str:
        """Where the page after this one begins."""
        return f"{self.day}.{self.at_ms}.{self.till}.{self.incarnation}.{self.seq}.{self.part}"


def counts(connection: Connection, wanted: Wanted, *, month: str) -> Sequence[Count]:
    """By point and operator, those with the most first."""
    where, values = _where(wanted, month)
    sums = ", ".join(f"count(*) FILTER (WHERE kind = '{kind.value}') AS {kind.value}" for kind in Kind)
    with connection.cursor(row_factory=class_row(Count)) as cursor:
        return cursor.execute(
            f"SELECT point, operator, {sums}, coalesce(sum(cents) FILTER (WHERE kind = 'cash'), 0)::bigint AS cents"
            f" FROM (SELECT point.name AS point, operator, cents, {_KIND} AS kind FROM noticed"
            f" JOIN till ON till.id = noticed.till JOIN point ON point.id = till.point WHERE {where}) AS found"
            " GROUP BY point, operator ORDER BY count(*) DESC, point, operator LIMIT 200",
            values,
        ).fetchall()


def happenings(connection: Connection, wanted: Wanted, *, month: str) -> tuple[Sequence[Happening], str]:
    """A page of them, newest first, and where the next one begins; empty at the end."""
    where, values = _where(wanted, month)
    if wanted.before:
        day, *place = wanted.before.split(".")
        where += (
            " AND day <= %(day)s AND (day, at_ms, noticed.till, incarnation, seq, part)"
            " < (%(day)s, %(at_ms)s, %(till)s, %(incarnation)s, %(seq)s, %(part)s)"
        )
        names = ("at_ms", "till", "incarnation", "seq", "part")
        values |= {"day": dt.date.fromisoformat(day), **dict(zip(names, map(int, place), strict=True))}
    with connection.cursor(row_factory=class_row(Happening)) as cursor:
        found = cursor.execute(
            f"{_SELECT} WHERE {where} ORDER BY {_ORDER} LIMIT %(most)s", {**values, "most": ROWS_A_PAGE + 1}
        ).fetchall()
    shown = found[:ROWS_A_PAGE]
    return shown, shown[-1].place if len(found) > len(shown) else ""


def every_happening(connection: Connection, wanted: Wanted, *, month: str) -> Iterator[Happening]:
    """All of the month, read as they are taken."""
    where, values = _where(wanted, month)
    with connection.cursor("happenings", row_factory=class_row(Happening)) as cursor:
        cursor.execute(f"{_SELECT} WHERE {where} ORDER BY {_ORDER}", values)
        yield from cursor


_SELECT = (
    f"SELECT noticed.till, incarnation, seq, part, {_KIND} AS kind, day, at_ms, offset_min, point.name AS point,"
    " till.name AS till_name, operator, rule, reason, approved_by, ticket, cents"
    " FROM noticed JOIN till ON till.id = noticed.till JOIN point ON point.id = till.point"
)


def _where(wanted: Wanted, month: str) -> tuple[str, dict[str, object]]:
    first = dt.date.fromisoformat(f"{month}-01")
    after = (first + dt.timedelta(days=31)).replace(day=1)
    conditions = ["code IN ('override', 'price', 'cash')", "noticed.day >= %(first)s", "noticed.day < %(after)s"]
    values: dict[str, object] = {"first": first, "after": after}
    if wanted.kind:
        conditions.append(f"{_KIND} = %(kind)s")
        values["kind"] = wanted.kind.value
    if wanted.point:
        conditions.append("till.point = %(point)s")
        values["point"] = wanted.point
    if wanted.operator.strip():
        conditions.append("operator = %(operator)s")
        values["operator"] = wanted.operator.strip().upper()
    return " AND ".join(conditions), values
