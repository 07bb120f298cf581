"""Writing the sheet for selling by hand: what to do, what things cost, and lines to be filled with a pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.domain.paper_sheet import LINES
from pos_app.i18n import date, money
from pos_app.i18n import gettext as _
from pos_app.printing.a4 import Pages
from pos_app.printing.documents.paper_sheet import PaperSheet
from pos_app.printing.fonts import BOLD, REGULAR
from pos_app.printing.pdf import MM, pdf_of
from pos_app.printing.scripts import draw_line
from pos_app.printing.sheets import A4

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_LEFT, _RIGHT, _BOTTOM = 12 * MM, A4[0] - 12 * MM, 18 * MM
_ROW = 7.6 * MM
_HEAD = 11 * MM
_SHARES = (0.10, 0.09, 0.33, 0.11, 0.13, 0.16, 0.08)


def paper_sheet_pdf(sheet: PaperSheet) -> bytes:
    """One A4 page."""
    issuer = sheet.issuer
    title = _("Selling by hand: sheet {number}").format(number=sheet.number)

    def draw(canvas: Canvas) -> None:
        foot = f"{issuer.legal_name} · {issuer.point} · {issuer.till} · {date(sheet.made_on)} · {sheet.software}"
        pages = Pages(canvas, foot)
        pages.title(title)
        for text in _told():
            pages.text(text)
        pages.space(4)
        pages.text(" · ".join(f"{label} {money(cents)}" for label, cents in sheet.prices), size=8.5)
        pages.space(4)
        pages.text(
            _("Date: ____ / ____ / ________   Written by: ____________________   Cash at the start: __________ €"),
            size=11,
        )
        _draw_lines(canvas, sheet)

    return pdf_of(draw, page_size=A4, title=title, author=issuer.legal_name, creator=sheet.software)


def _told() -> tuple[str, ...]:
    return (
        _("The computer is dead: go on selling. One line for each sale, with a pen, nothing rubbed out."),
        _("No recharge codes, no laptops on instalments, no refunds: those wait for the computer."),
        _(
            "Once it works again: Till, F5, the sheet's number and date; key the lines in order and tick them. "
            "Keep this sheet with the day's papers for six years."
        ),
    )


def _headings() -> tuple[str, ...]:
    return (
        _("Line"),
        _("Time"),
        _("Articles and number of each"),
        _("Total €"),
        _("Cash, card, cheque"),
        _("Member card no."),
        _("Keyed"),
    )


def _draw_lines(canvas: Canvas, sheet: PaperSheet) -> None:
    """The grid, from the foot of the page upwards: what is written above may be longer or shorter."""
    top = _BOTTOM + LINES * _ROW
    edges = [_LEFT]
    for share in _SHARES:
        edges.append(edges[-1] + (_RIGHT - _LEFT) * share)
    canvas.setLineWidth(0.6)
    for row in range(LINES + 1):
        canvas.line(_LEFT, _BOTTOM + row * _ROW, _RIGHT, _BOTTOM + row * _ROW)
    canvas.line(_LEFT, top + _HEAD, _RIGHT, top + _HEAD)
    for edge in edges:
        canvas.line(edge, _BOTTOM, edge, top + _HEAD)
    for left, heading in zip(edges, _headings(), strict=False):
        for number, words in enumerate(_two_lines(heading)):
            draw_line(canvas, words, left + 1.2 * MM, top + _HEAD - 4.2 * MM - number * 4 * MM, size=8, font=BOLD)
    for line in range(1, LINES + 1):
        baseline = top - line * _ROW + 2.4 * MM
        draw_line(canvas, f"{sheet.number}-{line:02d}", _LEFT + 1.2 * MM, baseline, size=8.5, font=REGULAR)


def _two_lines(text: str) -> tuple[str, ...]:
    """A heading of several words stands in two lines."""
    words = text.split(" ")
    if len(text) < 12 or len(words) == 1:
        return (text,)
    half = (len(words) + 1) // 2
    return " ".join(words[:half]), " ".join(words[half:])
