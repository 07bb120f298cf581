"""Impact over every point: figures of a month, a year or of all time, whole and by point, programme, prescriber and
month; which tills are not all in; months that were published and stand."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

import msgspec
from psycopg import Connection

from pos_app.domain.impact import Figures, ImpactRules, PeopleCount, ProductSold, figures_of
from pos_app.domain.refusals import Refusal
from pos_app.office.late_tills import late_tills

ALL_TIME = ""


class Period(msgspec.Struct, frozen=True):
    """A month ("2026-11"), a year ("2026") or all time ("")."""

    name: str = ALL_TIME

    @property
    def is_month(self) -> bool:
        return len(self.name) == len("2026-11")

    @property
    def bounds(self) -> tuple[str, str]:
        """The first and the last month of it."""
        if self.is_month:
            return self.name, self.name
        return (f"{self.name}-01", f"{self.name}-12") if self.name else ("0000-01", "9999-12")

    def ends_ms(self, *, offset_min: int) -> int:
        """The end of its last day, local time `offset_min` ahead of UTC; far away for all time."""
        year, month = (int(part) for part in self.bounds[1].split("-"))
        last = calendar.monthrange(year, month)[1]
        end = dt.datetime(year, month, last, 23, 59, 59, tzinfo=dt.UTC) - dt.timedelta(minutes=offset_min)
        return int(end.timestamp()) * 1000 + 1000


class Row(msgspec.Struct, frozen=True):
    """A part of the whole: a point, a programme, a structure that refers people, or a month, by name."""

    name: str
    figures: Figures


class ImpactReport(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of `period`. `late` names the tills that were not all in; `published_ms` is 0 while it may change."""

    period: Period
    whole: Figures
    by_point: tuple[Row, ...]
    by_programme: tuple[Row, ...]
    by_prescriber: tuple[Row, ...]
    by_month: tuple[Row, ...]
    late: tuple[str, ...]
    published_ms: int = 0


_PERSON = "CASE WHEN buyer.token IS NULL THEN coalesce(merged.kept, impact_line.person) ELSE '' END"
_FROM = (
    " FROM impact_line JOIN till ON till.id = impact_line.till JOIN point ON point.id = till.point"
    " LEFT JOIN merged ON merged.gone = impact_line.person"
    " LEFT JOIN structure AS buyer ON buyer.token = impact_line.person AND impact_line.person <> ''"
    " LEFT JOIN right_standing ON right_standing.person = impact_line.person"
    " AND right_standing.number = impact_line.right_number"
    " LEFT JOIN structure ON structure.code = right_standing.prescriber"
)
"""Joined records are one person; a structure that buys is none."""
_GROUPS = {
    "whole": "''",
    "by_point": "point.name",
    "by_programme": "impact_line.programme",
    "by_prescriber": "coalesce(nullif(structure.name, ''), right_standing.prescriber, '')",
    "by_month": "impact_line.month",
}


def impact_report(
    connection: Connection, period: Period, rules: ImpactRules, *, now_ms: int, offset_min: int
) -> ImpactReport:
    """The figures of `period` as the entries that are in make them, or as they were published."""
    published = published_report(connection, period)
    if published is not None:
        return published
    rows = {group: _grouped(connection, period, rules, group) for group in _GROUPS}
    return ImpactReport(
        period=period,
        whole=rows["whole"][0].figures if rows["whole"] else Figures(),
        by_point=rows["by_point"],
        by_programme=rows["by_programme"],
        by_prescriber=rows["by_prescriber"],
        by_month=rows["by_month"],
        late=tills_not_in(connection, min(now_ms, period.ends_ms(offset_min=offset_min))),
    )


def months_known(connection: Connection) -> Sequence[str]:
    """The months of which something is in, the newest first."""
    rows = connection.execute("SELECT DISTINCT month FROM impact_line ORDER BY month DESC")
    return [month for (month,) in rows]


