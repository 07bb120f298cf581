"""Writing A4 sheets: the recovery sheet for the safe, and badges to cut out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.printing.barcodes import code128
from pos_app.printing.documents.badges import Badge
from pos_app.printing.documents.recovery_sheet import RecoverySheet
from pos_app.printing.fonts import BOLD, REGULAR, text_width
from pos_app.printing.pdf import MM, pdf_of
from pos_app.printing.qr import draw_qr
from pos_app.printing.wrapping import wrapped

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

A4 = (210 * MM, 297 * MM)
_MARGIN = 20 * MM
_CARD = (85.6 * MM, 54 * MM)
"""ISO/IEC 7810 ID-1, the size of a bank card."""
_COLUMNS, _ROWS = 2, 4


def recovery_sheet_pdf(sheet: RecoverySheet) -> bytes:
    """The recovery sheet, one A4 page: its twelve words, the same as a QR code, and what to do with it."""
    title = _("Recovery sheet {series}").format(series=sheet.series)
    return pdf_of(lambda canvas: _draw_recovery_sheet(canvas, sheet), page_size=A4, title=title, author=sheet.point)


def badges_pdf(badges: Sequence[Badge]) -> bytes:
    """Badges of the size of a bank card, eight to a page, with lines to cut along."""
    author = badges[0].point if badges else ""
    return pdf_of(lambda canvas: _draw_badges(canvas, badges), page_size=A4, title=_("Badges"), author=author)


def _draw_recovery_sheet(canvas: Canvas, sheet: RecoverySheet) -> None:
    top = _recovery_heading(canvas, sheet)
    top = _recovery_words(canvas, sheet.words, top)
    draw_qr(canvas, sheet.qr_text, left=_MARGIN, bottom=top - 62 * MM, size=56 * MM)
    explained = (
        _("Keep this sheet in the safe, never beside the computer, never as a photograph."),
        _("It opens the till when the computer's password or keyring was lost or changed."),
        _("It gives a coordinator a new PIN: on the sign-in page, choose “Forgotten PIN”."),
        _("Whoever holds it and the computer can read everything the till holds."),
    )
    y = top - 12 * MM
    for text in explained:
        lines = wrapped(text, width=105 * MM, measure=lambda part: text_width(part, REGULAR, 10.5))
        for index, line in enumerate(lines):
            canvas.setFont(REGULAR, 10.5)
            canvas.drawString(_MARGIN + 62 * MM, y, ("– " if index == 0 else "   ") + line)
            y -= 14
        y -= 4


def _draw_badges(canvas: Canvas, badges: Sequence[Badge]) -> None:
    for index, badge in enumerate(badges):
        place = index % (_COLUMNS * _ROWS)
        if index and place == 0:
            canvas.showPage()
        left = (A4[0] - _COLUMNS * _CARD[0]) / 2 + (place % _COLUMNS) * _CARD[0]
        bottom = A4[1] - _MARGIN - (place // _COLUMNS + 1) * _CARD[1]
        _draw_badge(canvas, badge, left, bottom)


def _recovery_heading(canvas: Canvas, sheet: RecoverySheet) -> float:
    top = A4[1] - _MARGIN
    canvas.setFont(BOLD, 24)
    canvas.drawString(_MARGIN, top - 24, _("Recovery sheet"))
    canvas.setFont(REGULAR, 12)
    where = f"{sheet.point} · {sheet.till} · {sheet.series}"
    canvas.drawString(_MARGIN, top - 46, where)
    canvas.drawRightString(A4[0] - _MARGIN, top - 46, _("Made on {day}").format(day=date(sheet.day)))
    canvas.line(_MARGIN, top - 56, A4[0] - _MARGIN, top - 56)
    return top - 70


def _recovery_words(canvas: Canvas, words: Sequence[str], top: float) -> float:
    """Three columns, read down, each word with its number."""
    for index, word in enumerate(words):
        left = _MARGIN + (index // 4) * 57 * MM
        y = top - 22 - (index % 4) * 34
        canvas.setFont(REGULAR, 10)
        canvas.drawRightString(left + 14, y, str(index + 1))
        canvas.setFont(BOLD, 18)
        canvas.drawString(left + 20, y, word)
    return top - 150


def _draw_badge(canvas: Canvas, badge: Badge, left: float, bottom: float) -> None:
    width, height = _CARD
    canvas.setLineWidth(0.4)
    canvas.setDash(2, 2)
    canvas.rect(left, bottom, width, height)
    canvas.setDash()
    size = 20.0
    while text_width(badge.first_name, BOLD, size) > width - 12 * MM:
        size -= 1
    canvas.setFont(BOLD, size)
    canvas.drawString(left + 6 * MM, bottom + height - 12 * MM, badge.first_name)
    canvas.setFont(REGULAR, 10)
    until = _("until {day}").format(day=date(dt.date.fromisoformat(badge.ends_on))) if badge.ends_on else ""
    canvas.drawString(left + 6 * MM, bottom + height - 18 * MM, f"{badge.role} · {badge.point}")
    canvas.drawRightString(left + width - 6 * MM, bottom + 4 * MM, until)
    bars = code128(badge.text)
    module = (width - 6 * MM) / bars.width
    path = canvas.beginPath()
    for start, run in bars.bars:
        path.rect(left + 3 * MM + start * module, bottom + 9 * MM, run * module, 18 * MM)
    canvas.drawPath(path, stroke=0, fill=1)
