"""Text in any script that the bundled fonts have: letters joined by HarfBuzz, put in order by the bidi algorithm.

Inter holds Latin, Greek and Cyrillic and is written as text. Whatever needs another font is drawn as outlines, since
reportlab places characters, and what HarfBuzz answers are glyphs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from pos_app.printing.fonts import REGULAR, register_fonts, text_width
from pos_app.settings import RESOURCES

if TYPE_CHECKING:
    import uharfbuzz
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.pathobject import PDFPathObject

FILES = ("Inter-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansBengali-Regular.ttf")
"""In the order in which a character is looked for."""
BOLD_FILE = "Inter-Bold.ttf"
MISSING = "□"
"""Shown for a character that none of them has, never an empty box that nobody understands."""

_STAND_INS = {0x200C: 0xFE00, 0x200D: 0xFE01}
"""The bidi algorithm takes zero-width joiners out (rule X9), and Persian is misspelt without them: variation
selectors, which no text here has, stand in for them meanwhile."""
_JOINERS = {stand_in: joiner for joiner, stand_in in _STAND_INS.items()}


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbours on paper that one font writes in one direction, in the order in which they are read."""

    text: str
    file: str
    right_to_left: bool


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of `file` at (x, y) from the beginning of its line, for a type size of 1."""

    file: str
    number: int
    x: float
    y: float


def is_plain(text: str) -> bool:
    """Whether Inter writes all of `text`."""
    return _characters(FILES[0]).issuperset(map(ord, text))


def line_width(text: str, size: float, *, font: str = REGULAR) -> float:
    """Width in points of one line; `font` is used where Inter writes all of it."""
    register_fonts()
    return text_width(text, font, size) if is_plain(text) else shaped(text, right_to_left=False)[1] * size


def draw_line(
    canvas: Canvas, text: str, x: float, y: float, *, size: float, font: str = REGULAR, right_to_left: bool = False
) -> None:
    """Draws one line from `x` on the baseline `y`; `right_to_left` is the direction of the whole text."""
    if is_plain(text) and not right_to_left:
        canvas.setFont(font, size)
        canvas.drawString(x, y, text)
        return
    path = canvas.beginPath()
    for glyph in shaped(text, right_to_left=right_to_left)[0]:
        pen = _Pen(path, x + glyph.x * size, y + glyph.y * size, size / units_an_em(glyph.file))
        font_of(glyph.file).draw_glyph(glyph.number, _pen_strokes(), pen)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)  # overlapping outlines of joined letters stay filled


def shaped(text: str, *, right_to_left: bool, bold: bool = False) -> tuple[tuple[Glyph, ...], float]:
    """The glyphs of a line from left to right, and its width, for a type size of 1; only Inter comes in bold."""
    glyphs, x = [], 0.0
    for run in _runs(text, right_to_left=right_to_left):
        if bold and run.file == FILES[0]:
            run = replace(run, file=BOLD_FILE)
        for glyph, advance in _glyphs(run):
            glyphs.append(Glyph(run.file, glyph.number, x + glyph.x, glyph.y))
            x += advance
    return tuple(glyphs), x


@cache
def font_of(file: str) -> uharfbuzz.Font:
    import uharfbuzz

    return uharfbuzz.Font(_face(file))


def units_an_em(file: str) -> int:
    """What the outlines of `file` are drawn in, for a type size of 1."""
    return int(_face(file).upem)


@cache
def _characters(file: str) -> frozenset[int]:
    return frozenset(_face(file).unicodes)


@cache
def _face(file: str) -> uharfbuzz.Face:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob((RESOURCES / "fonts" / file).read_bytes()))


@cache
def _file_of(character: str) -> str | None:
    return next((file for file in FILES if ord(character) in _characters(file)), None)


def _is_known(character: str) -> bool:
    return ord(character) in _STAND_INS or _file_of(character) is not None


def _runs(text: str, *, right_to_left: bool) -> Iterator[_Run]:
    """The runs from left to right. `get_display` has turned letters around and mirrored brackets; HarfBuzz wants the
    letters of a word as they are read."""
    from bidi.algorithm import get_display

    known = "".join(character if _is_known(character) else MISSING for character in text)
    shown = str(get_display(known.translate(_STAND_INS), base_dir="R" if right_to_left else "L"))
    for (file, backwards), pairs in groupby(zip(_writers(shown), shown, strict=True), key=lambda pair: pair[0]):
        run = "".join(character for _writer, character in pairs)
        yield _Run((run[::-1] if backwards else run).translate(_JOINERS), file, backwards)


def _writers(shown: str) -> Iterator[tuple[str, bool]]:
    """Of each character: the font that writes it, and whether backwards. A joiner goes with the letter before it."""
    writer = (FILES[0], False)
    for character in shown:
        if ord(character) not in _JOINERS:
            writer = (_file_of(character) or FILES[0], _is_backward(character))
        yield writer


def _is_backward(character: str) -> bool:
    """Letters of Arabic and Hebrew, and the marks on them."""
    if unicodedata.bidirectional(character) in ("R", "AL"):
        return True
    return unicodedata.combining(character) > 0 and unicodedata.name(character, "").startswith(("ARABIC", "HEBREW"))


def _glyphs(run: _Run) -> Iterator[tuple[Glyph, float]]:
    """Each glyph where it stands from the pen, and how far the pen moves."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.right_to_left else "ltr"
    uharfbuzz.shape(font_of(run.file), buffer, {"tnum": True})  # digits as wide as in `fonts`
    unit = 1 / units_an_em(run.file)
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph = Glyph(run.file, info.codepoint, place.x_offset * unit, place.y_offset * unit)
        yield glyph, place.x_advance * unit


@dataclass(slots=True)
class _Pen:
    """Draws a glyph's outline into a path, `scale` points a unit of the font; remembers where it stands."""

    path: PDFPathObject
    left: float
    bottom: float
    scale: float
    here: tuple[float, float] = (0.0, 0.0)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.bottom + y * self.scale

    def move(self, x: float, y: float) -> None:
        self.here = self.at(x, y)
        self.path.moveTo(*self.here)

    def line(self, x: float, y: float) -> None:
        self.here = self.at(x, y)
        self.path.lineTo(*self.here)

    def quadratic(self, control_x: float, control_y: float, x: float, y: float) -> None:
        """TrueType's curve as the cubic one that PDF has: its controls stand two thirds of the way."""
        (from_x, from_y), (mid_x, mid_y), (to_x, to_y) = self.here, self.at(control_x, control_y), self.at(x, y)
        self.path.curveTo(
            from_x + (mid_x - from_x) * 2 / 3,
            from_y + (mid_y - from_y) * 2 / 3,
            to_x + (mid_x - to_x) * 2 / 3,
            to_y + (mid_y - to_y) * 2 / 3,
            to_x,
            to_y,
        )
        self.here = (to_x, to_y)


@cache
def _pen_strokes() -> uharfbuzz.DrawFuncs:
    import uharfbuzz

    strokes = uharfbuzz.DrawFuncs()
    strokes.set_move_to_func(lambda x, y, pen: pen.move(x, y))
    strokes.set_line_to_func(lambda x, y, pen: pen.line(x, y))
    strokes.set_quadratic_to_func(lambda cx, cy, x, y, pen: pen.quadratic(cx, cy, x, y))
    strokes.set_close_path_func(lambda pen: pen.path.close())
    return strokes
