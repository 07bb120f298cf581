"""Print jobs in a person's hands: what each answer does, and that no voucher is doubled without being counted."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from pos_app.counter.print_book import FRESH_MS, PrintBook, printable
from pos_app.counter.printers import keep_printer, remove_printer
from pos_app.counter.sell import sell
from pos_app.counter.stuck_jobs import JobAtDesk, came_out, cancel, jobs_at_desk, print_again, redirect
from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.domain.facts import SlipPrinted, SlipReprintOrdered, SlipsConfirmed
from pos_app.domain.operator import Operator
from pos_app.printing.jobs import JobState
from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.store import print_jobs
from tests.clock import ManualClock
from tests.counter.code_work import Paper, come_out, facts_of, refused, sell_codes
from tests.tills import basket_of, cash

Answer = Callable[..., None]
DONE, FAILED, UNKNOWN, WAITING = JobState.DONE, JobState.FAILED, JobState.UNKNOWN, JobState.WAITING


@pytest.fixture
def thermal(till: Till, coordinator: Operator) -> PrinterSetUp:
    prints = (PaperUse.RECEIPTS, PaperUse.SLIPS)
    setup = PrinterSetUp(id="", name="Tickets", kind=PrinterKind.NETWORK, address="192.0.2.7", prints=prints)
    return keep_printer(till, operator=coordinator, setup=setup)


@pytest.fixture
def second(till: Till, coordinator: Operator, thermal: PrinterSetUp) -> PrinterSetUp:
    other = msgspec.structs.replace(thermal, id="", name="Secours", address="192.0.2.8", prints=())
    return keep_printer(till, operator=coordinator, setup=other)


def receipt_job(till: Till, operator: Operator, state: JobState = FAILED, error: str = "printer_silent") -> JobAtDesk:
    sell(till, operator=operator, basket=basket_of(till, "CARTE-30"), tenders=cash(250), receipt=True)
    return settle_last(till, state, error)


def settle_last(till: Till, state: JobState, error: str = "") -> JobAtDesk:
    job = jobs_at_desk(till)[-1]
    with till.store.transaction() as act:
        print_jobs.record(act, job.job.id, state=state.value, error=error)
    return jobs_at_desk(till)[-1]


def states(till: Till) -> list[tuple[str, JobState]]:
    return [(one.job.printer, one.job.state) for one in jobs_at_desk(till)]


def test_a_job_tells_what_it_is_and_where_else_it_can_go(
    till: Till, volunteer: Operator, thermal: PrinterSetUp, second: PrinterSetUp
) -> None:
    job = receipt_job(till, volunteer)
    assert (job.subject, job.printer_name, job.needs_hands) == ("MRS1-000001", "Tickets", True)
    assert job.elsewhere == (second.id, PDF_FOLDER)
    assert not job.carries_code


@pytest.mark.parametrize("state", [FAILED, UNKNOWN, WAITING])
def test_it_did_not_come_out_so_it_waits_again(
    till: Till, volunteer: Operator, thermal: PrinterSetUp, state: JobState
) -> None:
    job = receipt_job(till, volunteer, state)
    print_again(till, operator=volunteer, job_id=job.job.id)
    assert states(till) == [(thermal.id, WAITING)]


def test_it_came_out_so_nothing_is_printed(till: Till, volunteer: Operator, thermal: PrinterSetUp) -> None:
    job = receipt_job(till, volunteer, UNKNOWN)
    came_out(till, operator=volunteer, job_id=job.job.id)
    assert states(till) == [(thermal.id, DONE)]


def test_another_printer_or_the_folder_takes_it(
    till: Till, volunteer: Operator, thermal: PrinterSetUp, second: PrinterSetUp
) -> None:
    job = receipt_job(till, volunteer)
    redirect(till, operator=volunteer, job_id=job.job.id, printer=second.id)
    assert states(till) == [(second.id, WAITING)]
    redirect(till, operator=volunteer, job_id=job.job.id, printer=PDF_FOLDER)
    assert states(till) == [(PDF_FOLDER, WAITING)]


def test_what_nobody_wants_leaves_the_list(till: Till, volunteer: Operator, thermal: PrinterSetUp) -> None:
    job = receipt_job(till, volunteer)
    cancel(till, operator=volunteer, job_id=job.job.id)
    assert states(till) == [(thermal.id, JobState.CANCELLED)]
    assert not print_jobs.jobs_needing_hands(till.connection)


@pytest.mark.parametrize("answer", [print_again, came_out, cancel])
def test_what_prints_or_is_over_cannot_be_answered(
    till: Till, volunteer: Operator, thermal: PrinterSetUp, answer: Answer
) -> None:
    job = receipt_job(till, volunteer, JobState.PRINTING)
    assert refused(lambda: answer(till, operator=volunteer, job_id=job.job.id)) == "job_printing"
    settle_last(till, DONE)
    assert refused(lambda: answer(till, operator=volunteer, job_id=job.job.id)) == "job_over"
    assert refused(lambda: answer(till, operator=volunteer, job_id=99)) == "job_over"


def test_a_job_of_a_removed_printer_goes_elsewhere_only(
    till: Till, volunteer: Operator, coordinator: Operator, thermal: PrinterSetUp
) -> None:
    job = receipt_job(till, volunteer, WAITING)
    remove_printer(till, operator=coordinator, printer=thermal.id)
    assert refused(lambda: print_again(till, operator=volunteer, job_id=job.job.id)) == "printer_removed"
    redirect(till, operator=volunteer, job_id=job.job.id, printer=PDF_FOLDER)
    assert states(till) == [(PDF_FOLDER, WAITING)]


# Voucher slips


def test_a_slip_that_may_lie_somewhere_is_printed_again_as_a_counted_reprint(
    till: Till, volunteer: Operator, thermal: PrinterSetUp, second: PrinterSetUp
) -> None:
    sell_codes(till, volunteer, "NET-500M")
    paper = Paper(name=thermal.id)
    come_out(till, paper)
    job = settle_last(till, UNKNOWN, "print_unconfirmed")
    assert job.elsewhere == (second.id,)
    redirect(till, operator=volunteer, job_id=job.job.id, printer=second.id)
    spare = Paper(name=second.id)
    come_out(till, spare)
    assert spare.codes == paper.codes
    assert [slip.copy for slip in (*paper.slips, *spare.slips)] == [0, 1]
    (ordered,) = facts_of(till, SlipReprintOrdered)
    assert isinstance(ordered, SlipReprintOrdered)
    assert (ordered.copy, ordered.reason) == (1, "not_printed")
    assert len(facts_of(till, SlipPrinted)) == 2


def test_a_slip_that_never_left_is_redirected_without_counting(
    till: Till, volunteer: Operator, thermal: PrinterSetUp, second: PrinterSetUp
) -> None:
    sell_codes(till, volunteer, "NET-500M")
    redirect(till, operator=volunteer, job_id=jobs_at_desk(till)[-1].job.id, printer=second.id)
    spare = Paper(name=second.id)
    come_out(till, spare)
    assert [slip.copy for slip in spare.slips] == [0]
    assert facts_of(till, SlipReprintOrdered) == []


def test_a_slip_never_goes_to_the_folder_and_is_never_taken_off_the_list(
    till: Till, volunteer: Operator, thermal: PrinterSetUp
) -> None:
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    job = jobs_at_desk(till)[-1]
    assert (job.subject, job.carries_code, job.elsewhere) == (slip.voucher.number, True, ())
    number = job.job.id
    assert refused(lambda: redirect(till, operator=volunteer, job_id=number, printer=PDF_FOLDER)) == (
        "printer_cannot_print"
    )
    assert refused(lambda: cancel(till, operator=volunteer, job_id=number)) == "slip_not_cancelled"


def test_a_slip_that_came_out_is_in_the_persons_hands(till: Till, volunteer: Operator, thermal: PrinterSetUp) -> None:
    _sold, (slip,) = sell_codes(till, volunteer, "NET-500M")
    come_out(till, Paper(name=thermal.id))
    job = settle_last(till, UNKNOWN, "print_unconfirmed")
    came_out(till, operator=volunteer, job_id=job.job.id)
    assert facts_of(till, SlipsConfirmed) == [SlipsConfirmed(items=(slip.item,))]
    assert states(till) == [(thermal.id, DONE)]


def test_a_slip_that_was_never_revealed_did_not_come_out(
    till: Till, volunteer: Operator, thermal: PrinterSetUp
) -> None:
    sell_codes(till, volunteer, "NET-500M")
    job = settle_last(till, FAILED, "mark_failed")
    assert refused(lambda: came_out(till, operator=volunteer, job_id=job.job.id)) == "slip_not_printed"


# Age


def test_paper_of_yesterday_is_not_printed_without_asking(
    till: Till, volunteer: Operator, thermal: PrinterSetUp, clock: ManualClock
) -> None:
    receipt_job(till, volunteer, WAITING, "")
    clock.at_ms += FRESH_MS + 1
    job = print_jobs.latest(till.connection, limit=0)[0]
    book = PrintBook(_Inline(till))  # type: ignore[arg-type]  # the till itself, without its thread
    assert refused(lambda: book.render(printable(job))) == "job_old"
    print_again(till, operator=volunteer, job_id=job.id)
    job = print_jobs.latest(till.connection, limit=0)[0]
    assert book.render(printable(job)).name == "MRS1-000001"


def test_a_file_of_yesterday_surprises_nobody(till: Till, volunteer: Operator, clock: ManualClock) -> None:
    receipt_job(till, volunteer, WAITING, "")
    clock.at_ms += FRESH_MS + 1
    job = print_jobs.latest(till.connection, limit=0)[0]
    book = PrintBook(_Inline(till))  # type: ignore[arg-type]  # the till itself, without its thread
    assert book.render(printable(job)).name == "MRS1-000001"


class _Inline:
    """Runs what the book asks where it is asked."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def submit(self, act: Callable[[Till], object]) -> _Done:
        return _Done(act(self._till))


class _Done:
    def __init__(self, result: object) -> None:
        self._result = result

    def result(self) -> object:
        return self._result
