"""The 80 mm slip, read back from its PDF."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from msgspec import structs

from pos_app.domain.facts import TillSetUp
from pos_app.domain.tender import TenderKind
from pos_app.i18n import use_language
from pos_app.printing.documents.receipt import Receipt, control_of
from pos_app.printing.slip_pdf import LEADING
from pos_app.printing.writers import document_pdf
from tests.printing.paper import POINTS_PER_MM, barcodes_of, picture_of, size_mm_of, words_of
from tests.printing.specimens import MIXED_SALE, MOCK_SALE, entries_of, line, receipt, refund_of_mock, sale_of

SOLD, COPIED = entries_of(MOCK_SALE)

MENTIONS = {
    "legal name": "Connexions Solidaires",
    "reception point": "Point d’accueil de Marseille",
    "address": "12 rue de l'Exemple, 13003 Marseille, France",
    "SIRET": "SIRET 123 456 789 00012",
    "phone": "Tél. 04 00 00 00 00",
    "till and operator's first name": "Caisse 1 · Nadia",
    "gapless ticket number": "Ticket MRS1-000482",
    "kind of document": "Vente",
    "date and time to the minute": "23/11/2026 13:00",
    "a line": "1 × Carte illimitée 13,00",
    "quantity and unit price": "2 × Recharge 500 Mo à 1,00 2,00",
    "a free line": "1 × Atelier découverte 0,00",
    "total": "TOTAL 15,00 €",
    "means of payment": "Espèces 20,00",
    "change": "Rendu 5,00",
    "VAT mention": "Exonération de TVA, art. 261, 7-1° du CGI",
    "saving": "Vous avez économisé 26,90 €",
    "extract of the signature": f"Contrôle {control_of(SOLD)}",
    "number of lines": "3 lignes",
    "software and version": "pos-app 1.2.3",
    "print number": "impression n° 0",
}
MIXED_MENTIONS = {
    "a line names its treatment": "1 × Ordinateur reconditionné (B) 100,00",
    "exempt part": "A · Exonération de TVA, art. 261, 7-1° du CGI 13,00",
    "taxed part": "B · TVA 20 % HT 83,33 · TVA 16,67 · TTC 100,00",
    "part at a reduced rate": "C · TVA 5,5 % HT 2,82 · TVA 0,15 · TTC 2,97",
    "cash": "Espèces 50,00",
    "bank card": "Carte bancaire 40,00",
    "social-aid voucher": "Bon d’aide sociale 15,97",
    "cheque": "Chèque 10,00",
    "legal guarantee of durable goods": "Garantie légale de conformité : deux ans",
}
COPY_MENTIONS = {
    "duplicate and its number": "DUPLICATA n° 1",
    "its own date": "Duplicata imprimé le 23/11/2026 13:00",
    "its own extract": f"Contrôle du duplicata {control_of(COPIED)}",
    "the sale's extract": f"Contrôle {control_of(SOLD)}",
    "print number": "impression n° 1",
}


@pytest.mark.parametrize("mention", MENTIONS.values(), ids=MENTIONS)
def test_a_receipt_says(mention: str) -> None:
    assert mention in words_of(document_pdf(receipt()))


@pytest.mark.parametrize("mention", MIXED_MENTIONS.values(), ids=MIXED_MENTIONS)
def test_a_receipt_with_everything_says(mention: str) -> None:
    assert mention in words_of(document_pdf(receipt(MIXED_SALE)))


@pytest.mark.parametrize("mention", COPY_MENTIONS.values(), ids=COPY_MENTIONS)
def test_a_copy_says(mention: str) -> None:
    assert mention in words_of(document_pdf(receipt(copy=1)))


def test_the_first_print_is_no_duplicate_and_promises_no_guarantee_without_durable_goods() -> None:
    words = words_of(document_pdf(receipt()))
    assert "DUPLICATA" not in words
    assert "Garantie" not in words


def test_one_treatment_is_named_once_and_needs_no_letter() -> None:
    words = words_of(document_pdf(receipt()))
    assert words.count("Exonération de TVA") == 1
    assert "(A)" not in words


def test_nothing_saved_and_no_change_are_not_mentioned() -> None:
    sale = sale_of([line("Carte", unit_cents=250)], {TenderKind.CARD: 250})
    words = words_of(document_pdf(receipt(sale)))
    assert "économisé" not in words
    assert "Rendu" not in words


def test_a_free_ticket_needs_no_payment() -> None:
    words = words_of(document_pdf(receipt(sale_of([line("Atelier", unit_cents=0)], {}))))
    assert "TOTAL 0,00 €" in words
    assert "1 ligne " in words


def test_english_reads_in_english() -> None:
    use_language("en")
    words = words_of(document_pdf(receipt()))
    assert "You saved €26.90" in words
    assert "2 × Recharge 500 Mo at 1.00 2.00" in words


def test_another_reader_finds_the_same_lines(tmp_path: Path, needs: Callable[[str], Path]) -> None:
    """pdftotext lays out what a person sees: labels at the left, amounts at the right of the same line."""
    path = tmp_path / "receipt.pdf"
    path.write_bytes(document_pdf(receipt()))
    told = subprocess.run([needs("pdftotext"), "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    lines = [" ".join(text.split()) for text in told.splitlines()]
    for expected in ("1 × Carte illimitée 13,00", "TOTAL 15,00 €", "Espèces 20,00", "Rendu 5,00"):
        assert expected in lines


@pytest.mark.parametrize("made", [receipt(), receipt(MIXED_SALE), receipt(copy=3)], ids=["sale", "mixed", "copy"])
def test_the_barcode_of_a_thermal_print_reads_as_the_ticket_number(made: Receipt) -> None:
    assert barcodes_of(picture_of(document_pdf(made))) == [(zxingcpp.BarcodeFormat.Code128, "MRS1-000482")]


def test_bars_are_whole_dots_of_a_thermal_head() -> None:
    """A head has 8 dots a millimetre: bars that end between two of them come out blurred."""
    picture = picture_of(document_pdf(receipt()))
    found = zxingcpp.read_barcode(picture)
    assert found is not None
    y = (found.position.top_left.y + found.position.bottom_left.y) // 2
    row = picture.crop((0, y, picture.width, y + 1)).tobytes()
    assert not [grey for grey in row if 2 < grey < 253]


def test_the_slip_is_80_mm_wide_and_as_long_as_its_lines() -> None:
    few, many = (
        document_pdf(
            receipt(sale_of([line(f"Article {n}", unit_cents=1) for n in range(lines)], {TenderKind.CARD: lines}))
        )
        for lines in (10, 30)
    )
    (width, height), (long_width, long_height) = size_mm_of(few), size_mm_of(many)
    assert (round(width), round(long_width)) == (80, 80)
    twenty_lines_mm = 20 * 9 * LEADING / POINTS_PER_MM
    assert long_height - height == pytest.approx(twenty_lines_mm, abs=0.1)
    assert all(f"1 × Article {n} 0,01" in words_of(many) for n in range(30))


@pytest.mark.parametrize(
    "label",
    [
        "Carte prépayée internationale 40 lettres!",
        "Un libellé beaucoup plus long que ce que la largeur du papier permet de dire sur une seule ligne",
        "Anticonstitutionnellementanticonstitutionnellement",
        "Œuvre « L’été » – 10 € à 20 %",
    ],
)
def test_no_label_leaves_the_paper_or_touches_its_amount(label: str) -> None:
    """The outer 3 mm stay white; the label reads back whole, its last row beside the amount."""
    pdf = document_pdf(receipt(sale_of([line(label, unit_cents=123456)], {TenderKind.CARD: 123456})))
    picture = picture_of(pdf)
    for x in (*range(24), *range(picture.width - 24, picture.width)):
        assert picture.crop((x, 0, x + 1, picture.height)).getextrema() == (255, 255)
    assert label.replace(" ", "") in words_of(pdf).replace(" ", "")


def test_a_long_name_and_address_stay_on_the_paper() -> None:
    sale = sale_of([line("Carte", unit_cents=100)], {TenderKind.CASH: 100})
    long = "Association des Connexions Solidaires de la Métropole d'Aix-Marseille-Provence et de ses environs"
    issuer = TillSetUp(point=long, till=long, legal_name=long, address=long, siret="1" * 14)
    picture = picture_of(document_pdf(dataclasses.replace(receipt(sale), issuer=issuer)))
    assert picture.crop((0, 0, 24, picture.height)).getextrema() == (255, 255)
    assert picture.crop((picture.width - 24, 0, picture.width, picture.height)).getextrema() == (255, 255)


def test_digits_all_have_one_width_so_that_amounts_align() -> None:
    """The right edges of "1,11" and "8,88", and so their commas, stand under each other."""
    sale = sale_of([line("A", unit_cents=111), line("A", unit_cents=888)], {TenderKind.CARD: 999})
    document = pypdfium2.PdfDocument(document_pdf(receipt(sale)))
    page = document[0].get_textpage()
    text = page.get_text_range()
    lefts = [page.get_charbox(text.index(amount), loose=True)[0] for amount in ("1,11", "8,88")]
    page.close()
    document.close()
    assert lefts[0] == pytest.approx(lefts[1], abs=0.05)


def test_the_file_names_its_ticket_its_issuer_and_its_software_but_no_moment() -> None:
    document = pypdfium2.PdfDocument(document_pdf(receipt()))
    told = document.get_metadata_dict()
    document.close()
    assert (told["Title"], told["Author"], told["Creator"]) == (
        "MRS1-000482",
        "Connexions Solidaires",
        "pos-app 1.2.3",
    )
    assert "2026" not in told["CreationDate"]


_PRINT_HASH = """
import hashlib
from pos_app.printing.writers import document_pdf
from tests.printing.specimens import MIXED_SALE, receipt
print(hashlib.sha256(document_pdf(receipt(MIXED_SALE, copy=1))).hexdigest())
"""


def test_one_document_is_the_same_bytes_in_every_process() -> None:
    """A job repeated after a power cut finds what it wrote before (PdfFolder)."""
    hashes = {
        subprocess.run(
            [sys.executable, "-c", _PRINT_HASH],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


@pytest.fixture
def impatient_threads() -> Iterator[None]:
    """Threads take turns as often as Python lets them, so that what they share unguarded shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("impatient_threads")
