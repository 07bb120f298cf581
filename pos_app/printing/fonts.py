"""Inter for paper, read once in a process and embedded as the subset that each page uses."""

from __future__ import annotations

from functools import cache

from pos_app.settings import RESOURCES

REGULAR, BOLD = "Inter", "Inter-Bold"


@cache
def register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in ((REGULAR, "Inter-Regular.ttf"), (BOLD, "Inter-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, RESOURCES / "fonts" / file))


def text_width(text: str, font: str, size: float) -> float:
    """Width in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))
