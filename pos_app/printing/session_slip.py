"""The slip of a place in a session: what, when, where, and whom to tell when one cannot come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pos_app.i18n import clock_time, long_date
from pos_app.i18n import gettext as _
from pos_app.printing.documents.session_slip import Appointment, SessionSlip
from pos_app.printing.slip import Barcode, Element, Pair, Role, Rule, Slip, Space, centred


def session_slip(slip: SessionSlip) -> Slip:
    return Slip(list(_elements(slip)), slip.name, slip.issuer.legal_name, slip.software)


def _elements(slip: SessionSlip) -> Iterator[Element]:
    yield centred(slip.issuer.legal_name, Role.TITLE)
    yield centred(_("Your place"))
    yield Rule()
    for appointment in slip.appointments:
        yield from _appointment(appointment)
        yield Rule()
    yield centred(f"{slip.issuer.point} · {slip.issuer.address}", Role.STRONG)
    yield Space(1)
    yield centred(_("Bring this slip. Come ten minutes before."))
    yield centred(_("If you cannot come, tell us: somebody waits for a place."))
    if slip.issuer.phone:
        yield centred(slip.issuer.phone, Role.STRONG)
    yield Space(1)
    yield Barcode(slip.ticket)
    yield Pair(_("Ticket"), slip.ticket, Role.SMALL)


def _appointment(appointment: Appointment) -> Iterator[Element]:
    starts = appointment.starts
    ends = starts + dt.timedelta(minutes=appointment.minutes)
    yield centred(appointment.article, Role.HEADING)
    yield centred(long_date(starts.date()), Role.TITLE)
    yield centred(_("{start} to {end}").format(start=clock_time(starts), end=clock_time(ends)), Role.TITLE)
