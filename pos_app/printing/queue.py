"""The queue of one printer: its own thread, so that a dead printer never stops a sale."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future

from msgspec.structs import replace

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.printing.jobs import UNCONFIRMED, JobBook, JobState, Printer, PrintJob

_log = logging.getLogger(__name__)


class PrintQueue:
    """Prints waiting jobs in order. `on_change` hears of each job's new state, from this thread.

    A job that fails is recorded as such and the next one goes on. Where the book itself cannot be reached, all
    stays as it is until the next wake.
    """

    def __init__(
        self, printer: Printer, book: JobBook, *, on_change: Callable[[PrintJob], None] = lambda _job: None
    ) -> None:
        self._printer = printer
        self._book = book
        self._on_change = on_change
        self._recovered = False
        self._settled: PrintJob | None = None
        self._wanted = threading.Event()
        self._wanted.set()
        self._closing = False
        self._errands: queue.SimpleQueue[tuple[Callable[[Printer], None], Future[None]]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=f"printer {printer.name}", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Says that a job may be waiting. Never blocks."""
        self._wanted.set()

    def ask(self, errand: Callable[[Printer], None]) -> Future[None]:
        """Does something with the printer between two jobs: a trial page, the drawer. Never blocks, is kept nowhere."""
        future: Future[None] = Future()
        self._errands.put((errand, future))
        self._wanted.set()
        return future

    def use(self, printer: Printer) -> None:
        """From the next job on the same jobs go to `printer`: the same machine under another set-up."""
        self._printer = printer

    def leave(self) -> None:
        """Ends after the job at hand, and waits for nothing."""
        self._closing = True
        self._wanted.set()

    def close(self, *, timeout_s: float = 10) -> bool:
        """Finishes the job at hand and ends the thread; False where the printer holds it past `timeout_s`."""
        self.leave()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            self._do_errands()
            if self._closing:
                return
            try:
                self._print_all_waiting()
            except Unavailable as error:
                _log.info("jobs of %s left for later: %s", self._printer.name, error)
            except Exception:  # noqa: BLE001  # the edge of a thread: a bug in the book must not silence the printer
                _log.exception("the queue of %s was interrupted", self._printer.name)

    def _print_all_waiting(self) -> None:
        if not self._recovered:
            self._book.recover(self._printer.name, repeatable=self._printer.repeatable)
            self._recovered = True
        self._record_settled()
        while not self._closing and (job := self._next_job()) is not None:
            self._tell(job)
            state, reason = self._outcome(job)
            self._settled = replace(job, state=state, error=reason)
            self._record_settled()

    def _next_job(self) -> PrintJob | None:
        self._do_errands()
        return self._book.take_next(self._printer.name)

    def _do_errands(self) -> None:
        while not self._errands.empty():
            errand, future = self._errands.get()
            try:
                errand(self._printer)
            except Exception as error:  # noqa: BLE001  # whoever asked hears of it
                future.set_exception(error)
            else:
                future.set_result(None)

    def _record_settled(self) -> None:
        """Kept here until the book has it, so that paper that came out is not printed again in this run."""
        if self._settled is None:
            return
        job = self._settled
        self._book.record(job, job.state, job.error)
        self._settled = None
        self._tell(job)

    def _outcome(self, job: PrintJob) -> tuple[JobState, str]:
        try:
            self._printer.print(self._book.render(job))
        except (Refusal, Unavailable) as error:
            return JobState.UNKNOWN if error.code == UNCONFIRMED else JobState.FAILED, error.code
        except Exception:  # noqa: BLE001  # one bad document must not end the queue
            _log.exception("print job %d failed", job.id)
            return JobState.FAILED, "document_failed"
        return JobState.DONE, ""

    def _tell(self, job: PrintJob) -> None:
        try:
            self._on_change(job)
        except Exception:  # noqa: BLE001  # whoever listens is not the printer's business
            _log.exception("print job %d could not be told", job.id)
