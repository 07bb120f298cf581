"""Writing a slip as a PDF of one page, as wide as its roll and as long as its content (mocks/slip.png)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pos_app.printing.barcodes import code128
from pos_app.printing.fonts import BOLD, REGULAR, register_fonts, text_width
from pos_app.printing.pdf import MM, pdf_of
from pos_app.printing.pictograms import draw_pictogram
from pos_app.printing.qr import draw_qr
from pos_app.printing.scripts import draw_line, is_plain, line_width
from pos_app.printing.slip import Banner, Barcode, Cut, Element, Frame, Pair, Qr, Role, Rule, Slip, Space, Step, Text
from pos_app.printing.wrapping import paired, wrapped

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

DOT = MM / 8
"""A dot of a thermal head, which has 8 of them a millimetre."""
LEADING = 1.35
"""Line height over type size."""
SCRIPT_LEADING = 1.6
"""The same for scripts with marks above and below their letters."""
LARGE = 1.75
"""How much larger the type for people who see badly is: 16 points, which such people's associations ask for."""

_TYPES = {
    Role.SMALL: (7.5, REGULAR),
    Role.SMALL_STRONG: (7.5, BOLD),
    Role.BODY: (9.0, REGULAR),
    Role.STRONG: (9.0, BOLD),
    Role.HEADING: (11.0, BOLD),
    Role.TITLE: (13.0, BOLD),
    Role.DISPLAY: (16.0, BOLD),
}
_LARGEST = 20.0
"""Titles are large already: what grows with the rest stops here."""
_GAP = 0.7
"""The least room between the two texts of a pair, over type size."""
_FRAMED = 23.0
_BARS_HEIGHT = 40.0
_LEAST_DOTS = 2
"""Bars of single dots are finer than hand scanners read."""
_QR_SIZE = 42 * MM
_PICTOGRAM = 11.0
_INDENT = 16.0


@dataclass(frozen=True, slots=True)
class Roll:
    """Paper from a roll, in points. A head of 8 dots a millimetre prints 72 mm of 80, and 48 of 58."""

    width_mm: int = 80
    large: bool = False

    @property
    def page_width(self) -> float:
        return self.width_mm * MM

    @property
    def margin(self) -> float:
        return (4 if self.width_mm >= 80 else 5) * MM

    @property
    def width(self) -> float:
        return self.page_width - 2 * self.margin

    def type_of(self, role: Role) -> tuple[float, str]:
        """Size in points, and font."""
        size, font = _TYPES[role]
        return self.grown(size), font

    def grown(self, size: float) -> float:
        return max(size, min(size * LARGE, _LARGEST)) if self.large else size


class _Strip(NamedTuple):
    """A part of the slip; `draw` gets the y of its top."""

    height: float
    draw: Callable[[Canvas, float], None]


def slip_pdf(slip: Slip, *, width_mm: int = 80, large: bool = False) -> bytes:
    """The slip as a PDF. `large` is the type for people who see badly."""
    register_fonts()
    roll = Roll(width_mm, large)
    strips = [strip for element in slip.elements for strip in _LAID_OUT[type(element)](element, roll)]
    height = sum(strip.height for strip in strips) + 2 * roll.margin

    def draw(canvas: Canvas) -> None:
        top = height - roll.margin
        for strip in strips:
            strip.draw(canvas, top)
            top -= strip.height

    size = (roll.page_width, height)
    return pdf_of(draw, page_size=size, title=slip.title, author=slip.author, creator=slip.creator)


def _text(element: Text, roll: Roll) -> Iterator[_Strip]:
    size, font = roll.type_of(element.role)
    plain = is_plain(element.text)
    if plain and not element.right_to_left:
        lines = wrapped(element.text, width=roll.width, measure=lambda text: text_width(text, font, size))
        return (_plain_line(line, roll, size=size, font=font, centred=element.centred) for line in lines)
    lines = wrapped(element.text, width=roll.width, measure=lambda text: line_width(text, size, font=font))
    return (_script_line(line, element, roll, size=size, font=font) for line in lines)


def _plain_line(line: str, roll: Roll, *, size: float, font: str, centred: bool) -> _Strip:
    def draw(canvas: Canvas, top: float) -> None:
        canvas.setFont(font, size)
        if centred:
            canvas.drawCentredString(roll.page_width / 2, top - size, line)
        else:
            canvas.drawString(roll.margin, top - size, line)

    return _Strip(size * LEADING, draw)


def _script_line(line: str, element: Text, roll: Roll, *, size: float, font: str) -> _Strip:
    backwards = element.right_to_left
    height = size * (LEADING if is_plain(line) else SCRIPT_LEADING)

    def draw(canvas: Canvas, top: float) -> None:
        free = roll.width - line_width(line, size, font=font)
        left = roll.margin + (free / 2 if element.centred else free if backwards else 0)
        draw_line(
            canvas, line, left, top - height + size * (LEADING - 1), size=size, font=font, right_to_left=backwards
        )

    return _Strip(height, draw)


def _pair(element: Pair, roll: Roll) -> Iterator[_Strip]:
    size, font = roll.type_of(element.role)
    lines = paired(
        element.left,
        element.right,
        width=roll.width,
        gap=size * _GAP,
        measure=lambda text: line_width(text, size, font=font),
    )
    return (_pair_line(left, right, roll, size=size, font=font) for left, right in lines)


