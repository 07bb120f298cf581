"""The queue of one printer: its own thread, so that a dead printer never stops a sale."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from pos_app.domain.refusals import Unavailable
from pos_app.printing.jobs import JobBook, JobState, Printer, PrintJob

_log = logging.getLogger(__name__)


class PrintQueue:
    """Prints waiting jobs in order. `on_change` hears of each job's new state, from this thread."""

    def __init__(
        self, printer: Printer, book: JobBook, *, on_change: Callable[[PrintJob], None] = lambda job: None
    ) -> None:
        self._printer = printer
        self._book = book
        self._on_change = on_change
        self._wanted = threading.Event()
        self._wanted.set()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name=f"printer {printer.name}", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Says that a job may be waiting. Never blocks."""
        self._wanted.set()

    def close(self, *, timeout_s: float = 10) -> bool:
        """Finishes the job at hand and ends the thread; False where the printer holds it past `timeout_s`."""
        self._closing = True
        self._wanted.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            self._book.recover(self._printer.name, repeatable=self._printer.repeatable)
        except Unavailable as error:
            _log.info("jobs of %s not recovered: %s", self._printer.name, error)
        while True:
            self._wanted.wait()
            self._wanted.clear()
            while not self._closing and self._print_next():
                pass
            if self._closing:
                return

    def _print_next(self) -> bool:
        """Prints one job; whether there was one. A book that cannot be reached now is asked at the next wake."""
        try:
            job = self._book.take_next(self._printer.name)
            if job is None:
                return False
            state, reason = self._outcome(job)
            self._book.record(job, state, reason)
        except Unavailable as error:
            _log.info("print job left for later: %s", error)
            return False
        self._on_change(replace(job, state=state, error=reason))
        return True

    def _outcome(self, job: PrintJob) -> tuple[JobState, str]:
        try:
            self._printer.print(self._book.render(job))
        except Unavailable as error:
            return JobState.FAILED, error.code
        except Exception:  # one bad document must not end the queue
            _log.exception("print job %d failed", job.id)
            return JobState.FAILED, "document_failed"
        return JobState.DONE, ""
