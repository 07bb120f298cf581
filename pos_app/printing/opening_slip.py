"""The slip of a day's opening."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.cash_words import CASH_REASONS
from pos_app.domain.facts import DayOpened
from pos_app.i18n import date_time, money
from pos_app.i18n import gettext as _
from pos_app.printing.documents.opening_slip import OpeningSlip
from pos_app.printing.slip import Element, Pair, Role, Rule, Slip, Space, Text, centred


def opening_slip(slip: OpeningSlip) -> Slip:
    return Slip(list(_elements(slip)), slip.name, slip.issuer.legal_name, slip.software)


def _elements(slip: OpeningSlip) -> Iterator[Element]:
    yield centred(slip.issuer.legal_name, Role.TITLE)
    yield centred(f"{slip.issuer.point} · {slip.issuer.till} · {slip.series}")
    yield Rule()
    yield centred(_("Opening of day {day}").format(day=slip.opened.day), Role.TITLE)
    yield Pair(slip.operator_name, date_time(slip.at))
    yield Rule()
    yield Pair(_("Float"), money(slip.opened.float_cents), Role.DISPLAY)
    if isinstance(slip.opened, DayOpened) and slip.opened.reason:
        reason = _("Not what the last closing had left: {reason}.").format(reason=_(CASH_REASONS[slip.opened.reason]))
        yield Text(reason, Role.SMALL)
    yield Rule()
    yield Text(_("Counted by:"))
    yield Space(10)
    yield Rule()
    yield centred(_("The float is not turnover."), Role.SMALL)
    yield centred(_("Control {control}").format(control=slip.control), Role.SMALL)
    yield centred(slip.software, Role.SMALL)