def test_two_printers_write_at_once_without_mixing_their_letters() -> None:
    """reportlab's fonts keep a reading position: without the lock of pdf.py, 12 of these 400 broke."""
    receipts = [receipt(), receipt(MIXED_SALE), receipt(copy=1), receipt(MIXED_SALE, copy=2)]
    alone = [document_pdf(made) for made in receipts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(document_pdf, receipts * 100)) == alone * 100


def test_a_refund_s_slip_names_the_first_ticket_and_is_signed() -> None:
    """C. conso.: a credit is handed over on paper; the money is signed for."""
    refund = refund_of_mock()
    words = words_of(document_pdf(receipt(refund)))
    for mention in ("Remboursement du ticket MRS1-000482", "Motif : article défectueux", "REMBOURSÉ -13,00 €"):
        assert mention in words
    assert "Reçu 13,00 €" in words
    assert "Signature de la personne :" in words
    for absent in ("Vous avez économisé", "Merci", "Garantie légale de conformité"):
        assert absent not in words


def test_a_line_says_that_it_is_given_and_for_whom_it_was_sold() -> None:
    """Sold for a supplier: the receipt says whose sale it is (LAW.md § 1, own name or agent)."""
    given = structs.replace(line("Recharge 2 Go", unit_cents=0), gift="HIVER", given_cents=500)
    agent = structs.replace(line("Carte 5 heures", unit_cents=900), sold_for="SFR")
    words = words_of(document_pdf(receipt(sale_of([given, agent], {TenderKind.CASH: 900}))))
    assert "Recharge 2 Go 0,00 Offert" in words
    assert "Carte 5 heures 9,00 Vendu pour le compte de SFR" in words
