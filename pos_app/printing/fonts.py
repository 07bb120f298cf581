"""Inter for paper, read once in a process and embedded as the letters that each page uses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pos_app.settings import RESOURCES

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Inter", "Inter-Bold"
TABULAR_ZERO_GLYPH = 1357
"""Where Inter 4.001, regular and bold, keeps "zero.tf", followed by the nine other digits of its `tnum` feature."""


@cache
def register_fonts() -> None:
    """Makes `REGULAR` and `BOLD` known to reportlab: 10 ms the first time, then nothing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in ((REGULAR, "Inter-Regular.ttf"), (BOLD, "Inter-Bold.ttf")):
        # `asciiReadable` would embed all of ASCII in each document: 10 KB and 1 ms a receipt for nothing.
        font = TTFont(name, RESOURCES / "fonts" / file, asciiReadable=False)
        _use_tabular_digits(font)
        pdfmetrics.registerFont(font)


def text_width(text: str, font: str, size: float) -> float:
    """Width in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


def _use_tabular_digits(font: TTFont) -> None:
    """Makes every digit as wide as the others, so that amounts align: reportlab has no `tnum`."""
    for digit in range(10):
        glyph = TABULAR_ZERO_GLYPH + digit
        width, _left_bearing = font.face.hmetrics[glyph]
        font.face.charToGlyph[ord("0") + digit] = glyph
        font.face.charWidths[ord("0") + digit] = font.pdfScale(width)
