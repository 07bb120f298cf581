"""Months and years: due once the next has begun, made of the days that were closed."""

from __future__ import annotations

import pytest

from pos_app.counter.close_day import close_day
from pos_app.counter.close_period import DuePeriod, close_period, due_periods
from pos_app.counter.till import Till
from pos_app.domain.facts import Period
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.domain.tally import sum_of
from tests.clock import ManualClock
from tests.counter.test_close_day import one_day, sold

DAY_S = 24 * 60 * 60
MONTH_S = 31 * DAY_S


def test_a_month_is_due_once_the_next_has_begun_and_sums_its_days(
    till: Till, coordinator: Operator, clock: ManualClock
) -> None:
    first = one_day(till, coordinator)
    clock.advance(seconds=DAY_S)
    second = one_day(till, coordinator)
    assert due_periods(till) == ()
    clock.advance(seconds=MONTH_S)
    assert due_periods(till) == (DuePeriod(Period.MONTH, "2026-11", 1, 2),)
    sold(till, coordinator, "CARTE-30")
    closing = close_period(till, operator=coordinator, period=Period.MONTH)
    assert closing.totals == sum_of([first.totals, second.totals])
    assert (closing.totals.total_cents, closing.perpetual_cents) == (500, 500), "what came later is not in it"
    assert due_periods(till) == ()


def test_a_year_is_due_beside_its_last_month(till: Till, coordinator: Operator, clock: ManualClock) -> None:
    one_day(till, coordinator)
    clock.advance(seconds=MONTH_S)
    one_day(till, coordinator)
    clock.advance(seconds=MONTH_S)
    assert [due.name for due in due_periods(till)] == ["2026-11", "2026"]
    close_period(till, operator=coordinator, period=Period.MONTH)
    assert [due.name for due in due_periods(till)] == ["2026-12", "2026"]
    close_period(till, operator=coordinator, period=Period.MONTH)
    closing = close_period(till, operator=coordinator, period=Period.YEAR)
    assert (closing.first_day, closing.last_day, closing.totals.total_cents) == (1, 2, 500)
    assert due_periods(till) == ()


def test_a_month_whose_last_day_is_still_open_waits(till: Till, coordinator: Operator, clock: ManualClock) -> None:
    sold(till, coordinator, "CARTE-30")
    clock.advance(seconds=MONTH_S)
    assert due_periods(till) == ()
    with pytest.raises(Refusal) as refused:
        close_period(till, operator=coordinator, period=Period.MONTH)
    assert refused.value.code == "no_period_due"
    close_day(till, operator=coordinator)
    assert [due.name for due in due_periods(till)] == ["2026-11"]


def test_only_a_coordinator_closes_a_month(
    till: Till, coordinator: Operator, employee: Operator, clock: ManualClock
) -> None:
    one_day(till, employee)
    clock.advance(seconds=MONTH_S)
    with pytest.raises(Refusal) as refused:
        close_period(till, operator=employee, period=Period.MONTH)
    assert refused.value.code == "right_missing"


def test_a_day_that_a_clock_put_a_year_ahead_is_closed_with_its_neighbours(
    till: Till, coordinator: Operator, clock: ManualClock
) -> None:
    one_day(till, coordinator)
    clock.advance(seconds=365 * DAY_S)
    one_day(till, coordinator)
    clock.advance(seconds=-364 * DAY_S)
    one_day(till, coordinator)
    clock.advance(seconds=MONTH_S)
    assert due_periods(till) == (DuePeriod(Period.MONTH, "2026-11", 1, 3),)
    assert close_period(till, operator=coordinator, period=Period.MONTH).totals.tickets == 3


def test_a_day_that_a_clock_put_into_a_closed_month_goes_into_the_next(
    till: Till, coordinator: Operator, clock: ManualClock
) -> None:
    one_day(till, coordinator)
    clock.advance(seconds=MONTH_S)
    close_period(till, operator=coordinator, period=Period.MONTH)
    clock.advance(seconds=-MONTH_S)
    one_day(till, coordinator)
    clock.advance(seconds=MONTH_S)
    assert due_periods(till) == ()
    one_day(till, coordinator)
    clock.advance(seconds=MONTH_S)
    assert due_periods(till)[0] == DuePeriod(Period.MONTH, "2026-12", 2, 3)
