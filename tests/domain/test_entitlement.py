"""The calendar of a right, and what the desk is told of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pos_app.domain.entitlement import (
    Colour,
    Entitlement,
    RightState,
    Why,
    in_force,
    last_day,
    months_later,
    period_from,
    renewal_period,
    standing,
)
from pos_app.domain.programme import Programme

PROGRAMME = Programme(
    code="CS",
    label="Connexions Solidaires",
    months=9,
    renewals=1,
    grace_days=7,
    amber_days=30,
    monthly_cap_cents=3000,
    amber_cents=500,
    capped_families=("CARTE",),
    limited_family="ORDINATEUR",
    limited_per_right=1,
)
DAYS = st.dates(dt.date(2013, 1, 1), dt.date(2099, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def right(starts_on: str, *, number: int = 1, state: RightState = RightState.OPEN, renewals: int = 0) -> Entitlement:
    first, last = period_from(day(starts_on), PROGRAMME)
    return Entitlement(number, "CS", first, last, renewals, state, "CCAS")


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        ("2026-01-15", 9, "2026-10-15"),
        ("2026-05-31", 9, "2027-02-28"),
        ("2027-05-31", 9, "2028-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-04-15", 9, "2027-01-15"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-23", -24, "2024-11-23"),
    ],
)
def test_a_period_in_months_ends_on_the_day_of_the_same_number(starts_on: str, months: int, ends_on: str) -> None:
    """Code de procédure civile, art. 641: "de quantième à quantième", else the last day of the month."""
    assert months_later(day(starts_on), months) == day(ends_on)


@given(DAYS, st.integers(0, 60))
def test_months_are_counted_and_days_kept_where_the_month_has_them(start: dt.date, months: int) -> None:
    end = months_later(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + dt.timedelta(days=1)).day == 1)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_a_longer_right_never_ends_earlier(start: dt.date, one: int, other: int) -> None:
    assume(one <= other)
    assert months_later(start, one) <= months_later(start, other)


@given(DAYS, st.integers(-400, 400))
def test_a_renewal_leaves_no_gap_while_the_right_runs_and_no_day_counts_twice(start: dt.date, after: int) -> None:
    current = right(start.isoformat())
    on = current.ends_on + dt.timedelta(days=after)
    assume(on >= current.starts_on)
    first, last = renewal_period(current, PROGRAMME, on)
    if on <= current.ends_on:
        assert first == current.ends_on + dt.timedelta(days=1)
    else:
        assert first == on
    assert last == months_later(first, PROGRAMME.months)


@given(DAYS, st.integers(0, 700))
def test_each_day_of_a_right_sells_and_no_day_outside_its_grace_does(start: dt.date, later: int) -> None:
    current = right(start.isoformat())
    today = start + dt.timedelta(days=later)
    told = standing([current], PROGRAMME, today=today, spent_cents=0)
    graced = current.ends_on + dt.timedelta(days=PROGRAMME.grace_days)
    assert told.sells == (today <= graced)
    assert told.days_left == (current.ends_on - today).days + 1


@given(DAYS, st.integers(-30, 330))
def test_a_renewal_made_in_time_continues_the_right(start: dt.date, on: int) -> None:
    current = right(start.isoformat())
    first, last = renewal_period(current, PROGRAMME, start)
    renewed = replace(current, number=2, starts_on=first, ends_on=last, renewals=1)
    today = start + dt.timedelta(days=max(0, on))
    told = standing([current, renewed], PROGRAMME, today=today, spent_cents=0)
    assert told.why is Why.OPEN or (told.why is Why.ENDS_SOON and told.days_left <= 30)
    assert last_day([current, renewed], current) == last


@pytest.mark.parametrize(
    ("today", "spent_cents", "why", "colour"),
    [
        ("2026-02-01", 0, Why.OPEN, Colour.GREEN),
        ("2026-02-01", 2501, Why.NEAR_CAP, Colour.AMBER),
        ("2026-02-01", 3000, Why.NEAR_CAP, Colour.AMBER),
        ("2026-02-01", 3001, Why.OVER_CAP, Colour.RED),
        ("2026-09-16", 0, Why.ENDS_SOON, Colour.AMBER),
        ("2026-09-15", 0, Why.OPEN, Colour.GREEN),
        ("2026-10-15", 0, Why.ENDS_SOON, Colour.AMBER),
        ("2026-10-16", 0, Why.GRACE, Colour.AMBER),
        ("2026-10-22", 0, Why.GRACE, Colour.AMBER),
        ("2026-10-23", 0, Why.ENDED, Colour.RED),
        ("2026-01-14", 0, Why.NOT_STARTED, Colour.RED),
    ],
)
def test_the_answer_at_the_desk_is_one_glance(today: str, spent_cents: int, why: Why, colour: Colour) -> None:
    told = standing([right("2026-01-15")], PROGRAMME, today=day(today), spent_cents=spent_cents)
    assert (told.why, told.colour) == (why, colour)


@pytest.mark.parametrize(
    ("state", "why"),
    [(RightState.SUSPENDED, Why.SUSPENDED), (RightState.ENDED, Why.ENDED), (RightState.PENDING, Why.PENDING)],
)
def test_what_people_decided_comes_before_the_calendar(state: RightState, why: Why) -> None:
    told = standing([right("2026-01-15", state=state)], PROGRAMME, today=day("2026-02-01"), spent_cents=0)
    assert told.why is why


def test_without_a_right_or_its_programme_there_is_none() -> None:
    today = day("2026-02-01")
    assert standing([], PROGRAMME, today=today, spent_cents=0).why is Why.NO_RIGHT
    assert standing([right("2026-01-15")], None, today=today, spent_cents=0).why is Why.NO_RIGHT
    assert in_force([], today) is None


def test_the_renewals_left_are_told() -> None:
    today = day("2026-02-01")
    assert standing([right("2026-01-15")], PROGRAMME, today=today, spent_cents=0).renewals_left == 1
    assert standing([right("2026-01-15", renewals=1)], PROGRAMME, today=today, spent_cents=0).renewals_left == 0