def _pair_line(left: str, right: str, roll: Roll, *, size: float, font: str) -> _Strip:
    plain = is_plain(left) and is_plain(right)
    height = size * (LEADING if plain else SCRIPT_LEADING)

    def draw(canvas: Canvas, top: float) -> None:
        baseline = top - height + size * (LEADING - 1)
        if left:
            draw_line(canvas, left, roll.margin, baseline, size=size, font=font)
        if right:
            start = roll.page_width - roll.margin - line_width(right, size, font=font)
            draw_line(canvas, right, start, baseline, size=size, font=font)

    return _Strip(height, draw)


def _rule(_element: Rule, roll: Roll) -> Iterator[_Strip]:
    height = 13.0

    def draw(canvas: Canvas, top: float) -> None:
        canvas.setLineWidth(0.7)
        canvas.setDash(3, 2)
        canvas.line(roll.margin, top - height / 2, roll.page_width - roll.margin, top - height / 2)
        canvas.setDash()

    yield _Strip(height, draw)


def _space(element: Space, _roll: Roll) -> Iterator[_Strip]:
    yield _Strip(element.height_mm * MM, lambda _canvas, _top: None)


def _cut(_element: Cut, roll: Roll) -> Iterator[_Strip]:
    """A file has one page: two lines stand for the knife."""
    yield from _rule(Rule(), roll)
    yield from _rule(Rule(), roll)


def _banner(element: Banner, roll: Roll) -> Iterator[_Strip]:
    size, font = roll.type_of(Role.HEADING)
    lines = wrapped(element.text, width=roll.width - size, measure=lambda text: text_width(text, font, size))
    height = size * (2 + LEADING * (len(lines) - 1))

    def draw(canvas: Canvas, top: float) -> None:
        canvas.rect(roll.margin, top - height + 3, roll.width, height - 6, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.setFont(font, size)
        for number, line in enumerate(lines):
            canvas.drawCentredString(roll.page_width / 2, top - size * (1.36 + LEADING * number), line)
        canvas.setFillGray(0)

    yield _Strip(height, draw)


def _barcode(element: Barcode, roll: Roll) -> Iterator[_Strip]:
    """In whole dots, so that a thermal head keeps its edges; along the paper where they would be single dots."""
    bars = code128(element.text)
    dots = int(roll.width / bars.width / DOT)
    across = dots >= _LEAST_DOTS
    module = max(dots, _LEAST_DOTS) * DOT
    left = int((roll.page_width - (bars.width * module if across else _BARS_HEIGHT * 2)) / 2 / DOT) * DOT
    height = _BARS_HEIGHT if across else bars.width * module

    def draw(canvas: Canvas, top: float) -> None:
        path = canvas.beginPath()
        for start, width in bars.bars:
            if across:
                path.rect(left + start * module, top - _BARS_HEIGHT + 2, width * module, _BARS_HEIGHT - 4)
            else:
                path.rect(left, top - (start + width) * module, _BARS_HEIGHT * 2, width * module)
        canvas.drawPath(path, stroke=0, fill=1)

    yield _Strip(height, draw)


def _qr(element: Qr, roll: Roll) -> Iterator[_Strip]:
    left = (roll.page_width - _QR_SIZE) / 2

    def draw(canvas: Canvas, top: float) -> None:
        draw_qr(canvas, element.text, left=left, bottom=top - _QR_SIZE, size=_QR_SIZE)

    yield _Strip(_QR_SIZE, draw)


def _frame(element: Frame, roll: Roll) -> Iterator[_Strip]:
    widest = max(text_width(line, BOLD, 1) for line in element.lines)
    size = min(_FRAMED * (1.25 if roll.large else 1), (roll.width - 12) / widest)
    height = len(element.lines) * size * 1.25 + 14

    def draw(canvas: Canvas, top: float) -> None:
        canvas.setLineWidth(1.4)
        canvas.rect(roll.margin, top - height, roll.width, height, stroke=1, fill=0)
        canvas.setFont(BOLD, size)
        for number, line in enumerate(element.lines, start=1):
            canvas.drawCentredString(roll.page_width / 2, top - 2 - number * size * 1.25, line)

    yield _Strip(height, draw)


def _step(element: Step, roll: Roll) -> Iterator[_Strip]:
    size, backwards = roll.type_of(Role.BODY)[0], element.right_to_left
    picture, indent = roll.grown(_PICTOGRAM), roll.grown(_INDENT)
    room = roll.width - indent
    lines = wrapped(element.text, width=room, measure=lambda text: line_width(text, size))
    height = max(len(lines) * size * SCRIPT_LEADING, picture + 3)

    def draw(canvas: Canvas, top: float) -> None:
        left = roll.page_width - roll.margin - picture if backwards else roll.margin
        draw_pictogram(canvas, element.pictogram, left, top - picture - 1.5, picture)
        for number, line in enumerate(lines):
            x = roll.margin + (room - line_width(line, size) if backwards else indent)
            baseline = top - size * (1.1 + number * SCRIPT_LEADING)
            draw_line(canvas, line, x, baseline, size=size, right_to_left=backwards)

    yield _Strip(height, draw)


_LAID_OUT: dict[type[Element], Callable[[Any, Roll], Iterator[_Strip]]] = {
    Text: _text,
    Pair: _pair,
    Rule: _rule,
    Space: _space,
    Banner: _banner,
    Barcode: _barcode,
    Qr: _qr,
    Frame: _frame,
    Step: _step,
    Cut: _cut,
}
