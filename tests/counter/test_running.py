"""A till at work: the threads together, from the PIN to the paper."""

from __future__ import annotations

import queue
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest

from pos_app.counter.open_till import abandon_till
from pos_app.counter.reprint import reprint
from pos_app.counter.running import RunningTill
from pos_app.counter.sell import Sold, sell
from pos_app.counter.shelf import shelf
from pos_app.counter.status import status
from pos_app.counter.till import Till
from pos_app.counter.till_events import JobChanged, Recorded, SyncEnded, TillEvent
from pos_app.domain.facts import TillStarted
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Bug, PosError, Refusal, Unavailable
from pos_app.keys.recovery_words import new_recovery_words
from pos_app.printing.jobs import JobState
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.marks import read_mark
from tests.clock import ManualClock
from tests.printing.paper import words_of
from tests.tills import (
    COORDINATOR_PIN,
    VOLUNTEER_PIN,
    TemplateTill,
    basket_of,
    cash,
    fault_of,
    keys_of,
    kinds_of,
    open_copy,
)

PATIENCE_S = 20


class Desk:
    """A running till and the events it told."""

    def __init__(self, template: TemplateTill, folder: TillFolder, clock: ManualClock) -> None:
        self.events: queue.SimpleQueue[TillEvent] = queue.SimpleQueue()
        self.operator = template.volunteer
        self.till = RunningTill(folder, keys_of(template, folder), clock=clock, listener=self.events.put)

    def sell(self, *, number: int = 1, receipt: bool = True) -> Sold:
        def act(till: Till) -> Sold:
            basket = basket_of(till, "CARTE-30", number=number)
            return sell(till, operator=self.operator, basket=basket, tenders=cash(250), receipt=receipt)

        return self.till.run(act).result(PATIENCE_S)

    def until(self, wanted: Callable[[TillEvent], bool]) -> TillEvent:
        while True:
            event = self.events.get(timeout=PATIENCE_S)
            if wanted(event):
                return event

    def until_job_is(self, state: JobState) -> JobChanged:
        event = self.until(lambda event: isinstance(event, JobChanged) and event.job.state is state)
        assert isinstance(event, JobChanged)
        return event


