"""Member cards, read back from their PDF: the number and nothing that names the person."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pypdfium2
import pytest
import zxingcpp

from pos_app.domain.identifiers import card_number
from pos_app.printing.documents.member_card import MemberCard
from pos_app.printing.member_cards import CARD, card_pdf, card_sheet_pdf
from pos_app.printing.writers import document_pdf
from tests.printing.paper import POINTS_PER_MM, barcodes_of, picture_of, size_mm_of, words_of

CARD_OF_SAMIRA = MemberCard(card_number(123456789), "Connexions Solidaires", "Marseille", dt.date(2027, 8, 23))
WRITERS = (card_pdf, document_pdf)


@pytest.mark.parametrize("write", WRITERS)
def test_a_card_says_its_number_its_house_and_how_long_it_is_good(write: object) -> None:
    words = words_of(write(CARD_OF_SAMIRA))  # type: ignore[operator]
    for said in (
        "Connexions Solidaires",
        "Point d’accueil de Marseille",
        "1234 567 897",
        "Valable jusqu’au 23/08/2027",
    ):
        assert said in words


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("random", [123456789, 0, 990000000, 991234567, 999999999])
def test_any_card_scans_as_its_number(write: object, random: int) -> None:
    card = dataclasses.replace(CARD_OF_SAMIRA, number=card_number(random))
    read = barcodes_of(picture_of(write(card)))  # type: ignore[operator]
    assert read == [(zxingcpp.BarcodeFormat.Code128, card.number)]


@pytest.mark.parametrize("write", WRITERS)
def test_a_name_is_on_it_only_where_asked(write: object) -> None:
    assert "Samira" not in words_of(write(CARD_OF_SAMIRA))  # type: ignore[operator]
    named = dataclasses.replace(CARD_OF_SAMIRA, name="Samira Ben Ali")
    assert "Samira Ben Ali" in words_of(write(named))  # type: ignore[operator]
    assert "Samira" not in repr(named)


@pytest.mark.parametrize("write", WRITERS)
def test_without_an_open_right_no_end_is_invented(write: object) -> None:
    assert "Valable" not in words_of(write(dataclasses.replace(CARD_OF_SAMIRA, valid_until=None)))  # type: ignore[operator]


def test_one_card_has_the_size_of_iso_7810() -> None:
    assert size_mm_of(card_pdf(CARD_OF_SAMIRA)) == pytest.approx((85.6, 53.98), abs=0.01)
    assert [round(mm) for mm in size_mm_of(card_sheet_pdf([CARD_OF_SAMIRA]))] == [210, 297]


def test_ten_cards_a_page_and_every_one_scans() -> None:
    numbers = [card_number(987654321 - each * 7654321) for each in range(12)]
    pdf = card_sheet_pdf([dataclasses.replace(CARD_OF_SAMIRA, number=number) for number in numbers])
    document = pypdfium2.PdfDocument(pdf)
    pages = len(document)
    document.close()
    assert pages == 2
    read = [[text for _, text in barcodes_of(picture_of(pdf, page=page, dots_per_mm=12))] for page in range(2)]
    assert sorted(read[0]) == sorted(numbers[:10])
    assert sorted(read[1]) == sorted(numbers[10:])


def test_a_cut_from_mark_to_mark_touches_no_ink() -> None:
    """Every line between two cards is white."""
    picture = picture_of(card_sheet_pdf([CARD_OF_SAMIRA] * 10))
    width, height = (points / POINTS_PER_MM for points in CARD)
    left, top = (210 - 2 * width) / 2, (297 - 5 * height) / 2
    for row in range(6):
        y = round((top + row * height) * 8)
        strip = picture.crop((round(left * 8), y - 4, round((left + 2 * width) * 8), y + 4))
        assert strip.getextrema() == (255, 255)
    for column in range(3):
        x = round((left + column * width) * 8)
        assert picture.crop((x - 4, round(top * 8), x + 4, round((top + 5 * height) * 8))).getextrema() == (255, 255)


@pytest.mark.parametrize("name", ["Marie-Antoinette-Joséphine-Bernadette " * 2, "سميرة بن علي " * 5])
def test_a_long_name_stays_on_its_card(name: str) -> None:
    picture = picture_of(card_pdf(dataclasses.replace(CARD_OF_SAMIRA, name=name.strip())))
    assert picture.crop(((81 * 8), 0, picture.width, picture.height)).getextrema() == (255, 255)
