"""What goes wrong around a closing and a backup: the right sentence, and a ledger in which nothing is half done."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from pos_app.counter.back_up_till import back_up_till, choose_medium
from pos_app.counter.check_journal import check_journal
from pos_app.counter.close_day import close_day
from pos_app.counter.count_cash import count_cash
from pos_app.counter.open_day import open_day
from pos_app.counter.open_till import OpenedTill, abandon_till
from pos_app.counter.restore_till import restore_till
from pos_app.counter.running import RunningTill
from pos_app.counter.till import Till
from pos_app.domain.facts import ClockMovedBack, DayClosed
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.rebuild import differing_projections
from tests.clock import ManualClock
from tests.counter.test_close_day import sold
from tests.store.test_disk import small_disk
from tests.tills import TemplateTill, copy_of, fault_of, keys_of, kinds_of, make_template, open_copy

__all__ = ["small_disk"]
YEAR_S = 366 * 24 * 3600
WAIT_S = 60
MOST_STATEMENTS = 200


@pytest.fixture
def counted(opened: OpenedTill, coordinator: Operator) -> TillFolder:
    """A day with a sale and a count that shows a difference; its window was closed by a power cut."""
    sold(opened.till, coordinator, "CARTE-30")
    count_cash(opened.till, operator=coordinator, counts={200: 1})
    opened.till.store.checkpoint()
    return opened.folder


def close_and_die(template: TemplateTill, folder: TillFolder, clock: ManualClock, *, at: int) -> bool:
    """Closes the day in a process that is killed at its statement number `at`; whether it got to the end before."""
    child = os.fork()
    if child == 0:
        statements = iter(range(1, MOST_STATEMENTS))

        def kill_at(_statement: str) -> None:
            if next(statements) == at:
                os.kill(os.getpid(), signal.SIGKILL)

        till = open_copy(template, folder, clock).till
        till.connection.set_trace_callback(kill_at)
        close_day(till, operator=template.coordinator)
        os._exit(0)  # nothing of the parent's is tidied up in this process
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def test_a_power_cut_at_any_statement_of_a_closing_leaves_the_day_open_or_closed_and_nothing_between(
    template: TemplateTill, opened: OpenedTill, counted: TillFolder, clock: ManualClock, tmp_path: Path
) -> None:
    abandon_till(opened)
    outcomes = set()
    for at in range(1, MOST_STATEMENTS):
        folder = TillFolder(tmp_path / f"cut-{at}" / "data", tmp_path / f"cut-{at}" / "marks")
        copy_of(TemplateTill(counted, template.words, template.coordinator, template.volunteer), folder.data.parent)
        finished = close_and_die(template, folder, clock, at=at)
        again = open_copy(template, folder, clock)
        closed = kinds_of(again.till.connection).count("day_closed")
        assert kinds_of(again.till.connection).count("cash_difference_accepted") == closed
        jobs = again.till.connection.execute("SELECT count(*) FROM print_job WHERE document = 'closing_slip'")
        assert jobs.fetchone() == (closed,)
        assert fault_of(again.till.connection) is None
        assert differing_projections(again.till.connection) == ()
        if not closed:
            assert close_day(again.till, operator=template.coordinator).totals.tickets == 1
        abandon_till(again)
        outcomes.add((finished, closed))
        if finished:
            break
    assert outcomes >= {(False, 0), (True, 1)}
    assert at > 10, "the closing was cut at each of its statements"


def test_two_coordinators_who_close_at_once_close_one_day_once(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    running = RunningTill(folder, keys_of(template, folder), clock=clock)
    running.run(sold, template.coordinator, "CARTE-30").result(WAIT_S)
    asked: list[Future[DayClosed]] = [running.run(close_day, operator=template.coordinator) for _ in range(2)]
    assert asked[0].result(WAIT_S).totals.tickets == 1
    with pytest.raises(Refusal, match="no_day_open"):
        asked[1].result(WAIT_S)
    assert running.run(lambda till: kinds_of(till.connection).count("day_closed")).result(WAIT_S) == 1
    running.stop()


def test_a_clock_a_year_ahead_and_back_keeps_days_in_order_and_the_journal_whole(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    till, coordinator = opened.till, template.coordinator
    sold(till, coordinator, "CARTE-30")
    clock.advance(seconds=YEAR_S)
    sold(till, coordinator, "CARTE-2H")
    first = close_day(till, operator=coordinator)
    clock.advance(seconds=-YEAR_S)
    sold(till, coordinator, "CARTE-30")
    second = close_day(till, operator=coordinator)
    assert (first.day, second.day) == (1, 2)
    assert (first.totals.tickets, second.totals.tickets, second.perpetual_cents) == (2, 1, 1100)
    moved = [entry.fact() for _, entry in journal.every_entry(till.connection) if entry.kind == ClockMovedBack.kind]
    assert len(moved) == 1
    abandon_till(opened)
    key_file = keys_of(template, folder)
    assert check_journal(folder, key_file).chains[-1].tickets == 3


@pytest.mark.parametrize("cents", [-1, -5000])
def test_a_float_below_zero_is_refused_and_opens_nothing(till: Till, coordinator: Operator, cents: int) -> None:
    with pytest.raises(Refusal, match="amount_not_a_number"):
        open_day(till, operator=coordinator, float_cents=cents)
    assert till.store.state.day == 0


@pytest.fixture
def running(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[RunningTill]:
    running = RunningTill(folder, keys_of(template, folder), clock=clock)
    yield running
    running.stop()


def test_a_stick_that_is_full_is_named_and_the_first_copy_and_what_it_held_stand(
    running: RunningTill, template: TemplateTill, small_disk: Path, clock: ManualClock
) -> None:
    running.run(choose_medium, operator=template.coordinator, folder=str(small_disk)).result(WAIT_S)
    _first, kept = back_up_till(running, reason="schedule").result(WAIT_S)
    room = os.statvfs(small_disk)
    (small_disk / "photos").write_bytes(bytes((room.f_bavail - 4) * room.f_frsize))
    held = kept.read_bytes()
    clock.advance(seconds=24 * 3600)
    with pytest.raises(Unavailable, match="backup_failed") as refused:
        back_up_till(running, reason="schedule").result(WAIT_S)
    assert str(small_disk) in str(refused.value.params["folder"])
    assert kept.read_bytes() == held
    assert {path.name for path in kept.parent.iterdir()} == {kept.name, "till.keys"}
    assert len(list(running.folder.backups.glob("*.db"))) == 2


def test_a_stick_that_was_removed_and_put_back_takes_the_next_copy(
    running: RunningTill, template: TemplateTill, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.write_text("where a folder was")
    running.run(choose_medium, operator=template.coordinator, folder=str(stick)).result(WAIT_S)
    with pytest.raises(Unavailable, match="backup_failed"):
        back_up_till(running, reason="schedule").result(WAIT_S)
    stick.unlink()
    _first, copy = back_up_till(running, reason="schedule").result(WAIT_S)
    assert copy.parent.parent == stick


def test_a_backup_of_another_till_is_not_restored_and_what_was_there_stays(
    template: TemplateTill, opened: OpenedTill, clock: ManualClock, tmp_path: Path
) -> None:
    other = make_template(tmp_path / "other")
    before = opened.till.store.head
    abandon_till(opened)
    with pytest.raises(Refusal, match="wrong_key"):
        restore_till(opened.folder, keys_of(template, opened.folder), other.folder.database, clock=clock)
    again = open_copy(template, opened.folder, clock)
    assert journal.entry_at(again.till.connection, again.till.store.position - 1) is not None
    assert again.till.store.head.incarnation == before.incarnation
    abandon_till(again)
