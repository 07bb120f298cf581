"""The dossier of a doubted ticket: everything that names it, and what verifies each entry."""

from __future__ import annotations

import pytest

from pos_app.clock import local_datetime
from pos_app.counter.close_day import close_day
from pos_app.counter.contest_code import contest_code, replace_code
from pos_app.counter.correct_tender import correct_tender
from pos_app.counter.refund import refund
from pos_app.counter.reprint import reprint
from pos_app.counter.reveal_code import reveal_on_paper
from pos_app.counter.slips import confirm_slips
from pos_app.counter.ticket_dossier import DOSSIER, dossier_of, print_dossier
from pos_app.counter.till import Till
from pos_app.domain.facts import Goods
from pos_app.domain.operator import Operator
from pos_app.domain.refund import GivenBack, Return
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.i18n import date_time
from pos_app.ledger.signing import signature_holds
from pos_app.printing.dossier_words import ticket_sentences
from pos_app.printing.writers import document_pdf
from pos_app.store import journal
from pos_app.store.outbox import Received, acknowledge
from pos_app.store.print_jobs import take_next
from pos_app.store.rebuild import rebuild_projections
from pos_app.store.tickets import find_ticket
from tests.counter.code_work import THERMAL, sell_codes
from tests.counter.test_close_day import sold
from tests.printing.paper import words_of


@pytest.fixture
def doubted(till: Till, volunteer: Operator, coordinator: Operator) -> str:
    sold(till, volunteer, "CARTE-ILLIM")
    sold(till, volunteer, "CARTE-30")
    reprint(till, operator=volunteer, ticket="1")
    correct_tender(
        till, operator=coordinator, ticket="1", wrong=TenderKind.CASH, right=TenderKind.CARD, reason="wrong_key"
    )
    given = [GivenBack(TenderKind.CARD, TenderKind.CARD, 1300)]
    refund(till, operator=coordinator, ticket="1", returns=[Return(0, 1, Goods.SHELF)], given=given, reason="mistake")
    close_day(till, operator=coordinator)
    return "MRS1-000001"


def test_it_tells_everything_that_names_the_ticket_and_nothing_else(till: Till, doubted: str) -> None:
    told = [(one.kind, one.operator_name) for one in dossier_of(till.connection, till.clock, doubted).entries]
    assert told == [
        ("Vente", "Nadia"),
        ("Ticket réimprimé", "Nadia"),
        ("Paiement corrigé", "Claire"),
        ("Remboursement", "Claire"),
        ("Journée close", "Claire"),
    ]


def test_each_entry_carries_what_verifies_it(till: Till, doubted: str) -> None:
    dossier = dossier_of(till.connection, till.clock, doubted)
    for one in dossier.entries:
        key = bytes.fromhex(dossier.public_keys[one.incarnation])
        assert signature_holds(key, bytes.fromhex(one.hash), bytes.fromhex(one.signature))


def test_it_tells_what_became_of_the_slips_of_its_codes_and_of_what_replaced_one(
    till: Till, coordinator: Operator
) -> None:
    sold, (slip, other) = sell_codes(till, coordinator, "NET-500M", "NET-500M")
    sell_codes(till, coordinator, "NET-2G", number=2)
    reveal_on_paper(till, item=slip.item, copy=0, printer=THERMAL)
    reveal_on_paper(till, item=other.item, copy=0, printer=THERMAL)
    confirm_slips(till, operator=coordinator, items=[slip.item, other.item])
    contest_code(till, operator=coordinator, item=slip.item, reason="already_used")
    by = replace_code(till, operator=coordinator, item=slip.item)
    reveal_on_paper(till, item=by.item, copy=0, printer=THERMAL)
    found = find_ticket(till.connection, sold.ticket)
    kinds = {entry.hash.hex(): entry.kind for _, entry in journal.every_entry(till.connection)}
    told = [kinds[one.hash].partition(".")[0] for one in dossier_of(till.connection, till.clock, found.ticket).entries]
    assert told == [
        "sale_recorded",
        "slip_printed",
        "slip_printed",
        "slips_confirmed",
        "code_contested",
        "code_replaced",
        "slip_printed",
    ]


def said_of_head_office(till: Till, ticket: str) -> str:
    return list(ticket_sentences(dossier_of(till.connection, till.clock, ticket)))[-1]


def test_it_says_whether_head_office_has_the_ticket_and_when_it_received_it(till: Till, doubted: str) -> None:
    assert said_of_head_office(till, doubted) == "Le siège ne l’a pas encore reçu."
    first = Received(till.clock.now_ms(), till.clock.offset_min(), exact=True)
    at = date_time(local_datetime(first.at_ms, first.offset_min))
    with till.store.transaction() as act:
        acknowledge(act, till.store.head, first)
    assert said_of_head_office(till, doubted) == f"Le siège l’a reçu le {at}."
    with till.store.transaction() as act:
        acknowledge(act, till.store.head, Received(first.at_ms + 86_400_000, 60, exact=True))
    assert said_of_head_office(till, doubted) == f"Le siège l’a reçu le {at}.", "the first time counts"


def test_what_head_office_turned_out_to_hold_was_there_at_the_latest_then(till: Till, doubted: str) -> None:
    asked = Received(till.clock.now_ms(), till.clock.offset_min(), exact=False)
    with till.store.transaction() as act:
        acknowledge(act, till.store.head, asked)
    at = date_time(local_datetime(asked.at_ms, asked.offset_min))
    assert said_of_head_office(till, doubted) == f"Le siège l’a depuis le {at} au plus tard."


def test_a_ticket_that_was_acknowledged_before_times_were_kept_says_so(till: Till, doubted: str) -> None:
    with till.store.transaction() as act:
        acknowledge(act, till.store.head)
    assert said_of_head_office(till, doubted) == "Le siège l’a reçu\N{NO-BREAK SPACE}; on ne sait pas quand."


def test_figures_made_anew_leave_when_head_office_received_it(till: Till, doubted: str) -> None:
    with till.store.transaction() as act:
        acknowledge(act, till.store.head, Received(till.clock.now_ms(), till.clock.offset_min(), exact=True))
    before = said_of_head_office(till, doubted)
    rebuild_projections(till.store)
    assert said_of_head_office(till, doubted) == before


def test_it_prints_as_a_sheet(till: Till, coordinator: Operator, doubted: str) -> None:
    with till.store.transaction() as act:
        while take_next(act, "pdf_folder"):
            pass
    assert print_dossier(till, operator=coordinator, ticket="1") == doubted
    with till.store.transaction() as act:
        job = take_next(act, "pdf_folder")
    assert job
    assert (job.document, job.reference) == (DOSSIER, doubted)
    words = words_of(document_pdf(dossier_of(till.connection, till.clock, doubted)))
    for part in ("Dossier du ticket MRS1-000001", "Carte illimitée", "Paiement corrigé", "Journée close"):
        assert part in words


def test_who_may_not_read_the_journal_prints_none(till: Till, volunteer: Operator, doubted: str) -> None:
    with pytest.raises(Refusal) as refused:
        print_dossier(till, operator=volunteer, ticket=doubted)
    assert refused.value.code == "right_missing"
