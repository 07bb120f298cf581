"""A4 sheets, read back from their PDF."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import zxingcpp

from pos_app.counter.pins import new_badge
from pos_app.keys.recovery_words import new_recovery_words, read_recovery_words
from pos_app.printing.documents.badges import Badge
from pos_app.printing.documents.recovery_sheet import RecoverySheet
from pos_app.printing.sheets import badges_pdf, recovery_sheet_pdf
from tests.printing.paper import barcodes_of, picture_of, size_mm_of, words_of

WORDS = (
    *("éclair", "abaisser", "zoologie", "fébrile", "hélium", "cobalt"),
    *("mètre", "nuage", "ruche", "tétine", "vélo", "oxygène"),
)
"""French words with the accents that BIP-39 has."""


def sheet(words: tuple[str, ...] = WORDS) -> RecoverySheet:
    return RecoverySheet(point="Marseille", till="Caisse 1", series="MRS1", day=dt.date(2026, 11, 23), words=words)


def badge(first_name: str = "Nadia", *, text: str = "BDG-TEST", ends_on: str = "2027-06-30") -> Badge:
    return Badge(first_name=first_name, role="Bénévole", point="Marseille", ends_on=ends_on, text=text)


def test_the_recovery_sheet_says_whose_it_is_and_its_numbered_words() -> None:
    words = words_of(recovery_sheet_pdf(sheet()))
    assert "Marseille · Caisse 1 · MRS1" in words
    assert "Établie le 23/11/2026" in words
    for number, word in enumerate(WORDS, start=1):
        assert f"{number} {word}" in words


def test_the_recovery_sheet_says_where_to_keep_it_and_what_it_is_for() -> None:
    words = words_of(recovery_sheet_pdf(sheet()))
    assert "Gardez cette fiche au coffre" in words
    assert "Elle rouvre la caisse" in words


def test_its_qr_code_gives_the_words_that_open_the_till() -> None:
    words = new_recovery_words()
    [(found, text)] = barcodes_of(picture_of(recovery_sheet_pdf(sheet(words))))
    assert found is zxingcpp.BarcodeFormat.QRCode
    assert read_recovery_words(text) == words


def test_its_qr_code_keeps_accents() -> None:
    assert [text for _, text in barcodes_of(picture_of(recovery_sheet_pdf(sheet())))] == [" ".join(WORDS)]


def test_sheets_are_a4() -> None:
    assert [round(mm) for mm in size_mm_of(recovery_sheet_pdf(sheet()))] == [210, 297]
    assert [round(mm) for mm in size_mm_of(badges_pdf([badge()]))] == [210, 297]


def test_every_badge_of_several_pages_reads_as_its_own_text() -> None:
    texts = [new_badge() for _ in range(9)]
    pdf = badges_pdf([badge(text=text) for text in texts])
    document = pypdfium2.PdfDocument(pdf)
    pages = len(document)
    document.close()
    assert pages == 2
    read = [text for page in range(pages) for _, text in barcodes_of(picture_of(pdf, page=page, dots_per_mm=12))]
    assert sorted(read) == sorted(texts)


def test_a_badge_says_who_may_sign_in_and_until_when() -> None:
    words = words_of(badges_pdf([badge()]))
    for said in ("Nadia", "Bénévole · Marseille", "jusqu’au 30/06/2027"):
        assert said in words
    assert "jusqu’au" not in words_of(badges_pdf([badge(ends_on="")]))


def test_a_long_name_stays_on_its_badge() -> None:
    """The strip at the right of the first card, up to its line, stays white."""
    picture = picture_of(badges_pdf([badge("Marie-Antoinette-Joséphine-Bernadette d'Aubigné")]))
    right = (210 / 2 - 5) * 8, (210 / 2 - 1) * 8
    strip = picture.crop((int(right[0]), 21 * 8, int(right[1]), 40 * 8))
    assert strip.getextrema() == (255, 255)


def test_neither_words_nor_badge_texts_show_in_a_repr() -> None:
    assert "éclair" not in repr(sheet())
    assert "BDG-TEST" not in repr(badge())


def test_one_sheet_is_the_same_bytes_again() -> None:
    assert recovery_sheet_pdf(sheet()) == recovery_sheet_pdf(sheet())
