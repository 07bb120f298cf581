"""An 80 mm slip as rows from top to bottom: what a receipt needs and no more, in points.

Rows know their height, so that the page is as long as its content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pos_app.printing.barcodes import Bars
from pos_app.printing.fonts import BOLD, REGULAR, text_width
from pos_app.printing.pdf import pdf_of
from pos_app.printing.qr import draw_qr
from pos_app.printing.scripts import draw_line, is_plain, line_width

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
DOT = MM / 8
"""A dot of a thermal head, which has 8 of them a millimetre."""
PAGE_WIDTH = 80 * MM
MARGIN = 4 * MM
WIDTH = PAGE_WIDTH - 2 * MARGIN
LEADING = 1.35
"""Line height over type size."""
SCRIPT_LEADING = 1.6
"""The same for scripts with marks above and below their letters."""
_GAP = 0.7
"""The least room between the two texts of a pair, over type size."""


class Row(Protocol):
    """A strip of the slip, as wide as the printable part; `draw` gets the y of its top."""

    @property
    def height(self) -> float: ...

    def draw(self, canvas: Canvas, top: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, centred or from the left."""

    text: str
    size: float = 9
    font: str = REGULAR
    centred: bool = False

    @property
    def height(self) -> float:
        return self.size * LEADING

    def draw(self, canvas: Canvas, top: float) -> None:
        canvas.setFont(self.font, self.size)
        baseline = top - self.size
        if self.centred:
            canvas.drawCentredString(PAGE_WIDTH / 2, baseline, self.text)
        else:
            canvas.drawString(MARGIN, baseline, self.text)


@dataclass(frozen=True, slots=True)
class ScriptText:
    """One line in any script, centred or from where its language begins a line; `font` where Inter writes it."""

    text: str
    size: float = 9
    font: str = REGULAR
    centred: bool = False
    right_to_left: bool = False

    @property
    def height(self) -> float:
        return self.size * (LEADING if is_plain(self.text) else SCRIPT_LEADING)

    def draw(self, canvas: Canvas, top: float) -> None:
        free = WIDTH - line_width(self.text, self.size, font=self.font)
        left = MARGIN + (free / 2 if self.centred else free if self.right_to_left else 0)
        baseline = top - self.height + self.size * (LEADING - 1)
        draw_line(canvas, self.text, left, baseline, size=self.size, font=self.font, right_to_left=self.right_to_left)


@dataclass(frozen=True, slots=True)
class Pair:
    """A text at the left and one at the right of the same line."""

    left: str
    right: str
    size: float = 9
    font: str = REGULAR

    @property
    def height(self) -> float:
        return self.size * LEADING

    def draw(self, canvas: Canvas, top: float) -> None:
        canvas.setFont(self.font, self.size)
        canvas.drawString(MARGIN, top - self.size, self.left)
        canvas.drawRightString(PAGE_WIDTH - MARGIN, top - self.size, self.right)


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line with room above and below."""

    height: float = 13

    def draw(self, canvas: Canvas, top: float) -> None:
        canvas.setLineWidth(0.7)
        canvas.setDash(3, 2)
        middle = top - self.height / 2
        canvas.line(MARGIN, middle, PAGE_WIDTH - MARGIN, middle)
        canvas.setDash()


@dataclass(frozen=True, slots=True)
class Space:
    """Nothing, so high."""

    height: float

    def draw(self, canvas: Canvas, top: float) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Banner:
    """White on black across the slip: what must not be overlooked."""

    text: str
    size: float = 11

    @property
    def height(self) -> float:
        return self.size * 2

    def draw(self, canvas: Canvas, top: float) -> None:
        canvas.rect(MARGIN, top - self.height + 3, WIDTH, self.height - 6, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.setFont(BOLD, self.size)
        canvas.drawCentredString(PAGE_WIDTH / 2, top - self.height / 2 - self.size * 0.36, self.text)
        canvas.setFillGray(0)


@dataclass(frozen=True, slots=True)
class Barcode:
    """A barcode across the slip, in whole dots so that a thermal head keeps its edges."""

    bars: Bars
    height: float = 40

    def draw(self, canvas: Canvas, top: float) -> None:
        module = max(1, int(WIDTH / self.bars.width / DOT)) * DOT
        left = int((PAGE_WIDTH - self.bars.width * module) / 2 / DOT) * DOT
        path = canvas.beginPath()
        for start, width in self.bars.bars:
            path.rect(left + start * module, top - self.height + 2, width * module, self.height - 4)
        canvas.drawPath(path, stroke=0, fill=1)


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code in the middle of the slip."""

    text: str
    height: float = 42 * MM

    def draw(self, canvas: Canvas, top: float) -> None:
        draw_qr(canvas, self.text, left=(PAGE_WIDTH - self.height) / 2, bottom=top - self.height, size=self.height)


def paragraph(text: str, *, size: float = 9, font: str = REGULAR, centred: bool = False) -> list[Row]:
    """`text` on as many rows as it needs."""
    return [Text(line, size, font, centred) for line in wrapped(text, size=size, font=font)]


def script_paragraph(text: str, *, size: float = 9, right_to_left: bool = False) -> list[Row]:
    """`text` in any script on as many rows as it needs, broken at spaces."""
    lines = [""]
    for word in text.split(" "):
        candidate = f"{lines[-1]} {word}".strip()
        if lines[-1] and line_width(candidate, size) > WIDTH:
            lines.append(word)
        else:
            lines[-1] = candidate
    return [ScriptText(line, size, right_to_left=right_to_left) for line in lines]


def pair(left: str, right: str, *, size: float = 9, font: str = REGULAR) -> list[Row]:
    """`left` on as many rows as it needs, `right` beside the last of them."""
    room = WIDTH - text_width(right, font, size) - size * _GAP
    lines = wrapped(left, size=size, font=font, width=room)
    return [*(Text(line, size, font) for line in lines[:-1]), Pair(lines[-1], right, size, font)]


def wrapped(text: str, *, size: float = 9, font: str = REGULAR, width: float = WIDTH) -> list[str]:
    """`text` in lines of at most `width` points, broken at spaces, or inside a word that is wider alone."""
    if text_width(text, font, size) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        candidate = f"{lines[-1]} {word}".strip()
        if text_width(candidate, font, size) <= width:
            lines[-1] = candidate
            continue
        lines.append("")
        for letter in word:
            if text_width(lines[-1] + letter, font, size) > width:
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]


def slip_pdf(rows: Sequence[Row], *, title: str, author: str, creator: str) -> bytes:
    """The slip as a PDF of one page, as long as its rows."""
    height = sum(row.height for row in rows) + 2 * MARGIN

    def draw(canvas: Canvas) -> None:
        top = height - MARGIN
        for row in rows:
            row.draw(canvas, top)
            top -= row.height

    return pdf_of(draw, page_size=(PAGE_WIDTH, height), title=title, author=author, creator=creator)