@pytest.fixture
def desk(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[Desk]:
    made = Desk(template, folder, clock)
    yield made
    made.till.stop()


def refusal_of(future_result: Callable[[], object]) -> PosError:
    with pytest.raises(PosError) as refused:
        future_result()
    return refused.value


def test_a_sale_comes_out_as_a_pdf_in_the_folder(desk: Desk, folder: TillFolder) -> None:
    sold = desk.sell()
    desk.until_job_is(JobState.DONE)
    words = words_of((folder.receipts / f"{sold.ticket}.pdf").read_bytes())
    assert f"Ticket {sold.ticket}" in words
    assert "Nadia" in words
    desk.till.run(reprint, operator=desk.operator, ticket=sold.ticket).result(PATIENCE_S)
    desk.until_job_is(JobState.DONE)
    assert "DUPLICATA n° 1" in words_of((folder.receipts / f"{sold.ticket}-duplicata-1.pdf").read_bytes())


def test_a_folder_that_is_gone_fails_the_paper_and_not_the_sale(desk: Desk, folder: TillFolder) -> None:
    shutil.rmtree(folder.receipts, ignore_errors=True)
    folder.receipts.write_text("no folder")
    sold = desk.sell()
    failed = desk.until_job_is(JobState.FAILED)
    assert (failed.job.reference, failed.job.error) == (sold.ticket, "print_folder_unavailable")
    assert [job.reference for job in desk.till.run(status).result().jobs_needing_hands] == [sold.ticket]
    assert desk.sell(number=2).ticket == "MRS1-000002"


def test_a_job_waiting_at_a_power_cut_prints_at_the_next_start(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    basket = basket_of(opened.till, "CARTE-30")
    sell(opened.till, operator=template.volunteer, basket=basket, tenders=cash(250), receipt=True)
    abandon_till(opened)
    desk = Desk(template, folder, clock)
    desk.until_job_is(JobState.DONE)
    desk.till.stop()
    document = pypdfium2.PdfDocument(folder.receipts / "MRS1-000001.pdf")
    assert len(document) == 1
    document.close()


def test_what_is_recorded_is_told_and_the_mark_follows(desk: Desk, folder: TillFolder) -> None:
    desk.sell(receipt=False)
    desk.until(lambda event: isinstance(event, Recorded))
    key = desk.till.key_file.keys.database
    head = desk.till.run(lambda till: till.store.head).result(PATIENCE_S)
    # The mark is written once nothing more waits; the next answer comes after it.
    desk.till.run(shelf).result(PATIENCE_S)
    mark = read_mark(folder.mark, key)
    assert mark
    assert mark.hash == head.hash.hex()


def test_pins_are_checked_beside_the_storage_thread(desk: Desk, template: TemplateTill) -> None:
    code = template.volunteer.code
    assert desk.till.sign_in(code=code, pin=VOLUNTEER_PIN).result(PATIENCE_S) == template.volunteer
    assert refusal_of(lambda: desk.till.sign_in(code=code, pin="111222").result(PATIENCE_S)).code == "pin_wrong"


def test_a_coordinator_s_lost_pin_is_recovered_with_the_sheet(desk: Desk, template: TemplateTill) -> None:
    code, words = template.coordinator.code, " ".join(template.words)
    desk.till.recover_pin(code=code, words=words.upper(), new_pin="864209").result(PATIENCE_S)
    assert desk.till.sign_in(code=code, pin="864209").result(PATIENCE_S) == template.coordinator
    assert refusal_of(lambda: desk.till.sign_in(code=code, pin=COORDINATOR_PIN).result()).code == "pin_wrong"


def test_words_of_another_sheet_change_nothing(desk: Desk, template: TemplateTill) -> None:
    other = " ".join(new_recovery_words())
    recovery = desk.till.recover_pin(code=template.coordinator.code, words=other, new_pin="864209")
    assert refusal_of(recovery.result).code == "recovery_words_of_other_till"
    signed = desk.till.sign_in(code=template.coordinator.code, pin=COORDINATOR_PIN)
    assert signed.result(PATIENCE_S) == template.coordinator


def test_a_till_alone_says_so_when_asked_to_sync(desk: Desk) -> None:
    desk.till.synchronise()
    event = desk.until(lambda event: isinstance(event, SyncEnded))
    assert isinstance(event, SyncEnded)
    assert isinstance(event.outcome, Unavailable)
    assert event.outcome.code == "office_not_joined"


def test_a_bug_stops_the_till_and_says_so(desk: Desk, expected_log: Callable[[str], None]) -> None:
    expected_log("the till stops taking acts")

    def broken(till: Till) -> None:
        raise Bug("invariant_broken")

    assert refusal_of(desk.till.run(broken).result).code == "invariant_broken"
    stopped = refusal_of(desk.till.run(shelf).result)
    assert (type(stopped), stopped.code) == (Unavailable, "till_stopped")


def test_after_a_bug_nothing_more_is_written_not_even_at_closing(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, expected_log: Callable[[str], None]
) -> None:
    """STYLE.md rule 10: stop the act, keep the data. The next start says that the end was not clean."""
    expected_log("the till stops taking acts")
    desk = Desk(template, folder, clock)
    desk.sell(receipt=False)
    before = desk.till.run(lambda till: till.store.position).result(PATIENCE_S)

    def broken(till: Till) -> None:
        raise Bug("invariant_broken")

    refusal_of(desk.till.run(broken).result)
    desk.till.stop()
    opened = open_copy(template, folder, clock)
    started = journal.entry_at(opened.till.connection, before + 1)
    assert started is not None
    assert started.fact() == TillStarted(clean=False)
    abandon_till(opened)


def test_a_till_in_use_is_opened_by_nobody_else(
    desk: Desk, template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    refused = refusal_of(lambda: Desk(template, folder, clock))
    assert (type(refused), refused.code) == (Refusal, "till_already_open")


def test_operators_of_one_till_are_no_operators_of_another(desk: Desk, tmp_path: Path) -> None:
    refused = refusal_of(lambda: desk.till.sign_in(code=OperatorCode("OP-ELSE"), pin="193746").result(PATIENCE_S))
    assert refused.code == "operator_unknown"


def test_closing_leaves_a_clean_end(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> None:
    desk = Desk(template, folder, clock)
    desk.sell(receipt=False)
    desk.till.stop()
    opened = open_copy(template, folder, clock)
    assert kinds_of(opened.till.connection)[-2:] == ["till_stopped", "till_started"]
    assert fault_of(opened.till.connection) is None
    abandon_till(opened)


def test_the_operator_named_in_an_act_is_the_one_in_its_entry(desk: Desk, volunteer: Operator) -> None:
    assert desk.sell().entry.operator == volunteer.code
