"""What is owed to an operator for a month, as A4 pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.printing.a4 import Column, Pages
from pos_app.printing.pdf import pdf_of
from pos_app.printing.sheets import A4

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_SHARES = (0.44, 0.28, 0.12, 0.16)


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """A statement in words: four columns, the last two of figures; its last row is the sum."""

    title: str
    subtitle: str
    author: str
    notes: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def statement_pdf(sheet: StatementSheet) -> bytes:
    """The statement: whose it is, its lines and their sum, and what must be known to read it."""

    def draw(canvas: Canvas) -> None:
        pages = Pages(canvas, f"{sheet.author} · {sheet.title}")
        pages.title(sheet.title)
        pages.text(sheet.subtitle, size=12)
        pages.space(12)
        columns = [
            Column(heading, share, right=place >= 2)
            for place, (heading, share) in enumerate(zip(sheet.columns, _SHARES, strict=True))
        ]
        pages.table(columns, sheet.rows)
        for note in sheet.notes:
            pages.space(6)
            pages.text(note)

    return pdf_of(draw, page_size=A4, title=sheet.title, author=sheet.author)
