"""The voucher slip on paper: the code, how to use it, and a barcode that says the slip's number and never the code."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PIL import Image

from pos_app.domain.identifiers import TicketNumber, slip_number
from pos_app.domain.voucher import VoucherCode
from pos_app.printing.documents.voucher_slip import VoucherSlip
from pos_app.printing.languages import language_codes, language_of
from pos_app.printing.writers import document_pdf
from tests.printing.paper import barcodes_of, picture_of, size_mm_of, words_of
from tests.printing.specimens import ISSUER

CODE = "4821773500926614"
TICKET = TicketNumber("MRS1-000482")


def slip(*languages: str, code: str = CODE) -> VoucherSlip:
    """The slip of mocks/slip.png, in French and these languages."""
    spoken = tuple(language for language in map(language_of, ("fr", *languages)) if language)
    return VoucherSlip(
        issuer=ISSUER,
        product="Internet 500 Mo",
        code=VoucherCode(code),
        number=slip_number(TICKET, 1),
        ticket=TICKET,
        place=1,
        slips=3,
        expires_on=dt.date(2027, 5, 31),
        dial="952",
        page="recharge",
        languages=spoken,
        software="pos-app 1.2.3",
    )


def test_it_says_what_the_mock_says() -> None:
    words = words_of(document_pdf(slip()))
    for said in (
        "BON DE RECHARGE",
        "Internet 500 Mo",
        "4821 7735 0092 6614",
        "1. Composez le 952 ou ouvrez la page recharge.",
        "2. Tapez les 16 chiffres.",
        "3. Attendez le SMS de confirmation.",
        "Valable jusqu’au 31/05/2027",
        "MRS1-000482 · bon 1/3",
        "Un souci avec ce code ? Revenez avec ce bon.",
    ):
        assert said in words.replace("\u00a0", " "), said


@pytest.mark.parametrize("languages", [(), ("en",), ("ar",)])
def test_the_barcode_is_the_number_of_the_slip_and_never_the_code(languages: tuple[str, ...]) -> None:
    """A scan must not type a code into a field."""
    found = [text for _format, text in barcodes_of(picture_of(document_pdf(slip(*languages))))]
    assert found == ["MRS1-000482-1"]


def test_it_is_as_wide_as_the_roll() -> None:
    assert round(size_mm_of(document_pdf(slip("ar")))[0]) == 80


@pytest.mark.parametrize("code", [code for code in language_codes() if code not in ("fr", "ar", "fa")])
def test_the_persons_language_stands_below_french(code: str) -> None:
    language = language_of(code)
    assert language
    words = words_of(document_pdf(slip(code)))
    steps = [
        text for _pictogram, text in language.voucher.steps(dial="952", page="recharge", count=16, digits_only=True)
    ]
    assert all(" ".join(step.split()) in words for step in steps)
    assert words.index("Attendez le SMS") < words.index(steps[-1])


def rows_inked_at_the_right_only(picture: Image.Image) -> int:
    """How many rows of dots have ink in the pictograms' column at the right margin, and none in the one at the left."""
    left, right = (_inked_rows(picture.crop((x, 0, x + 33, picture.height))) for x in (32, 575))
    return len(right - left)


def _inked_rows(column: Image.Image) -> set[int]:
    dots, width = column.tobytes(), column.width
    return {y for y in range(column.height) if min(dots[y * width : (y + 1) * width]) < 128}


@pytest.mark.parametrize("code", ["ar", "fa"])
def test_a_step_from_right_to_left_has_its_pictogram_at_the_right_and_french_at_the_left(code: str) -> None:
    """Three pictograms of eleven points are some 30 dots high each."""
    alone, both = (picture_of(document_pdf(one)) for one in (slip(), slip(code)))
    assert rows_inked_at_the_right_only(both) >= rows_inked_at_the_right_only(alone) + 60


def test_a_step_that_nobody_knows_is_left_out_and_the_others_are_numbered_anew() -> None:
    words = words_of(document_pdf(replace(slip(), dial="", page="")))
    assert "1. Tapez les 16 chiffres. 2. Attendez" in words
    assert "Ouvrez la page recharge" in words_of(document_pdf(replace(slip(), dial="")))
    assert "1. Composez le 952." in words_of(document_pdf(replace(slip(), page="")))


def test_letters_are_no_digits() -> None:
    assert "Tapez les 16 caractères" in words_of(document_pdf(slip(code="FAUX123456789012")))


def test_a_reprint_says_its_number_and_a_replacement_what_it_is() -> None:
    again = words_of(document_pdf(replace(slip(), copy=2))).replace("\u00a0", " ")
    assert "Même code, réimpression n° 2" in again
    assert "Remplace un code refusé" in words_of(document_pdf(replace(slip(), replaces=True)))
    assert replace(slip(), copy=2).name == "MRS1-000482-1-2"


def test_a_code_without_end_names_no_day() -> None:
    assert "Valable" not in words_of(document_pdf(replace(slip(), expires_on=None)))


def test_what_nobody_read_is_told_and_french_counts() -> None:
    assert "relue" in words_of(document_pdf(slip("ro")))
    assert "relue" not in words_of(document_pdf(slip()))
