"""Closing months and years: proposed when the next one has begun, made of the days that were closed."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app import SOFTWARE
from pos_app.clock import local_datetime, local_now
from pos_app.counter.close_day import print_closing
from pos_app.counter.till import Till
from pos_app.domain.facts import Period, PeriodClosed
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.tally import sum_of
from pos_app.perimeter import perimeter
from pos_app.store.days import DayOnFile, closing_of, days_after, entry_there, last_closing

_NAME_FORMAT = {Period.MONTH: "%Y-%m", Period.YEAR: "%Y"}


@dataclass(frozen=True, slots=True)
class DuePeriod:
    """A month ("2026-11") or a year ("2026") that is over, whose days are all closed and that is not."""

    period: Period
    name: str
    first_day: int
    last_day: int


def due_periods(till: Till) -> tuple[DuePeriod, ...]:
    """The month and the year to close next, months first; empty where nothing is due."""
    found = (_due(till, period) for period in Period)
    return tuple(due for due in found if due)


def close_period(till: Till, *, operator: Operator, period: Period) -> PeriodClosed:
    """Closes the month or year that is due and prints its slip. Raises Refusal("no_period_due")."""
    operator.require(Right.CLOSE_PERIOD)
    with till.store.transaction(operator.code) as act:
        due = _due(till, period)
        if due is None:
            raise Refusal("no_period_due")
        days = [day for day in days_after(act.connection, due.first_day - 1) if day.day <= due.last_day]
        closings = [closing_of(act.connection, day) for day in days]
        closing = PeriodClosed(
            period=period,
            name=due.name,
            first_day=due.first_day,
            last_day=due.last_day,
            totals=sum_of(closing.totals for closing in closings),
            perpetual_cents=closings[-1].perpetual_cents,
            perpetual_absolute_cents=closings[-1].perpetual_absolute_cents,
            software=SOFTWARE,
            perimeter=perimeter(),
        )
        act.append(closing)
        print_closing(till, act)
    return closing


def _due(till: Till, period: Period) -> DuePeriod | None:
    """The first month or year that is over: it ends with the last day that was opened in it or before it.

    So a day that a wrong clock put into another year is in the closing of its neighbours.
    """
    before = last_closing(till.connection, period)
    days = days_after(till.connection, before.last_day if before else 0)
    names = {day.day: _name(till, day, period) for day in days}
    now = local_now(till.clock).strftime(_NAME_FORMAT[period])
    over = sorted(name for name in names.values() if (before.name if before else "") < name < now)
    if not over:
        return None
    covered = [day for day in days if day.day <= max(n for n, name in names.items() if name <= over[0])]
    if not all(day.closed_position for day in covered):
        return None
    return DuePeriod(period, over[0], covered[0].day, covered[-1].day)


def _name(till: Till, day: DayOnFile, period: Period) -> str:
    opened = entry_there(till.connection, day.opened_position)
    return local_datetime(opened.at_ms, opened.offset_min).strftime(_NAME_FORMAT[period])
