"""The slip of cash that moved."""

from __future__ import annotations

from pos_app.cash_words import CASH_MOVES, CASH_REASONS
from pos_app.i18n import date_time, money
from pos_app.i18n import gettext as _
from pos_app.printing.documents.cash_slip import CashSlip
from pos_app.printing.slip import Element, Pair, Role, Rule, Slip, Space, Text, centred


def cash_slip(slip: CashSlip) -> Slip:
    elements: list[Element] = [
        centred(slip.issuer.legal_name, Role.TITLE),
        centred(f"{slip.issuer.point} · {slip.issuer.till}"),
        Rule(),
        Pair(_("Cash slip no. {number}").format(number=slip.moved.number), date_time(slip.at)),
        Pair(slip.operator_name, _("Day {day}").format(day=slip.moved.day)),
        Rule(),
        Text(_(CASH_MOVES[slip.moved.move]), Role.HEADING),
        Text(_(CASH_REASONS[slip.moved.reason])),
        Space(1.4),
        Pair(_("Amount"), money(slip.moved.amount_cents), Role.DISPLAY),
        Rule(),
        Text(_("Who gave it:")),
        Space(10),
        Text(_("Who took it:")),
        Space(10),
        Rule(),
        centred(_("This is no receipt: nothing was sold."), Role.SMALL),
        centred(_("Control {control}").format(control=slip.control), Role.SMALL),
        centred(slip.software, Role.SMALL),
    ]
    return Slip(elements, slip.name, slip.issuer.legal_name, slip.software)
