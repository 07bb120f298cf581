"""Writing a slip as ESC/POS: letters of the printer where its code pages have them, pictures of letters elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

from pos_app.printing.slip import Banner, Barcode, Cut, Element, Frame, Pair, Qr, Role, Rule, Slip, Space, Step, Text
from pos_app.printing.thermal import commands
from pos_app.printing.thermal.bitmap import Bitmap, blank, stacked
from pos_app.printing.thermal.code_pages import code_page_of, encoded
from pos_app.printing.thermal.codes import barcode, qr
from pos_app.printing.thermal.drawn_text import drawn_line, drawn_width
from pos_app.printing.thermal.pictograms import pictogram
from pos_app.printing.thermal.profiles import CodePage, Profile
from pos_app.printing.thermal.type_sizes import LARGE, USUAL, PrinterType
from pos_app.printing.wrapping import paired, wrapped

_RULE_MARGIN, _RULE_HEIGHT, _DASH, _DASH_GAP = 10, 2, 9, 6
_FRAME_LINE, _FRAME_AIR = 4, 12
_LARGEST_DIGITS = 3
_STEP_AIR = 8
_QUIET = 16
"""Clear space above and below a QR code that the printer draws, which leaves none."""


def slip_bytes(slip: Slip, profile: Profile, *, large: bool = False) -> bytes:
    """The slip for a printer of `profile`. `large` is the type for people who see badly."""
    return b"".join(_Writing(profile, large=large).whole(slip))


class _Writing:
    """A job being written: what the printer is set to is sent where it changes."""

    def __init__(self, profile: Profile, *, large: bool) -> None:
        self._profile = profile
        self._large = large
        self._types = LARGE if large else USUAL
        self._type: PrinterType | None = None
        self._page: CodePage | None = None
        self._centred = False

    def whole(self, slip: Slip) -> Iterator[bytes]:
        yield commands.INITIALISE
        if self._profile.file.multibyte:
            yield commands.SINGLE_BYTE
        if self._profile.code_pages:
            yield from self._on(self._profile.code_pages[0])
        for element in slip.elements:
            yield from _WRITTEN[type(element)](self, element)
        yield from self.cut(Cut())

    def text(self, element: Text) -> Iterator[bytes]:
        kind = self._types[element.role]
        page = None if element.right_to_left else self._page_of(element.text)
        if page is None:
            lines = self._drawn_lines(element.text, kind, self._profile.dots)
            for line in lines:
                drawn = drawn_line(line, kind.drawn, bold=kind.bold, right_to_left=element.right_to_left)
                yield self._picture(self._aligned(drawn, centred=element.centred, right=element.right_to_left))
            return
        kind = kind.fitting(element.text, self._profile.dots)
        for line in wrapped(element.text, width=self._profile.dots // kind.cell, measure=len):
            yield from self._line(line, kind, page, centred=element.centred)

    def pair(self, element: Pair) -> Iterator[bytes]:
        kind, dots = self._types[element.role], self._profile.dots
        page = self._page_of(element.left + element.right)
        if page is None:
            lines = paired(
                element.left, element.right, width=dots, gap=kind.drawn, measure=lambda text: self._drawn(text, kind)
            )
            for left, right in lines:
                at_left, at_right = (drawn_line(text, kind.drawn, bold=kind.bold) for text in (left, right))
                yield self._picture(self._aligned(at_left).beside(self._aligned(at_right, right=True)))
            return
        columns = dots // kind.cell
        for left, right in paired(element.left, element.right, width=columns, gap=1, measure=len):
            yield from self._line(left + right.rjust(columns - len(left)) if right else left, kind, page)

    def rule(self, _element: Rule) -> Iterator[bytes]:
        yield from self._aligning(centred=False)
        yield _rule(self._profile.dots)

    def space(self, element: Space) -> Iterator[bytes]:
        """As a picture without ink: how far the feeding commands go depends on the model."""
        yield from self._aligning(centred=False)
        yield _air(self._profile.dots_of_mm(element.height_mm))

    def banner(self, element: Banner) -> Iterator[bytes]:
        kind, dots = self._types[Role.HEADING], self._profile.dots
        page = self._page_of(element.text)
        if page is None:
            for line in self._drawn_lines(element.text, kind, dots):
                drawn = drawn_line(line, kind.drawn, bold=kind.bold)
                yield self._picture(self._aligned(drawn, centred=True).inverted())
            return
        columns = dots // kind.cell
        yield commands.REVERSE
        for line in wrapped(element.text, width=columns, measure=len):
            yield from self._line(line.center(columns), kind, page)
        yield commands.NOT_REVERSE

    def barcode(self, element: Barcode) -> Iterator[bytes]:
        drawn = barcode(element.text, self._profile)
        if isinstance(drawn, Bitmap):
            yield self._picture(self._aligned(drawn, centred=True))
        else:
            yield from self._aligning(centred=True)
            yield drawn

    def qr(self, element: Qr) -> Iterator[bytes]:
        drawn = qr(element.text, self._profile)
        if isinstance(drawn, Bitmap):
            yield self._picture(self._aligned(drawn, centred=True))
        else:
            yield _air(_QUIET)
            yield from self._aligning(centred=True)
            yield drawn + _air(_QUIET)

    def frame(self, element: Frame) -> Iterator[bytes]:
        dots = self._profile.dots
        longest = max(len(line) for line in element.lines)
        times = min(_LARGEST_DIGITS + self._large, dots // (PrinterType().cell * longest))
        kind = PrinterType(bold=True, width=times, height=times, drawn=times * 22)
        line, air = Bitmap(dots, ((1 << dots) - 1,) * _FRAME_LINE), blank(dots, _FRAME_AIR)
        yield self._picture(stacked([line, air]))
        for digits in element.lines:
            yield from self._written(digits, kind, centred=True)
        yield self._picture(stacked([air, line, air]))

    def step(self, element: Step) -> Iterator[bytes]:
        """The pictogram within the first line of text where the printer can, else all as a picture."""
        page = self._page_of(element.text)
        if page is None or element.right_to_left or self._large or not self._profile.column_images:
            yield self._drawn_step(element)
            return
        kind, picture = self._types[Role.BODY], pictogram(element.pictogram)
        indent = -(-(picture.width + _STEP_AIR) // kind.cell)
        lines = wrapped(element.text, width=self._profile.dots // kind.cell - indent, measure=len)
        rest = indent * kind.cell - picture.width
        inline = commands.column_image(picture.placed(left=0, width=picture.width + rest))
        for number, line in enumerate(lines):
            yield from self._setting(kind, page)
            yield from self._aligning(centred=False)
            yield (b" " * indent if number else inline) + encoded(line, page) + commands.LINE

    def cut(self, _element: Cut) -> Iterator[bytes]:
        yield from self._setting(self._types[Role.BODY], None)
        yield commands.cut(self._profile.file.database, self._profile.file.cutter)

    def _drawn_step(self, element: Step) -> bytes:
        kind, dots, backwards = self._types[Role.BODY], self._profile.dots, element.right_to_left
        picture = pictogram(element.pictogram).grown(2 if self._large else 1)
        indent = picture.width + _STEP_AIR
        texts = [
            drawn_line(line, kind.drawn, right_to_left=backwards)
            for line in self._drawn_lines(element.text, kind, dots - indent)
        ]
        lines = stacked(
            text.placed(left=dots - indent - text.width if backwards else indent, width=dots) for text in texts
        )
        air = max(0, (texts[0].height - picture.height) // 2)
        placed = stacked([blank(picture.width, air), picture]).placed(
            left=dots - picture.width if backwards else 0, width=dots
        )
        return self._picture(placed.beside(lines))

    def _written(self, text: str, kind: PrinterType, *, centred: bool) -> Iterator[bytes]:
        page = self._page_of(text)
        if page is None:
            yield self._picture(self._aligned(drawn_line(text, kind.drawn, bold=kind.bold), centred=centred))
        else:
            yield from self._line(text, kind, page, centred=centred)

    def _line(self, text: str, kind: PrinterType, page: CodePage, *, centred: bool = False) -> Iterator[bytes]:
        yield from self._setting(kind, page)
        yield from self._aligning(centred=centred)
        yield encoded(text, page) + commands.LINE

    def _setting(self, kind: PrinterType, page: CodePage | None) -> Iterator[bytes]:
        if page is not None and page != self._page:
            yield from self._on(page)
        if kind != self._type:
            yield commands.type_of(small=kind.small, bold=kind.bold, width=kind.width, height=kind.height)
            yield commands.spacing(kind.spacing) if kind.spacing else commands.DEFAULT_SPACING
            self._type = kind

    def _on(self, page: CodePage) -> Iterator[bytes]:
        self._page = page
        yield commands.code_page(page.number)

    def _aligning(self, *, centred: bool) -> Iterator[bytes]:
        if centred != self._centred:
            self._centred = centred
            yield commands.CENTRE if centred else commands.LEFT

    def _picture(self, picture: Bitmap) -> bytes:
        """Pictures are as wide as they need and placed by themselves: printers disagree on centring them."""
        return b"".join(self._aligning(centred=False)) + commands.raster(picture)

    def _page_of(self, text: str) -> CodePage | None:
        return code_page_of(text, self._profile.code_pages)

    def _drawn(self, text: str, kind: PrinterType) -> float:
        return drawn_width(text, kind.drawn, bold=kind.bold)

    def _drawn_lines(self, text: str, kind: PrinterType, width: int) -> list[str]:
        return wrapped(text, width=width, measure=lambda part: self._drawn(part, kind))

    def _aligned(self, picture: Bitmap, *, centred: bool = False, right: bool = False) -> Bitmap:
        free = self._profile.dots - picture.width
        return picture.placed(left=free // 2 if centred else free if right else 0, width=self._profile.dots)


@cache
def _rule(dots: int) -> bytes:
    dashes = sum(1 << dots - 1 - x for x in range(dots) if x % (_DASH + _DASH_GAP) < _DASH)
    line = commands.raster(Bitmap(dots, (dashes,) * _RULE_HEIGHT))
    return _air(_RULE_MARGIN) + line + _air(_RULE_MARGIN)


@lru_cache(maxsize=32)
def _air(dots: int) -> bytes:
    return commands.raster(blank(8, dots))


_WRITTEN: dict[type[Element], Callable[[_Writing, Any], Iterator[bytes]]] = {
    Text: _Writing.text,
    Pair: _Writing.pair,
    Rule: _Writing.rule,
    Space: _Writing.space,
    Banner: _Writing.banner,
    Barcode: _Writing.barcode,
    Qr: _Writing.qr,
    Frame: _Writing.frame,
    Step: _Writing.step,
    Cut: _Writing.cut,
}
