"""A4 pages that fill from top to bottom: headings, paragraphs and tables, in any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.i18n import gettext as _
from pos_app.printing.fonts import BOLD, REGULAR
from pos_app.printing.pdf import MM
from pos_app.printing.scripts import draw_line, line_width
from pos_app.printing.sheets import A4

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing
    from reportlab.pdfgen.canvas import Canvas

MARGIN = 20 * MM
WIDTH = A4[0] - 2 * MARGIN
BOTTOM = 22 * MM
_SIZE = 9.5
_LINE = 1.45
_GUTTER = 3 * MM


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it holds amounts."""

    heading: str
    share: float
    right: bool = False


class Pages:
    """Writes downwards on `canvas`, and begins a new page where the old one is full. `foot` stands on each."""

    def __init__(self, canvas: Canvas, foot: str) -> None:
        self._canvas = canvas
        self._foot = foot
        self._number = 0
        self._y = 0.0
        self._begin_page()

    def title(self, text: str) -> None:
        self.text(text, size=20, font=BOLD)
        self.space(6)

    def heading(self, text: str) -> None:
        self._need(20 + 3 * _SIZE * _LINE)
        self.space(10)
        self.text(text, size=12.5, font=BOLD)
        self.space(3)

    def text(self, text: str, *, size: float = _SIZE, font: str = REGULAR) -> None:
        """A paragraph."""
        for line in _broken(text, size=size, font=font, width=WIDTH):
            self._need(size * _LINE)
            self._y -= size * _LINE
            draw_line(self._canvas, line, MARGIN, self._y + size * 0.35, size=size, font=font)

    def space(self, points: float) -> None:
        self._y -= points

    def drawing(self, drawing: Drawing) -> None:
        """A chart, whole on one page."""
        from reportlab.graphics import renderPDF

        self._need(drawing.height)
        self._y -= drawing.height
        renderPDF.draw(drawing, self._canvas, MARGIN, self._y)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Headings stand again on each page; a row is never parted, a long text in it is broken."""
        self._table_head(columns)
        for row in rows:
            cells = [
                _broken(text, size=_SIZE, font=REGULAR, width=_width(column))
                for column, text in zip(columns, row, strict=True)
            ]
            height = max(map(len, cells)) * _SIZE * _LINE
            if self._y - height < BOTTOM:
                self._begin_page()
                self._table_head(columns)
            self._draw_row(columns, cells, font=REGULAR)
            self._y -= height

    def _table_head(self, columns: Sequence[Column]) -> None:
        if not any(column.heading for column in columns):
            return
        heads = [_broken(column.heading, size=_SIZE, font=BOLD, width=_width(column)) for column in columns]
        tall = max(map(len, heads))
        self._need((tall + 2) * _SIZE * _LINE)
        self._draw_row(columns, heads, font=BOLD)
        self._y -= tall * _SIZE * _LINE + 2
        self._canvas.setLineWidth(0.5)
        self._canvas.line(MARGIN, self._y, A4[0] - MARGIN, self._y)
        self._y -= 2

    def _draw_row(self, columns: Sequence[Column], cells: Sequence[Sequence[str]], *, font: str) -> None:
        left = MARGIN
        for column, lines in zip(columns, cells, strict=True):
            for number, line in enumerate(lines, start=1):
                free = _width(column) - line_width(line, _SIZE, font=font) if column.right else 0
                baseline = self._y - number * _SIZE * _LINE + _SIZE * 0.35
                draw_line(self._canvas, line, left + free, baseline, size=_SIZE, font=font)
            left += WIDTH * column.share

    def _need(self, height: float) -> None:
        if self._y - height < BOTTOM:
            self._begin_page()

    def _begin_page(self) -> None:
        if self._number:
            self._canvas.showPage()
        self._number += 1
        self._y = A4[1] - MARGIN
        self._canvas.setFont(REGULAR, 8)
        self._canvas.drawString(MARGIN, 12 * MM, self._foot)
        self._canvas.drawRightString(A4[0] - MARGIN, 12 * MM, _("Page {number}").format(number=self._number))


def _width(column: Column) -> float:
    return WIDTH * column.share - _GUTTER


def _broken(text: str, *, size: float, font: str, width: float) -> list[str]:
    """`text` in lines of at most `width`, broken at spaces, or inside a word that is wider alone."""
    lines = [""]
    for word in text.split(" "):
        candidate = f"{lines[-1]} {word}" if lines[-1] else word
        if line_width(candidate, size, font=font) <= width:
            lines[-1] = candidate
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and line_width(lines[-1] + letter, size, font=font) > width:
                lines.append("")
            lines[-1] += letter
    return lines
