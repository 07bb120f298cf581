"""The slip of a basket that is not paid yet, marked as such."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.i18n import amount, date_time, money
from pos_app.i18n import gettext as _
from pos_app.printing.documents.prepayment_slip import PrepaymentSlip
from pos_app.printing.slip import Banner, Element, Pair, Role, Rule, Slip, Space, Text, centred


def prepayment_slip(slip: PrepaymentSlip) -> Slip:
    return Slip(list(_elements(slip)), slip.name, slip.issuer.legal_name, slip.software)


def _elements(slip: PrepaymentSlip) -> Iterator[Element]:
    yield centred(slip.issuer.legal_name, Role.TITLE)
    yield centred(_("Reception point of {point}").format(point=slip.issuer.point))
    yield Space(1.4)
    yield Banner(_("BEFORE PAYMENT"))
    yield centred(_("This is no receipt: nothing is paid yet."), Role.SMALL)
    yield Rule()
    yield Pair(f"{slip.issuer.till} · {slip.operator_name}", date_time(slip.at))
    yield Rule()
    for line in slip.quoted.lines:
        label = f"{line.quantity} × {line.label}"
        if line.quantity > 1:
            label += " " + _("at {price}").format(price=amount(line.unit_cents))
        yield Pair(label, amount(line.gross_cents))
    yield Rule()
    yield Pair(_("To pay"), money(slip.quoted.total_cents), Role.DISPLAY)
    if slip.quoted.saving_cents > 0:
        saved = _("You would save {amount}").format(amount=money(slip.quoted.saving_cents))
        yield Text(saved, Role.STRONG)
    yield Rule()
    yield centred(_("Control {control}").format(control=slip.control), Role.SMALL)
    yield centred(slip.software, Role.SMALL)
