"""Code 128 as bars."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pos_app.domain.refusals import Bug
from pos_app.printing.barcodes import QUIET_MODULES, Bars, code128
from tests.printing.paper import barcodes_of

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=6, max_size=30)
"""Not shorter: readers take a very short symbol for noise."""


def drawn(bars: Bars) -> Image.Image:
    picture = Image.new("L", (bars.width * 2, 60), 255)
    pen = ImageDraw.Draw(picture)
    for start, width in bars.bars:
        pen.rectangle((start * 2, 5, (start + width) * 2 - 1, 55), fill=0)
    return picture


@given(PRINTABLE)
@example("MRS1-999999")
@example("9912345678")
@example("99AB")
def test_any_printable_text_reads_back(text: str) -> None:
    assert barcodes_of(drawn(code128(text))) == [(zxingcpp.BarcodeFormat.Code128, text)]


def test_both_sides_keep_the_quiet_zone_of_iso_15417() -> None:
    bars = code128("MRS1-000482")
    first, last = bars.bars[0], bars.bars[-1]
    assert first[0] == QUIET_MODULES == 10
    assert bars.width - (last[0] + last[1]) == QUIET_MODULES


@pytest.mark.parametrize("text", ["", "é", "a\nb", "٣"])
def test_what_code_128_cannot_say_is_a_bug(text: str) -> None:
    with pytest.raises(Bug) as found:
        code128(text)
    assert found.value.code == "barcode_text_wrong"
