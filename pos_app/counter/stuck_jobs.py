"""Print jobs in a person's hands: try again, another printer, it came out, it did not, take it off the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pos_app.clock import local_datetime
from pos_app.counter.print_book import printable
from pos_app.counter.print_later import use_of
from pos_app.counter.slips import confirm_slips, retry_slip
from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.printing.jobs import VOUCHER_SLIP, JobState, PrintJob
from pos_app.printing.printer_setup import USES, PaperUse, PrinterSetUp
from pos_app.store import print_jobs
from pos_app.store.print_jobs import StoredJob
from pos_app.store.vault import voucher_of

SHOWN_DONE = 30
_ENDED = frozenset({JobState.DONE, JobState.CANCELLED})


@dataclass(frozen=True, slots=True)
class JobAtDesk:
    """A job as the desk speaks of it. `subject` is what people call it (a ticket's or slip's number, never a code);
    `printer_name` is empty for the folder; `elsewhere` are ids of other printers that can print it."""

    job: PrintJob
    subject: str
    printer_name: str
    asked_at: dt.datetime
    elsewhere: tuple[str, ...]

    @property
    def carries_code(self) -> bool:
        return self.job.document == VOUCHER_SLIP

    @property
    def needs_hands(self) -> bool:
        return self.job.state in (JobState.FAILED, JobState.UNKNOWN)


def jobs_at_desk(till: Till) -> tuple[JobAtDesk, ...]:
    """All jobs that are not over, oldest first, and the last ones that are."""
    return tuple(_at_desk(till, stored) for stored in print_jobs.latest(till.connection, limit=SHOWN_DONE))


def print_again(till: Till, *, operator: Operator, job_id: int) -> None:
    """Somebody saw that nothing came out, or put the printer right. A voucher slip becomes a counted reprint of the
    same code. Raises Refusal("job_over", "job_printing", "printer_removed")."""
    job = _job(till, operator, job_id)
    if job.printer != PDF_FOLDER and job.error == "printer_removed":
        raise Refusal("printer_removed")
    _again(till, operator, job, printer="")


def redirect(till: Till, *, operator: Operator, job_id: int, printer: str) -> None:
    """The same on another printer. Raises Refusal("printer_cannot_print", "job_over", "job_printing")."""
    job = _job(till, operator, job_id)
    if printer not in _elsewhere(till, job):
        raise Refusal("printer_cannot_print")
    _again(till, operator, job, printer=printer)


def came_out(till: Till, *, operator: Operator, job_id: int) -> None:
    """Somebody holds the paper. Raises Refusal("job_over", "job_printing", "slip_not_printed")."""
    job = _job(till, operator, job_id)
    if job.document == VOUCHER_SLIP:
        confirm_slips(till, operator=operator, items=[ItemId(job.reference)])
        return
    with till.store.transaction(operator.code) as act:
        print_jobs.record(act, job.id, state=JobState.DONE.value)


def cancel(till: Till, *, operator: Operator, job_id: int) -> None:
    """Nobody wants this paper any more. Raises Refusal("slip_not_cancelled", "job_over", "job_printing")."""
    job = _job(till, operator, job_id)
    if job.document == VOUCHER_SLIP:
        raise Refusal("slip_not_cancelled")
    with till.store.transaction(operator.code) as act:
        print_jobs.record(act, job.id, state=JobState.CANCELLED.value)


def _job(till: Till, operator: Operator, job_id: int) -> StoredJob:
    """A job that a person may settle now."""
    operator.require(Right.REPRINT)
    job = print_jobs.find(till.connection, job_id)
    if job is None or JobState(job.state) in _ENDED:
        raise Refusal("job_over")
    if JobState(job.state) is JobState.PRINTING:
        raise Refusal("job_printing")
    return job


def _again(till: Till, operator: Operator, job: StoredJob, *, printer: str) -> None:
    with till.store.transaction(operator.code) as act:
        if job.document == VOUCHER_SLIP:
            retry_slip(act, till, job, printer=printer)
        else:
            print_jobs.retry(act, job.id, at_ms=till.clock.now_ms(), printer=printer)


def _at_desk(till: Till, stored: StoredJob) -> JobAtDesk:
    names = {one.id: one.name for one in till.printers}
    return JobAtDesk(
        job=printable(stored),
        subject=_subject(till, stored),
        printer_name="" if stored.printer == PDF_FOLDER else names.get(stored.printer, stored.printer),
        asked_at=local_datetime(stored.asked_ms, till.clock.offset_min()),
        elsewhere=_elsewhere(till, stored),
    )


def _subject(till: Till, stored: StoredJob) -> str:
    if stored.document == VOUCHER_SLIP:
        return voucher_of(till.connection, ItemId(stored.reference)).number
    return stored.reference if "-" in stored.reference and " " not in stored.reference else ""


def _elsewhere(till: Till, job: StoredJob) -> tuple[str, ...]:
    use = use_of(job.document)
    able = tuple(one.id for one in till.printers if one.id != job.printer and _can(one, use))
    return able if use is PaperUse.SLIPS or job.printer == PDF_FOLDER else (*able, PDF_FOLDER)


def _can(printer: PrinterSetUp, use: PaperUse) -> bool:
    return use in USES[printer.kind]
