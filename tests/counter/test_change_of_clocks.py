"""The nights in which the clocks change have 23 or 25 hours: a right still gains and loses no day, a month no sale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from pos_app.counter.person_card import person_at_desk
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.facts import SaleRecorded
from pos_app.domain.operator import Operator
from pos_app.store import journal
from pos_app.store.structures import Structure
from tests.clock import ManualClock
from tests.counter.people_work import registered
from tests.tills import basket_of, cash

PARIS = ZoneInfo("Europe/Paris")
HALF_HOUR_MS = 30 * 60 * 1000
SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2027, 10, 31)


def set_to(clock: ManualClock, at: dt.datetime) -> None:
    offset = at.utcoffset()
    assert offset is not None
    clock.at_ms, clock.offset = int(at.timestamp() * 1000), int(offset.total_seconds()) // 60


def half_hours(clock: ManualClock, around: dt.date) -> Iterator[dt.datetime]:
    """Every half hour of three days, as a computer in Paris shows them; the clock stands at each."""
    first = dt.datetime.combine(around - dt.timedelta(days=1), dt.time(), PARIS)
    last = dt.datetime.combine(around + dt.timedelta(days=2), dt.time(), PARIS)
    for at_ms in range(int(first.timestamp() * 1000), int(last.timestamp() * 1000), HALF_HOUR_MS):
        local = dt.datetime.fromtimestamp(at_ms / 1000, PARIS)
        set_to(clock, local)
        yield local


@pytest.mark.parametrize(("change", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_a_day_is_a_date_of_the_place_however_many_hours_it_has(
    till: Till, volunteer: Operator, ccas: Structure, clock: ManualClock, change: dt.date, hours: int
) -> None:
    set_to(clock, dt.datetime.combine(change - dt.timedelta(days=20), dt.time(12), PARIS))
    person = registered(till, volunteer, ccas)
    assert person.right is not None
    ends_on, shown = person.right.ends_on, dict[dt.date, list[int]]()
    for local in half_hours(clock, change):
        told = person_at_desk(till, token=person.token).standing
        shown.setdefault(local.date(), []).append(told.days_left)
    assert {day: set(left) for day, left in shown.items()} == {
        day: {(ends_on - day).days + 1} for day in (change + dt.timedelta(days=step) for step in (-1, 0, 1))
    }
    assert len(shown[change]) == 2 * hours


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
def test_a_right_that_ends_in_such_a_night_is_open_until_its_last_half_hour(
    till: Till, volunteer: Operator, ccas: Structure, clock: ManualClock, change: dt.date
) -> None:
    months = till.rules.programme[0].months
    began = (change.year * 12 + change.month - 1) - months
    set_to(clock, dt.datetime(began // 12, began % 12 + 1, change.day, 12, tzinfo=PARIS))
    person = registered(till, volunteer, ccas)
    assert person.right is not None
    assert person.right.ends_on == change
    open_at = [
        local for local in half_hours(clock, change) if person_at_desk(till, token=person.token).standing.days_left > 0
    ]
    assert open_at[-1].replace(tzinfo=None) == dt.datetime.combine(change, dt.time(23, 30))


def test_a_sale_counts_in_the_month_that_the_wall_shows(
    till: Till, volunteer: Operator, ccas: Structure, clock: ManualClock
) -> None:
    """The last night of October 2027 has 25 hours; in UTC its last ones are of October and those after midnight too."""
    set_to(clock, dt.datetime(2027, 10, 1, 12, tzinfo=PARIS))
    person = registered(till, volunteer, ccas)
    for number, at in enumerate([(2027, 10, 31, 2, 30), (2027, 10, 31, 23, 45), (2027, 11, 1, 0, 15)], start=1):
        set_to(clock, dt.datetime(*at, fold=1, tzinfo=PARIS))
        basket = replace(basket_of(till, "CARTE-30", number=number), person=person.token)
        sell(till, operator=volunteer, basket=basket, tenders=cash(basket.total_cents), receipt=False)
    sales = [entry.fact() for _number, entry in journal.every_entry(till.connection)]
    months = [sale.beneficiary.month for sale in sales if isinstance(sale, SaleRecorded) and sale.beneficiary]
    assert months == ["2027-10", "2027-10", "2027-11"]
    assert person_at_desk(till, token=person.token).spending.cents == 250
