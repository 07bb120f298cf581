"""How long ago head office was heard of: counted by what nobody can set, as far as there is such a thing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.trusted_time import DAY_MS, Contact, Uptime, heard, heard_by_letter, looked_at

NOW = 1_795_435_200_000
HOUR_MS = 3_600_000


class Computer:
    """One whose clock anybody can set: `wall_ms` is what it says, `true_ms` what time it is."""

    def __init__(self) -> None:
        self.true_ms = self.wall_ms = NOW
        self._up_ms, self._boot = 0, 0
        self.contact: Contact = self._heard()

    def _heard(self) -> Contact:
        return heard(office_ms=self.true_ms, wall_ms=self.wall_ms, uptime=self.uptime)

    @property
    def uptime(self) -> Uptime:
        return Uptime(str(self._boot), self._up_ms)

    @property
    def days(self) -> int:
        """As the till looks, keeping what it saw."""
        self.contact = looked_at(self.contact, wall_ms=self.wall_ms, uptime=self.uptime)
        return self.contact.days

    def run(self, ms: int) -> None:
        self.true_ms += ms
        self.wall_ms += ms
        self._up_ms += ms

    def off(self, ms: int, *, set_to: int | None = None) -> None:
        """Switched off for so long; its clock then says something else, where it was set or has no battery."""
        self.true_ms += ms
        self.wall_ms = self.wall_ms + ms if set_to is None else set_to
        self._up_ms = 0
        self._boot += 1


@pytest.fixture
def computer() -> Computer:
    return Computer()


@pytest.mark.parametrize("ahead_days", [-4_000, -29, 0, 3, 29, 31, 2_000])
def test_a_clock_that_is_set_while_the_computer_runs_changes_nothing(computer: Computer, ahead_days: int) -> None:
    computer.run(10 * DAY_MS)
    computer.wall_ms += ahead_days * DAY_MS
    assert computer.days == 10
    computer.run(5 * DAY_MS)
    computer.off(5 * DAY_MS)
    assert computer.days == 20


def test_time_while_it_was_off_is_told_by_its_clock_and_said_to_be(computer: Computer) -> None:
    computer.run(4 * HOUR_MS)
    computer.off(31 * DAY_MS)
    assert (computer.days, computer.contact.off_days) == (31, 31)


def test_a_clock_set_back_while_it_was_off_takes_nothing_away(computer: Computer) -> None:
    computer.run(20 * DAY_MS)
    assert computer.days == 20
    computer.off(5 * DAY_MS, set_to=NOW)
    assert computer.days == 20
    assert not computer.contact.counted
    computer.run(11 * DAY_MS)
    assert computer.days == 31


def test_setting_it_back_afterwards_does_not_undo_what_was_counted(computer: Computer) -> None:
    computer.off(31 * DAY_MS)
    assert computer.days == 31
    computer.wall_ms = NOW
    assert computer.days == 31
    computer.off(HOUR_MS, set_to=NOW)
    assert computer.days == 31


def test_a_dead_battery_is_noticed_and_counted_once_the_clock_is_set_right(computer: Computer) -> None:
    computer.run(2 * DAY_MS)
    assert computer.days == 2
    computer.off(6 * DAY_MS, set_to=0)
    computer.run(HOUR_MS)
    assert computer.days == 2
    assert not computer.contact.counted
    computer.wall_ms = computer.true_ms
    assert computer.days == 8
    assert computer.contact.counted


def test_a_clock_set_ahead_while_it_was_off_is_counted_and_can_be_told(computer: Computer) -> None:
    """It cannot be known to be wrong; the screen says what it rests on, and the next contact puts it right."""
    computer.off(HOUR_MS, set_to=NOW + 40 * DAY_MS)
    assert (computer.days, computer.contact.off_days) == (40, 40)
    computer.contact = heard(office_ms=computer.true_ms, wall_ms=computer.wall_ms, uptime=computer.uptime)
    assert (computer.days, computer.contact.off_days) == (0, 0)


def test_each_night_is_counted_once(computer: Computer) -> None:
    for _ in range(10):
        computer.run(8 * HOUR_MS)
        computer.off(16 * HOUR_MS)
        assert computer.days == computer.days
    assert computer.days == 10


def test_what_was_signed_days_ago_is_a_contact_of_that_day(computer: Computer) -> None:
    computer.run(20 * DAY_MS)
    computer.contact = looked_at(computer.contact, wall_ms=computer.wall_ms, uptime=computer.uptime)
    computer.contact = heard_by_letter(computer.contact, office_ms=NOW + 15 * DAY_MS)
    assert computer.days == 5
    computer.contact = heard_by_letter(computer.contact, office_ms=NOW + 3 * DAY_MS)
    assert computer.days == 5
    computer.off(2 * DAY_MS)
    assert computer.days == 7


_STEPS = st.one_of(
    st.tuples(st.just("run"), st.integers(0, 10 * DAY_MS)),
    st.tuples(st.just("set"), st.integers(NOW - 400 * DAY_MS, NOW + 400 * DAY_MS)),
    st.tuples(st.just("look"), st.just(0)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_STEPS, max_size=12))
def test_without_a_restart_it_is_exact_whatever_is_set(steps: list[tuple[str, int]]) -> None:
    computer = Computer()
    for step, value in steps:
        if step == "run":
            computer.run(value)
        elif step == "set":
            computer.wall_ms = value
        else:
            assert computer.days == (computer.true_ms - NOW) // DAY_MS
    assert computer.days == (computer.true_ms - NOW) // DAY_MS


_WITH_RESTARTS = st.one_of(_STEPS, st.tuples(st.just("off"), st.integers(NOW - 400 * DAY_MS, NOW + 400 * DAY_MS)))


@settings(max_examples=200, deadline=None)
@given(st.lists(_WITH_RESTARTS, max_size=15))
def test_it_never_goes_back_and_never_misses_time_while_it_ran(steps: list[tuple[str, int]]) -> None:
    computer, ran_ms, last = Computer(), 0, 0
    for step, value in steps:
        if step == "run":
            computer.run(value)
            ran_ms += value
        elif step == "set":
            computer.wall_ms = value
        elif step == "off":
            assert computer.days >= last
            computer.off(DAY_MS, set_to=value)
        days = computer.days
        assert days >= max(last, ran_ms // DAY_MS)
        last = days
