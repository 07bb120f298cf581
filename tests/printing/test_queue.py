"""The queue of a printer: order, states, failures, power cuts."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from pos_app.domain.refusals import Bug, Unavailable
from pos_app.printing.jobs import UNCONFIRMED, JobState, PrintJob
from pos_app.printing.queue import PrintQueue
from tests.printing.scripted import PATIENCE_S, MemoryBook, ScriptedPrinter, job
from tests.printing.specimens import receipt

Opened = Callable[..., "Watched"]
DONE, FAILED, PRINTING, UNKNOWN = JobState.DONE, JobState.FAILED, JobState.PRINTING, JobState.UNKNOWN


class Watched:
    """A running queue and what it told, in order."""

    def __init__(self, printer: ScriptedPrinter, book: MemoryBook) -> None:
        self._told: queue.SimpleQueue[PrintJob] = queue.SimpleQueue()
        self.threads: set[str] = set()
        self.queue = PrintQueue(printer, book, on_change=self._hear)

    def _hear(self, changed: PrintJob) -> None:
        self.threads.add(threading.current_thread().name)
        self._told.put(changed)

    def next(self, count: int) -> list[tuple[int, JobState]]:
        heard = [self._told.get(timeout=PATIENCE_S) for _ in range(count)]
        return [(changed.id, changed.state) for changed in heard]

    def ends(self, count: int) -> list[tuple[int, JobState, str]]:
        """The next `count` jobs that ended: done or failed."""
        ended: list[tuple[int, JobState, str]] = []
        while len(ended) < count:
            changed = self._told.get(timeout=PATIENCE_S)
            if changed.state is not PRINTING:
                ended.append((changed.id, changed.state, changed.error))
        return ended


@pytest.fixture
def opened() -> Iterator[Opened]:
    made: list[tuple[Watched, ScriptedPrinter]] = []

    def open_queue(printer: ScriptedPrinter, book: MemoryBook) -> Watched:
        watched = Watched(printer, book)
        made.append((watched, printer))
        return watched

    yield open_queue
    for watched, printer in made:
        printer.may_go_on.set()
        assert watched.queue.close(timeout_s=PATIENCE_S)


def states(book: MemoryBook) -> Sequence[JobState]:
    return [made.state for _, made in sorted(book.jobs.items())]


def test_jobs_waiting_at_the_start_print_in_their_order(opened: Opened) -> None:
    printer, book = ScriptedPrinter(), MemoryBook([job(3), job(1), job(2)])
    watched = opened(printer, book)
    assert watched.next(6) == [(n, state) for n in (1, 2, 3) for state in (PRINTING, DONE)]
    assert printer.printed == ["MRS1-000001", "MRS1-000002", "MRS1-000003"]
    assert watched.threads == {"printer scripted"}


def test_a_wake_prints_what_was_added(opened: Opened) -> None:
    printer, book = ScriptedPrinter(), MemoryBook([job(1)])
    watched = opened(printer, book)
    watched.ends(1)
    book.add(job(2))
    watched.queue.wake()
    assert watched.ends(1) == [(2, DONE, "")]


def test_another_printers_jobs_are_left_alone(opened: Opened) -> None:
    book = MemoryBook([job(1, printer="other"), job(2)])
    assert opened(ScriptedPrinter(), book).ends(1) == [(2, DONE, "")]
    assert states(book) == [JobState.WAITING, DONE]


def test_a_printer_that_fails_fails_its_job_with_its_code_and_the_next_goes_on(opened: Opened) -> None:
    printer, book = ScriptedPrinter([Unavailable("printer_silent"), None]), MemoryBook([job(1), job(2)])
    assert opened(printer, book).ends(2) == [(1, FAILED, "printer_silent"), (2, DONE, "")]
    assert states(book) == [FAILED, DONE]
    assert printer.printed == ["MRS1-000002"]


@pytest.mark.parametrize("error", [Bug("barcode_text_wrong"), ZeroDivisionError()])
def test_a_document_that_breaks_fails_alone_and_is_logged(
    opened: Opened, caplog: pytest.LogCaptureFixture, expected_log: Callable[[str], None], error: Exception
) -> None:
    expected_log("print job 1 failed")
    book = MemoryBook([job(1), job(2)])
    watched = opened(ScriptedPrinter([error]), book)
    assert watched.ends(2) == [(1, FAILED, "document_failed"), (2, DONE, "")]
    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (logging.ERROR, "print job 1 failed")
    ]


@pytest.mark.parametrize(("repeatable", "state"), [(True, DONE), (False, UNKNOWN)])
def test_a_job_that_a_power_cut_caught_prints_again_only_where_that_is_harmless(
    opened: Opened, *, repeatable: bool, state: JobState
) -> None:
    printer = ScriptedPrinter(repeatable=repeatable)
    book = MemoryBook([job(1, state=PRINTING), job(2)])
    watched = opened(printer, book)
    assert watched.ends(2 if repeatable else 1)[-1] == (2, DONE, "")
    assert states(book) == [state, DONE]
    assert printer.printed == (["MRS1-000001"] if repeatable else []) + ["MRS1-000002"]


@pytest.mark.parametrize("call", ["recover", "take_next"])
def test_a_book_out_of_reach_is_asked_again_at_the_next_wake(opened: Opened, call: str) -> None:
    book = MemoryBook([job(1, state=PRINTING)], failures={call: [Unavailable("disk_full")]})
    watched = opened(ScriptedPrinter(), book)
    assert book.troubles.get(timeout=PATIENCE_S) == call
    watched.queue.wake()
    assert watched.ends(1) == [(1, DONE, "")]
    assert book.recovered == 1


def test_paper_that_came_out_is_not_printed_again_because_the_disk_was_full(opened: Opened) -> None:
    """The outcome is kept until the book can take it; only then comes the next job."""
    printer = ScriptedPrinter()
    book = MemoryBook([job(1), job(2)], failures={"record": [Unavailable("disk_full")]})
    watched = opened(printer, book)
    assert book.troubles.get(timeout=PATIENCE_S) == "record"
    assert states(book) == [PRINTING, JobState.WAITING]
    watched.queue.wake()
    assert watched.ends(2) == [(1, DONE, ""), (2, DONE, "")]
    assert printer.printed == ["MRS1-000001", "MRS1-000002"]


def test_a_bug_in_the_book_is_logged_and_does_not_silence_the_printer(
    opened: Opened, caplog: pytest.LogCaptureFixture, expected_log: Callable[[str], None]
) -> None:
    expected_log("the queue of scripted was interrupted")
    book = MemoryBook([job(1)], failures={"take_next": [Bug("database_broken")]})
    watched = opened(ScriptedPrinter(), book)
    assert book.troubles.get(timeout=PATIENCE_S) == "take_next"
    watched.queue.wake()
    assert watched.ends(1) == [(1, DONE, "")]
    assert [record.getMessage() for record in caplog.records] == ["the queue of scripted was interrupted"]


def test_a_listener_that_breaks_does_not_stop_the_printing(expected_log: Callable[[str], None]) -> None:
    expected_log("could not be told")
    last = threading.Event()

    def listen(changed: PrintJob) -> None:
        if (changed.id, changed.state) == (2, DONE):
            last.set()
        raise RuntimeError("the window is gone")

    book = MemoryBook([job(1), job(2)])
    printing = PrintQueue(ScriptedPrinter(), book, on_change=listen)
    assert last.wait(PATIENCE_S)
    assert printing.close()
    assert states(book) == [DONE, DONE]


def test_a_stalled_printer_keeps_neither_the_desk_nor_the_exit_waiting(opened: Opened) -> None:
    """`wake` and `close` come back; the job stays as printing, for the next start to settle."""
    printer, book = ScriptedPrinter(stalls=True), MemoryBook([job(1), job(2)])
    watched = opened(printer, book)
    assert printer.busy.wait(PATIENCE_S)
    watched.queue.wake()
    assert not watched.queue.close(timeout_s=0.01)
    assert states(book) == [PRINTING, JobState.WAITING]


def test_closing_finishes_the_job_at_hand_and_leaves_the_rest_waiting(opened: Opened) -> None:
    printer, book = ScriptedPrinter(stalls=True), MemoryBook([job(1), job(2)])
    watched = opened(printer, book)
    assert printer.busy.wait(PATIENCE_S)
    assert not watched.queue.close(timeout_s=0.01)
    printer.may_go_on.set()
    assert watched.queue.close(timeout_s=PATIENCE_S)
    assert states(book) == [DONE, JobState.WAITING]


def test_a_document_that_may_have_come_out_ends_unknown_and_is_not_printed_again(opened: Opened) -> None:
    printer, book = ScriptedPrinter([Unavailable(UNCONFIRMED)]), MemoryBook([job(1), job(2)])
    assert opened(printer, book).ends(2) == [(1, UNKNOWN, UNCONFIRMED), (2, DONE, "")]
    assert printer.printed == ["MRS1-000002"]


def test_an_errand_is_done_between_jobs_and_tells_whoever_asked(opened: Opened) -> None:
    printer, book = ScriptedPrinter(), MemoryBook([job(1)])
    watched = opened(printer, book)
    done = watched.queue.ask(lambda made: made.print(receipt()))
    done.result(PATIENCE_S)
    failed = watched.queue.ask(lambda _made: _raise(Unavailable("printer_silent")))
    assert isinstance(failed.exception(PATIENCE_S), Unavailable)
    assert watched.ends(1) == [(1, DONE, "")]
    assert sorted(printer.printed) == ["MRS1-000001", "MRS1-000482"]


def test_a_changed_set_up_prints_the_next_job(opened: Opened) -> None:
    before, after, book = ScriptedPrinter(), ScriptedPrinter(), MemoryBook([job(1)])
    watched = opened(before, book)
    assert watched.ends(1) == [(1, DONE, "")]
    watched.queue.use(after)
    book.add(job(2))
    watched.queue.wake()
    assert watched.ends(1) == [(2, DONE, "")]
    assert (before.printed, after.printed) == (["MRS1-000001"], ["MRS1-000002"])


def _raise(error: Exception) -> None:
    raise error
