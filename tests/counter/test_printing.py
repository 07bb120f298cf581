"""Receipts from the ledger: the first print, copies that are counted, and the book of jobs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.counter.change_operator import remove_operator
from pos_app.counter.last_tickets import last_tickets
from pos_app.counter.open_till import abandon_till
from pos_app.counter.print_book import PrintBook
from pos_app.counter.print_documents import receipt_for
from pos_app.counter.reprint import reprint
from pos_app.counter.sell import sell
from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.domain.facts import ReceiptPrinted
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.printing.jobs import JobState
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.print_jobs import jobs_needing_hands, retry
from pos_app.store.storage_thread import StorageThread
from tests.clock import ManualClock
from tests.tills import TemplateTill, basket_of, cash, open_copy


def sold(till: Till, operator: Operator, *, number: int = 1, receipt: bool = True) -> str:
    basket = basket_of(till, "CARTE-30", number=number)
    return sell(till, operator=operator, basket=basket, tenders=cash(250), receipt=receipt).ticket


def test_a_receipt_says_what_the_entry_says(till: Till, volunteer: Operator) -> None:
    ticket = sold(till, volunteer)
    receipt = receipt_for(till, ticket)
    assert (receipt.ticket, receipt.operator_name, receipt.total_cents) == (ticket, "Nadia", 250)
    assert receipt.issuer.legal_name == "Connexions Solidaires"
    assert [part.mention for part in receipt.vat] == ["Exonération de TVA, art. 261, 7-1° du CGI"]
    assert receipt.print_number == 0


def test_copies_are_numbered_and_each_is_an_entry(till: Till, volunteer: Operator) -> None:
    ticket = sold(till, volunteer)
    assert [reprint(till, operator=volunteer, ticket=ticket) for _ in range(3)] == [1, 2, 3]
    entries = [entry for _, entry in journal.every_entry(till.connection)][-3:]
    facts = [entry.fact() for entry in entries]
    assert [(fact.ticket, fact.copy) for fact in facts if isinstance(fact, ReceiptPrinted)] == [
        (ticket, 1),
        (ticket, 2),
        (ticket, 3),
    ]
    copy = receipt_for(till, ticket, copy=2).copy
    assert copy
    assert copy.control.replace("-", "") == entries[1].signature.hex()[:12].upper()


def test_the_first_print_after_the_sale_is_no_copy(till: Till, volunteer: Operator) -> None:
    """The person did not ask for a receipt, and comes back for it."""
    ticket = sold(till, volunteer, receipt=False)
    assert [reprint(till, operator=volunteer, ticket=ticket) for _ in range(2)] == [0, 1]


@pytest.mark.parametrize("written", ["mrs1-1", " MRS1-000001 ", "1"])
def test_a_ticket_is_found_however_its_number_is_keyed(till: Till, volunteer: Operator, written: str) -> None:
    sold(till, volunteer)
    assert reprint(till, operator=volunteer, ticket=written) == 1


@pytest.mark.parametrize("written", ["MRS1-000099", "XX-1", "", "-", "MRS1-²", "9" * 30])
def test_an_unknown_ticket_is_refused(till: Till, volunteer: Operator, written: str) -> None:
    sold(till, volunteer)
    with pytest.raises(Refusal) as refused:
        reprint(till, operator=volunteer, ticket=written)
    assert refused.value.code == "ticket_unknown"


def test_the_last_tickets_come_newest_first(till: Till, volunteer: Operator) -> None:
    for number in (1, 2, 3):
        sold(till, volunteer, number=number, receipt=number != 2)
    listed = last_tickets(till, limit=2)
    assert [(line.ticket, line.prints, line.operator_name) for line in listed] == [
        ("MRS1-000003", 1, "Nadia"),
        ("MRS1-000002", 0, "Nadia"),
    ]
    assert [line.ticket for line in last_tickets(till, search="mrs1-1")] == ["MRS1-000001"]


def test_a_receipt_keeps_the_name_of_who_left(till: Till, volunteer: Operator, coordinator: Operator) -> None:
    ticket = sold(till, volunteer)
    remove_operator(till, by=coordinator, code=volunteer.code)
    assert receipt_for(till, ticket).operator_name == "Nadia"


@pytest.fixture
def storage(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[StorageThread[Till]]:
    opened = open_copy(template, folder, clock)
    thread = StorageThread(lambda: opened.till)
    yield thread
    thread.close()
    abandon_till(opened)


def test_the_book_gives_jobs_in_order_and_keeps_how_they_ended(
    storage: StorageThread[Till], volunteer: Operator
) -> None:
    book = PrintBook(storage)
    storage.submit(lambda till: [sold(till, volunteer, number=number) for number in (1, 2)]).result()
    first = book.take_next(PDF_FOLDER)
    assert first
    assert (first.reference, first.state, first.attempts) == ("MRS1-000001", JobState.PRINTING, 1)
    book.record(first, JobState.FAILED, "print_folder_unavailable")
    second = book.take_next(PDF_FOLDER)
    assert second
    assert book.render(second).name == second.reference == "MRS1-000002"
    book.record(second, JobState.DONE)
    assert book.take_next(PDF_FOLDER) is None
    failed = storage.submit(lambda till: jobs_needing_hands(till.connection)).result()
    assert [(job.reference, job.error) for job in failed] == [("MRS1-000001", "print_folder_unavailable")]


def test_a_failed_job_can_wait_again(storage: StorageThread[Till], volunteer: Operator) -> None:
    book = PrintBook(storage)
    storage.submit(lambda till: sold(till, volunteer)).result()
    job = book.take_next(PDF_FOLDER)
    assert job
    book.record(job, JobState.FAILED, "print_folder_unavailable")

    def again(till: Till) -> None:
        with till.store.transaction() as act:
            retry(act, job.id, at_ms=till.clock.now_ms())

    storage.submit(again).result()
    retaken = book.take_next(PDF_FOLDER)
    assert retaken
    assert (retaken.id, retaken.attempts, retaken.error) == (job.id, 2, "")


@pytest.mark.parametrize(("repeatable", "waits"), [(True, True), (False, False)])
def test_a_job_cut_by_the_power_waits_again_only_where_that_is_harmless(
    storage: StorageThread[Till], volunteer: Operator, *, repeatable: bool, waits: bool
) -> None:
    book = PrintBook(storage)
    storage.submit(lambda till: sold(till, volunteer)).result()
    assert book.take_next(PDF_FOLDER)
    book.recover(PDF_FOLDER, repeatable=repeatable)
    assert bool(book.take_next(PDF_FOLDER)) is waits
    needing = storage.submit(lambda till: jobs_needing_hands(till.connection)).result()
    assert [job.state for job in needing] == ([] if waits else ["unknown"])
