"""Writing member cards: on A4 to cut out, one alone at its size, or as a slip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.printing.barcodes import code128
from pos_app.printing.documents.member_card import MemberCard
from pos_app.printing.fonts import BOLD, REGULAR
from pos_app.printing.pdf import MM, pdf_of
from pos_app.printing.scripts import draw_line, line_width
from pos_app.printing.sheets import A4
from pos_app.printing.slip import Barcode, Element, Role, Rule, Slip, Space, centred

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

CARD = (85.6 * MM, 53.98 * MM)
"""ISO/IEC 7810 ID-1, the size of a bank card."""
COLUMNS, ROWS = 2, 5
_EDGE = 5 * MM
_MARK = 4 * MM
_BARS_HEIGHT = 15 * MM
_MODULE = 0.5 * MM
"""Wide enough for any hand scanner, and for the camera of a telephone."""


def card_pdf(card: MemberCard) -> bytes:
    """One card alone, on a page of its size: for a card printer."""
    return pdf_of(
        lambda canvas: _draw_card(canvas, card, 0, 0), page_size=CARD, title=_("Member card"), author=card.legal_name
    )


def card_sheet_pdf(cards: Sequence[MemberCard]) -> bytes:
    """Ten cards to an A4 page, which suits pre-cut sheets too, with marks to cut along."""
    author = cards[0].legal_name if cards else ""
    return pdf_of(lambda canvas: _draw_sheet(canvas, cards), page_size=A4, title=_("Member cards"), author=author)


def card_slip(card: MemberCard) -> Slip:
    """The card as a slip: where a point has no other printer, or until the card comes."""
    elements: list[Element] = [
        centred(card.legal_name, Role.TITLE),
        centred(_("Reception point of {point}").format(point=card.point)),
        Rule(),
        centred(_("Member card"), Role.HEADING),
        *([centred(card.name, Role.HEADING)] if card.name else ()),
        Space(1.4),
        Barcode(card.number),
        centred(card.grouped_number, Role.TITLE),
        *([centred(_validity(card))] if card.valid_until else ()),
        Rule(),
        centred(_("Show this card at each visit. If you lose it, ask for another one."), Role.SMALL),
    ]
    return Slip(elements, _("Member card"), card.legal_name, card.legal_name)


def _draw_sheet(canvas: Canvas, cards: Sequence[MemberCard]) -> None:
    on_page = COLUMNS * ROWS
    for index, card in enumerate(cards):
        place = index % on_page
        if place == 0:
            if index:
                canvas.showPage()
            _draw_cut_marks(canvas)
        _draw_card(canvas, card, *_corner(place % COLUMNS, place // COLUMNS))


def _corner(column: int, row: int) -> tuple[float, float]:
    """The lower left corner of a card; the block of ten stands in the middle of the page."""
    left = (A4[0] - COLUMNS * CARD[0]) / 2 + column * CARD[0]
    top = A4[1] - (A4[1] - ROWS * CARD[1]) / 2
    return left, top - (row + 1) * CARD[1]


def _draw_cut_marks(canvas: Canvas) -> None:
    """Short lines outside the cards, where each cut begins and ends."""
    left, bottom = _corner(0, ROWS - 1)
    right, top = left + COLUMNS * CARD[0], bottom + ROWS * CARD[1]
    canvas.setLineWidth(0.4)
    for column in range(COLUMNS + 1):
        x = left + column * CARD[0]
        canvas.line(x, top + MM, x, top + MM + _MARK)
        canvas.line(x, bottom - MM, x, bottom - MM - _MARK)
    for row in range(ROWS + 1):
        y = bottom + row * CARD[1]
        canvas.line(left - MM, y, left - MM - _MARK, y)
        canvas.line(right + MM, y, right + MM + _MARK, y)


def _draw_card(canvas: Canvas, card: MemberCard, left: float, bottom: float) -> None:
    width, height = CARD
    inner = width - 2 * _EDGE
    _draw_fitting(canvas, card.legal_name, left + _EDGE, bottom + height - 10 * MM, size=13, font=BOLD, width=inner)
    where = _("Reception point of {point}").format(point=card.point)
    _draw_fitting(canvas, where, left + _EDGE, bottom + height - 15 * MM, size=8.5, width=inner)
    if card.name:
        _draw_fitting(canvas, card.name, left + _EDGE, bottom + height - 22 * MM, size=11, width=inner)
    _draw_bars(canvas, card.number, left=left, bottom=bottom + 12.5 * MM)
    canvas.setFont(BOLD, 12)
    canvas.drawString(left + _EDGE, bottom + 5.5 * MM, card.grouped_number)
    if card.valid_until:
        canvas.setFont(REGULAR, 8.5)
        canvas.drawRightString(left + width - _EDGE, bottom + 5.5 * MM, _validity(card))


def _draw_bars(canvas: Canvas, number: str, *, left: float, bottom: float) -> None:
    bars = code128(number)
    start_x = left + (CARD[0] - bars.width * _MODULE) / 2
    path = canvas.beginPath()
    for start, run in bars.bars:
        path.rect(start_x + start * _MODULE, bottom, run * _MODULE, _BARS_HEIGHT)
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_fitting(
    canvas: Canvas, text: str, x: float, y: float, *, size: float, width: float, font: str = REGULAR
) -> None:
    """`text` on one line, smaller where it is too long for `width`."""
    natural = line_width(text, size, font=font)
    draw_line(canvas, text, x, y, size=size * min(1.0, width / natural) if natural else size, font=font)


def _validity(card: MemberCard) -> str:
    return _("Valid until {day}").format(day=date(card.valid_until)) if card.valid_until else ""