def published_report(connection: Connection, period: Period) -> ImpactReport | None:
    """What was published of a month; None where it may still change."""
    row = connection.execute("SELECT report FROM published_month WHERE month = %s", (period.name,)).fetchone()
    return msgspec.json.decode(row[0], type=ImpactReport) if row else None


def publish_month(
    connection: Connection, month: str, rules: ImpactRules, *, now_ms: int, offset_min: int, although_late: bool
) -> None:
    """Freezes the figures of a month that is over, for good.

    Raises Refusal("month_not_over", "month_already_published", "tills_not_in").
    """
    period = Period(month)
    if not period.is_month or period.ends_ms(offset_min=offset_min) > now_ms:
        raise Refusal("month_not_over", month=month)
    report = impact_report(connection, period, rules, now_ms=now_ms, offset_min=offset_min)
    if report.published_ms:
        raise Refusal("month_already_published", month=month)
    if report.late and not although_late:
        raise Refusal("tills_not_in", tills=", ".join(report.late))
    published = msgspec.structs.replace(report, published_ms=now_ms)
    connection.execute(
        "INSERT INTO published_month VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (month, msgspec.json.encode(published), now_ms),
    )


def tills_not_in(connection: Connection, until_ms: int) -> tuple[str, ...]:
    """The tills that may hold entries of before `until_ms` which are not here: by point and name."""
    return tuple(late.name for late in late_tills(connection, until_ms))


def _grouped(connection: Connection, period: Period, rules: ImpactRules, group: str) -> tuple[Row, ...]:
    """Each part with its figures, by name."""
    since, until = period.bounds
    bounds = {"since": since, "until": until}
    sold: dict[str, list[ProductSold]] = defaultdict(list)
    for name, *counted in connection.execute(
        f"SELECT {_GROUPS[group]}, product, family, sum(quantity)::bigint, sum(saving_cents)::bigint,"
        f" sum(gift_saving_cents)::bigint {_FROM} WHERE month BETWEEN %(since)s AND %(until)s GROUP BY 1, 2, 3",
        bounds,
    ):
        sold[name].append(ProductSold(*counted))
    tickets: dict[str, int] = dict(
        connection.execute(
            f"SELECT {_GROUPS[group]}, count(DISTINCT (impact_line.till, incarnation, seq)) {_FROM}"
            " WHERE month BETWEEN %(since)s AND %(until)s AND NOT refund GROUP BY 1",
            bounds,
        ).fetchall()
    )
    people = _people(connection, group, bounds)
    return tuple(
        Row(name, figures_of(rules, PeopleCount(*people.get(name, (0, 0)), tickets=tickets.get(name, 0)), sold[name]))
        for name in sorted(sold)
    )


def _people(connection: Connection, group: str, bounds: dict[str, str]) -> dict[str, tuple[int, int]]:
    """How many people each part helped, and how many of them for the first time: within the month, or the period."""
    begins = "standing.month" if group == "by_month" else "%(since)s"
    rows = connection.execute(
        f"WITH standing AS (SELECT {_PERSON} AS person, month, {_GROUPS[group]} AS part {_FROM}"
        f" WHERE impact_line.person <> '' GROUP BY 1, 2, 3 HAVING sum(quantity) > 0),"
        f" begun AS (SELECT person, min(month) AS month FROM (SELECT {_PERSON} AS person, month {_FROM}"
        " WHERE impact_line.person <> '' GROUP BY 1, 2 HAVING sum(quantity) > 0) AS bought GROUP BY person)"
        " SELECT part, count(DISTINCT standing.person),"
        f" count(DISTINCT standing.person) FILTER (WHERE begun.month >= {begins})"
        " FROM standing JOIN begun USING (person)"
        " WHERE standing.person <> '' AND standing.month BETWEEN %(since)s AND %(until)s GROUP BY part",
        bounds,
    )
    return {part: (people, new) for part, people, new in rows}
