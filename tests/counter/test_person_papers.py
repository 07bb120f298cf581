"""Papers about a person, from a till at work: what they say, who may print them, and that they do not stay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.counter.erase_person import erase_person
from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.person_papers import CardForm, hand_over, print_card, print_certificate, print_notice
from pos_app.counter.running import RunningTill
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.domain.operator import Operator
from pos_app.domain.person import Identity
from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.printing.writers import document_pdf
from pos_app.settings import TillFolder
from tests.clock import ManualClock
from tests.counter.people_work import refusal, registered, samira
from tests.printing.paper import barcodes_of, picture_of, words_of
from tests.tills import TemplateTill, keys_of

PATIENCE_S = 20


@pytest.fixture
def running(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[RunningTill]:
    running = RunningTill(folder, keys_of(template, folder), clock=clock)
    yield running
    running.stop()


def person(running: RunningTill, operator: Operator, identity: Identity | None = None) -> PersonAtDesk:
    def act(till: Till) -> PersonAtDesk:
        structure = add_structure(till, operator=operator, name="CCAS de Marseille")
        return registered(till, operator, structure, identity)

    return running.run(act).result(PATIENCE_S)


def test_both_files_of_the_data_lie_in_the_folder_that_is_emptied(
    running: RunningTill, volunteer: Operator, coordinator: Operator
) -> None:
    token = person(running, volunteer).token
    files = hand_over(running, operator=coordinator, token=token).result(PATIENCE_S)
    assert {files.json.parent, files.pdf.path.parent} == {running.folder.papers}
    assert b"Ben Ali" in files.json.read_bytes()
    words = words_of(files.pdf.content)
    for said in ("Données conservées à votre sujet", "Ben Ali", "+33612345678", "Droit n° 1 ouvert", token):
        assert said in words
    running.clear_papers().result(PATIENCE_S)
    assert list(running.folder.papers.iterdir()) == []


def test_who_may_not_hand_over_leaves_no_file(running: RunningTill, volunteer: Operator) -> None:
    token = person(running, volunteer).token
    with refusal("right_missing"):
        hand_over(running, operator=volunteer, token=token).result(PATIENCE_S)
    assert not running.folder.papers.exists() or list(running.folder.papers.iterdir()) == []


@pytest.mark.parametrize("form", list(CardForm))
def test_a_card_scans_as_the_person_s_and_names_nobody_unless_asked(
    running: RunningTill, volunteer: Operator, form: CardForm
) -> None:
    at_desk = person(running, volunteer)
    token = at_desk.token
    plain = print_card(running, operator=volunteer, token=token, form=form).result(PATIENCE_S).content
    assert [text for _, text in barcodes_of(picture_of(plain))] == [at_desk.person.card]
    assert "Samira" not in words_of(plain)
    assert "Valable jusqu’au 23/08/2027" in words_of(plain)
    named = print_card(running, operator=volunteer, token=token, form=form, named=True).result(PATIENCE_S)
    assert "Samira Ben Ali" in words_of(named.content)


@pytest.mark.parametrize(
    ("spoken", "title"), [("ro", "Datele dumneavoastră"), ("fr", "Vos données"), ("ti", "Your data")]
)
def test_the_notice_speaks_the_person_s_language_or_english_and_tells_the_rule_s_months(
    running: RunningTill, volunteer: Operator, spoken: str, title: str
) -> None:
    token = person(running, volunteer, samira(language=spoken)).token
    words = words_of(print_notice(running, operator=volunteer, token=token).result(PATIENCE_S).content)
    assert title in words
    assert "24 mois" in words


def test_a_certificate_of_erasure_tells_when_and_why_and_not_who(
    running: RunningTill, volunteer: Operator, coordinator: Operator
) -> None:
    at_desk = person(running, volunteer)
    token = at_desk.token
    with refusal("person_not_erased"):
        print_certificate(running, operator=coordinator, token=token).result(PATIENCE_S)
    running.run(erase_person, operator=coordinator, token=token, basis="request").result(PATIENCE_S)
    written = print_certificate(running, operator=coordinator, token=token).result(PATIENCE_S)
    words = words_of(written.content)
    for said in (
        token[:8],
        "23/11/2026",
        "à la demande de la personne (RGPD, article 17)",
        "Point d’accueil de Marseille",
    ):
        assert said in words
    for trace in ("Samira", "Ben Ali", "612345678", at_desk.person.card, token):
        assert trace not in words


def test_a_chosen_printer_prints_a_paper_under_nobodys_name(running: RunningTill, volunteer: Operator) -> None:
    """What a print service shows of its jobs is no place for a name or a card's number."""
    roll = PrinterSetUp(
        id="p1", name="Caisse", kind=PrinterKind.NETWORK, address="192.0.2.1", prints=(PaperUse.RECEIPTS,)
    )
    office = PrinterSetUp(
        id="p2", name="Bureau", kind=PrinterKind.SYSTEM, address="ipp://192.0.2.1/x", prints=(PaperUse.SHEETS,)
    )
    token = person(running, volunteer).token
    sheet, card, slip = (
        print_card(running, operator=volunteer, token=token, form=form, named=True).result(PATIENCE_S)
        for form in (CardForm.SHEET, CardForm.CARD, CardForm.SLIP)
    )
    assert [one.printed_by((roll, office)) for one in (sheet, card, slip)] == [office, None, roll]
    assert slip.printed_by((office,)) is None
    assert slip.document_for(roll) == slip.slip
    for one in (sheet, slip):
        document = one.document_for(office)
        assert document.name == "carte"
        assert document_pdf(document) == one.content
        assert "Samira" not in repr(one)
