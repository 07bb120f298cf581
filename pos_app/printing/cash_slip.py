"""Writing the slip of cash that moved."""

from __future__ import annotations

from pos_app.cash_words import CASH_MOVES, CASH_REASONS
from pos_app.i18n import date_time, money
from pos_app.i18n import gettext as _
from pos_app.printing.documents.cash_slip import CashSlip
from pos_app.printing.fonts import BOLD, register_fonts
from pos_app.printing.slip import Row, Rule, Space, pair, paragraph, slip_pdf

_SMALL = 7.5


def cash_slip_pdf(slip: CashSlip) -> bytes:
    """The slip as a PDF of 80 mm by its own length."""
    register_fonts()
    rows: list[Row] = [
        *paragraph(slip.issuer.legal_name, size=13, font=BOLD, centred=True),
        *paragraph(f"{slip.issuer.point} · {slip.issuer.till}", centred=True),
        Rule(),
        *pair(_("Cash slip no. {number}").format(number=slip.moved.number), date_time(slip.at)),
        *pair(slip.operator_name, _("Day {day}").format(day=slip.moved.day)),
        Rule(),
        *paragraph(_(CASH_MOVES[slip.moved.move]), size=11, font=BOLD),
        *paragraph(_(CASH_REASONS[slip.moved.reason])),
        Space(4),
        *pair(_("Amount"), money(slip.moved.amount_cents), size=16, font=BOLD),
        Rule(),
        *paragraph(_("Who gave it:")),
        Space(28),
        *paragraph(_("Who took it:")),
        Space(28),
        Rule(),
        *paragraph(_("This is no receipt: nothing was sold."), size=_SMALL, centred=True),
        *paragraph(_("Control {control}").format(control=slip.control), size=_SMALL, centred=True),
        *paragraph(slip.software, size=_SMALL, centred=True),
    ]
    return slip_pdf(rows, title=slip.name, author=slip.issuer.legal_name, creator=slip.software)
