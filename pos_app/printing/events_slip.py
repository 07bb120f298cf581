"""A stretch of the event journal as a slip."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.i18n import date_time
from pos_app.i18n import gettext as _
from pos_app.printing.documents.events_slip import EventsSlip
from pos_app.printing.slip import Element, Pair, Role, Rule, Slip, Text, centred


def events_slip(slip: EventsSlip) -> Slip:
    return Slip(list(_elements(slip)), slip.name, slip.issuer.legal_name, slip.software)


def _elements(slip: EventsSlip) -> Iterator[Element]:
    yield centred(slip.issuer.legal_name, Role.TITLE)
    yield centred(f"{slip.issuer.point} · {slip.issuer.till} · {slip.series}")
    yield Rule()
    yield centred(_("Event journal"), Role.TITLE)
    if slip.looked_for:
        yield centred(slip.looked_for)
    yield Rule()
    for line in slip.lines:
        yield Pair(f"{line.position} · {line.kind}", date_time(line.at), Role.SMALL_STRONG)
        beside = " · ".join(part for part in (line.detail, line.operator_name) if part)
        if beside:
            yield Text(beside, Role.SMALL)
    yield Rule()
    yield centred(slip.software, Role.SMALL)
