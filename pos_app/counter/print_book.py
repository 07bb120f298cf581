"""The print queue's book of jobs, over the storage thread; documents are made from the ledger when they print."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Bug, Refusal
from pos_app.printing.jobs import VOUCHER_SLIP, Document, JobState, Printer, PrintJob
from pos_app.store import print_jobs
from pos_app.store.print_jobs import StoredJob
from pos_app.store.storage_thread import StorageThread

_Result = TypeVar("_Result")
FRESH_MS = 24 * 3600 * 1000
"""How long after it was asked for paper still comes out by itself."""


class PrintBook:
    """Implements `pos_app.printing.jobs.JobBook` over a till's storage thread."""

    def __init__(self, storage: StorageThread[Till], *, before_reveal: Callable[[], object] = lambda: None) -> None:
        """`before_reveal` keeps what else must be kept before a code is revealed; it may wait for the keyring."""
        self._storage = storage
        self._before_reveal = before_reveal

    def take_next(self, printer: str) -> PrintJob | None:
        def take(till: Till) -> StoredJob | None:
            if not print_jobs.is_waiting(till.connection, printer):
                return None
            with till.store.transaction() as act:
                return print_jobs.take_next(act, printer)

        stored = self._ask(take)
        return printable(stored) if stored else None

    def record(self, job: PrintJob, state: JobState, error: str = "") -> None:
        def write(till: Till) -> None:
            with till.store.transaction() as act:
                print_jobs.record(act, job.id, state=state.value, error=error)

        self._ask(write)

    def recover(self, printer: str, *, repeatable: bool) -> None:
        def settle(till: Till) -> None:
            with till.store.transaction() as act:
                print_jobs.recover(act, printer, repeatable=repeatable)

        self._ask(settle)

    def render(self, job: PrintJob) -> Document:
        """Raises Refusal("job_old") for paper that nobody waits for any more: a person is asked first."""
        from pos_app.counter.print_documents import document_of
        from pos_app.counter.reveal_code import reveal_on_paper

        self._ask(lambda till: _require_fresh(till, job))
        if job.document != VOUCHER_SLIP:
            return self._ask(lambda till: document_of(till, job))
        item, copy, printer = ItemId(job.reference), job.copy, job.printer
        sealed = self._ask(lambda till: reveal_on_paper(till, item=item, copy=copy, printer=printer))
        self._before_reveal()
        return sealed.open()

    def _ask(self, act: Callable[[Till], _Result]) -> _Result:
        return self._storage.submit(act).result()


def retry_jobs(till: Till, *, operator: Operator) -> None:
    """Lets the jobs that failed or whose end is unknown wait again; a voucher slip as a reprint that is counted."""
    from pos_app.counter.slips import retry_slip

    operator.require(Right.REPRINT)
    with till.store.transaction(operator.code) as act:
        for job in print_jobs.jobs_needing_hands(act.connection):
            if job.document == VOUCHER_SLIP:
                retry_slip(act, till, job)
            else:
                print_jobs.retry(act, job.id, at_ms=till.clock.now_ms())


def use_slip_printer(till: Till, printer: Printer) -> None:
    """Voucher slips go to `printer` from now on. Raises Bug("code_into_a_file") for one that would leave a file."""
    if not printer.carries_codes:
        raise Bug("code_into_a_file")
    till.slip_printer = printer.name


def _require_fresh(till: Till, job: PrintJob) -> None:
    """A file surprises nobody; paper from yesterday on the counter does."""
    if job.printer != PDF_FOLDER and job.asked_ms < till.clock.now_ms() - FRESH_MS:
        raise Refusal("job_old")


def printable(stored: StoredJob) -> PrintJob:
    """A stored job as the print queue knows it."""
    return PrintJob(
        id=stored.id,
        printer=stored.printer,
        document=stored.document,
        reference=stored.reference,
        copy=stored.copy,
        state=JobState(stored.state),
        attempts=stored.attempts,
        error=stored.error,
        asked_ms=stored.asked_ms,
    )
