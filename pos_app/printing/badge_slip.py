"""A badge as a slip: until a sheet is printed and cut, or where a point has no other printer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.printing.documents.badges import Badge
from pos_app.printing.slip import Barcode, Element, Role, Rule, Slip, Space, centred


def badge_slip(badge: Badge) -> Slip:
    return Slip(list(_elements(badge)), _("Badges"), badge.point, badge.point)


def _elements(badge: Badge) -> Iterator[Element]:
    yield centred(badge.first_name, Role.DISPLAY)
    yield centred(f"{badge.role} · {badge.point}")
    if badge.ends_on:
        yield centred(_("until {day}").format(day=date(dt.date.fromisoformat(badge.ends_on))), Role.SMALL)
    yield Rule()
    yield Barcode(badge.text)
    yield Space(2)
