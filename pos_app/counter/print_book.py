"""The print queue's book of jobs, over the storage thread; documents are made from the ledger when they print."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pos_app.counter.cash_documents import CASH_SLIP, CLOSING_SLIP, OPENING_SLIP, cash_document
from pos_app.counter.events import EVENTS_SLIP, events_document
from pos_app.counter.print_prepayment import PREPAYMENT_SLIP, prepayment_document
from pos_app.counter.reveal_code import VOUCHER_SLIP, reveal_on_paper
from pos_app.counter.sessions import SESSION_SLIP, session_slip_of
from pos_app.counter.slips import retry_slip
from pos_app.counter.ticket_dossier import DOSSIER, dossier_of
from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Bug, Refusal
from pos_app.perimeter import software_on_paper
from pos_app.printing.jobs import Document, JobState, Printer, PrintJob
from pos_app.store import print_jobs
from pos_app.store.operators import shown_name
from pos_app.store.print_jobs import StoredJob
from pos_app.store.storage_thread import StorageThread
from pos_app.store.tickets import copy_entry, find_ticket, issuer_at

if TYPE_CHECKING:
    from pos_app.printing.documents.receipt import Receipt

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


def document_of(till: Till, job: PrintJob) -> Document:
    """The document of a job that carries no code, as the journal gives it now.

    What only papers need is loaded with the first of them: the sign-in page does not wait for it.
    """
    from pos_app.counter.end_loan import LOAN_END
    from pos_app.counter.laptop_papers import LAPTOP_PAPERS, laptop_document
    from pos_app.counter.lend_equipment import LOAN_CONTRACT
    from pos_app.counter.loan_papers import loan_document
    from pos_app.counter.remind_loans import LOAN_REMINDER

    if job.document in (CASH_SLIP, OPENING_SLIP, CLOSING_SLIP):
        return cash_document(till, int(job.reference))
    if job.document in (LOAN_CONTRACT, LOAN_END, LOAN_REMINDER):
        return loan_document(till, int(job.reference))
    if job.document == PREPAYMENT_SLIP:
        return prepayment_document(till, int(job.reference))
    if job.document == DOSSIER:
        return dossier_of(till, job.reference)
    if job.document == EVENTS_SLIP:
        return events_document(till, job.reference)
    if job.document == SESSION_SLIP:
        return session_slip_of(till, job.reference)
    if job.document in LAPTOP_PAPERS:
        return laptop_document(till, job.document, job.reference)
    return receipt_for(till, job.reference, copy=job.copy)


def receipt_for(till: Till, ticket: str, *, copy: int = 0) -> Receipt:
    """The receipt of a ticket as it stands in the ledger, `copy` 0 for the first print."""
    from pos_app.counter.plan_payment import plan_paper
    from pos_app.printing.documents.receipt import receipt_of

    found = find_ticket(till.connection, ticket)
    families = till.catalogue.families.values()
    return receipt_of(
        found.entry,
        found.sale,
        issuer=issuer_at(till.connection, found.position),
        operator_name=shown_name(till.connection, found.entry.operator),
        vat=till.catalogue.vat,
        durable_families=frozenset(family.code for family in families if family.durable),
        software=software_on_paper(),
        copied=(copy, copy_entry(till.connection, found, copy)) if copy else None,
        plan_paper=plan_paper(found.sale),
    )


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
