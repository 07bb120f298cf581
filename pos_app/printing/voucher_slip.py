"""Writing a voucher slip as an 80 mm slip (mocks/slip.png): the code in its frame, then how to use it.

The barcode is the slip's number, never the code: a scan must not type a code into a field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.domain.language_file import Language
from pos_app.domain.voucher import VoucherCode
from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.printing.barcodes import code128
from pos_app.printing.documents.voucher_slip import VoucherSlip
from pos_app.printing.fonts import BOLD, register_fonts
from pos_app.printing.pictograms import draw_pictogram
from pos_app.printing.scripts import draw_line, line_width
from pos_app.printing.slip import (
    MARGIN,
    PAGE_WIDTH,
    SCRIPT_LEADING,
    WIDTH,
    Banner,
    Barcode,
    Row,
    Rule,
    ScriptText,
    Space,
    pair,
    paragraph,
    slip_pdf,
)

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_SMALL = 7.5
_CODE_SIZE = 23
_GROUPS_A_LINE = 2
_STEP_SIZE = 9
_INDENT = 16
_PICTOGRAM = 11


def voucher_slip_pdf(slip: VoucherSlip) -> bytes:
    """The slip as a PDF of 80 mm by its own length: bytes for a printer, never for a file."""
    register_fonts()
    return slip_pdf(list(_rows(slip)), title=slip.name, author=slip.issuer.legal_name, creator=slip.software)


def _rows(slip: VoucherSlip) -> Iterator[Row]:
    yield from _heading(slip)
    yield _Framed(slip.code)
    yield Space(6)
    yield Barcode(code128(slip.number), height=38)
    for number, language in enumerate(slip.languages):
        yield from (Rule(),) if number else (Space(5),)
        yield from _told_in(slip, language)
    yield Rule()
    yield from _foot(slip)


def _heading(slip: VoucherSlip) -> Iterator[Row]:
    yield from paragraph(slip.languages[0].voucher.title.upper(), size=13, font=BOLD, centred=True)
    for language in slip.languages[1:]:
        yield ScriptText(language.voucher.title, size=10, centred=True, right_to_left=language.right_to_left)
    yield from paragraph(slip.product, font=BOLD, centred=True)
    if slip.copy:
        yield Space(3)
        yield Banner(_("Same code, reprint no. {number}").format(number=slip.copy))
    if slip.replaces:
        yield from paragraph(_("Replaces a code that was refused"), size=_SMALL, centred=True)
    yield Space(5)


def _told_in(slip: VoucherSlip, language: Language) -> Iterator[Row]:
    code = slip.code.reveal()
    steps = language.voucher.steps(dial=slip.dial, page=slip.page, count=len(code), digits_only=code.isdigit())
    for number, (pictogram, text) in enumerate(steps, start=1):
        numbered = f"{language.voucher.number(number)}. {text}"
        yield _Step(pictogram, tuple(_broken(numbered)), right_to_left=language.right_to_left)


def _foot(slip: VoucherSlip) -> Iterator[Row]:
    if slip.expires_on is not None:
        yield from pair(_("Valid until"), date(slip.expires_on), font=BOLD)
    place = _("{ticket} · slip {place}/{slips}").format(ticket=slip.ticket, place=slip.place, slips=slip.slips)
    yield from pair(_("Ticket"), place)
    yield Space(3)
    for language in slip.languages:
        trouble, backwards = language.voucher.trouble, language.right_to_left
        yield from (
            ScriptText(line, size=_SMALL, centred=True, right_to_left=backwards)
            for line in _broken(trouble, size=_SMALL, width=WIDTH)
        )
    if any(not language.read_by for language in slip.languages[1:]):
        unread = _("Nobody who grew up with this language has read this translation yet: the French text counts.")
        yield from paragraph(unread, size=6.5, centred=True)


def _broken(text: str, *, size: float = _STEP_SIZE, width: float = WIDTH - _INDENT) -> list[str]:
    """`text` in any script, in lines of at most `width` points, broken at spaces."""
    lines = [""]
    for word in text.split(" "):
        candidate = f"{lines[-1]} {word}".strip()
        if lines[-1] and line_width(candidate, size) > width:
            lines.append(word)
        else:
            lines[-1] = candidate
    return lines


@dataclass(frozen=True, slots=True)
class _Framed:
    """The code in large groups inside a frame: what somebody copies digit by digit."""

    code: VoucherCode

    @property
    def _lines(self) -> list[str]:
        groups = self.code.groups
        return ["  ".join(groups[i : i + _GROUPS_A_LINE]) for i in range(0, len(groups), _GROUPS_A_LINE)]

    @property
    def height(self) -> float:
        return len(self._lines) * _CODE_SIZE * 1.25 + 14

    def draw(self, canvas: Canvas, top: float) -> None:
        canvas.setLineWidth(1.4)
        canvas.rect(MARGIN, top - self.height, WIDTH, self.height, stroke=1, fill=0)
        canvas.setFont(BOLD, _CODE_SIZE)
        for number, line in enumerate(self._lines, start=1):
            canvas.drawCentredString(PAGE_WIDTH / 2, top - 2 - number * _CODE_SIZE * 1.25, line)


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of the instructions: its pictogram where its language begins a line, its text beside it."""

    pictogram: str
    lines: tuple[str, ...]
    right_to_left: bool

    @property
    def height(self) -> float:
        return max(len(self.lines) * _STEP_SIZE * SCRIPT_LEADING, _PICTOGRAM + 3)

    def draw(self, canvas: Canvas, top: float) -> None:
        left = PAGE_WIDTH - MARGIN - _PICTOGRAM if self.right_to_left else MARGIN
        draw_pictogram(canvas, self.pictogram, left, top - _PICTOGRAM - 1.5, _PICTOGRAM)
        for number, line in enumerate(self.lines):
            free = WIDTH - _INDENT - line_width(line, _STEP_SIZE)
            x = MARGIN + free if self.right_to_left else MARGIN + _INDENT
            baseline = top - _STEP_SIZE * 1.1 - number * _STEP_SIZE * SCRIPT_LEADING
            draw_line(canvas, line, x, baseline, size=_STEP_SIZE, right_to_left=self.right_to_left)
