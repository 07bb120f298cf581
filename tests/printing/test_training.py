"""Paper of a till for practice says SIMULATION across every page, whoever writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from pos_app.printing.documents.badges import Badge
from pos_app.printing.documents.receipt import Receipt
from pos_app.printing.sheets import badges_pdf
from pos_app.printing.slip import Banner
from pos_app.printing.training import is_marked, is_training, mark_this_thread, marked
from pos_app.printing.writers import document_pdf, slip_of
from tests.printing.paper import barcodes_of, picture_of, words_of
from tests.printing.specimens import MIXED_SALE, receipt

BADGES = [Badge("Nadia", "Bénévole", "Marseille", "", f"BDG-{number}") for number in range(9)]


def training(made: Receipt) -> Receipt:
    return replace(made, issuer=msgspec.structs.replace(made.issuer, training=True))


def said(elements: Sequence[object]) -> list[int]:
    return [place for place, element in enumerate(elements) if element == Banner("SIMULATION")]


def test_a_training_tills_receipt_is_marked_and_anothers_is_not() -> None:
    assert not is_training(receipt())
    assert "SIMULATION" not in words_of(document_pdf(receipt()))
    assert words_of(document_pdf(training(receipt(MIXED_SALE)))).count("SIMULATION") >= 3


def test_the_mark_leaves_the_barcode_readable() -> None:
    (found,) = barcodes_of(picture_of(document_pdf(training(receipt()))))
    assert found[1] == "MRS1-000482"


def test_a_printer_without_pdf_says_it_above_and_below() -> None:
    slip = slip_of(training(receipt()))
    assert slip is not None
    assert said(slip.elements) == [0, len(slip.elements) - 1]


def test_each_page_of_a_sheet_is_marked() -> None:
    with marked(training=True):
        content = badges_pdf(BADGES)
    assert words_of(content).count("SIMULATION") == 2
    assert not is_marked()
    assert "SIMULATION" not in words_of(badges_pdf(BADGES))


def test_a_training_document_is_marked_by_a_thread_that_is_not() -> None:
    with marked(training=False):
        assert "SIMULATION" in words_of(document_pdf(training(receipt())))


def test_a_thread_of_a_training_till_marks_all_it_writes() -> None:
    with marked(training=False):  # put back in the end
        mark_this_thread(training=True)
        assert "SIMULATION" in words_of(document_pdf(receipt()))


@pytest.mark.parametrize("width_mm", [58, 80])
def test_the_mark_stays_on_the_paper(width_mm: int) -> None:
    """Nothing of it is drawn past the edges, where a printer would cut it."""
    plain = picture_of(document_pdf(receipt(), width_mm=width_mm))
    with marked(training=True):
        picture = picture_of(document_pdf(receipt(), width_mm=width_mm))
    assert picture.size == plain.size
    edges = (
        picture.crop((0, 0, 2, picture.height)), picture.crop((picture.width - 2, 0, picture.width, picture.height))
    )  # fmt: skip
    assert all(edge.getextrema() == (255, 255) for edge in edges)
