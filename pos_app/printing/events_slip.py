"""Writing a stretch of the event journal as a slip."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.i18n import date_time
from pos_app.i18n import gettext as _
from pos_app.printing.documents.events_slip import EventsSlip
from pos_app.printing.fonts import BOLD, register_fonts
from pos_app.printing.slip import Row, Rule, pair, paragraph, slip_pdf

_SMALL = 7.5


def events_slip_pdf(slip: EventsSlip) -> bytes:
    """The slip as a PDF of 80 mm by its own length."""
    register_fonts()
    return slip_pdf(list(_rows(slip)), title=slip.name, author=slip.issuer.legal_name, creator=slip.software)


def _rows(slip: EventsSlip) -> Iterator[Row]:
    yield from paragraph(slip.issuer.legal_name, size=13, font=BOLD, centred=True)
    yield from paragraph(f"{slip.issuer.point} · {slip.issuer.till} · {slip.series}", centred=True)
    yield Rule()
    yield from paragraph(_("Event journal"), size=13, font=BOLD, centred=True)
    if slip.looked_for:
        yield from paragraph(slip.looked_for, centred=True)
    yield Rule()
    for line in slip.lines:
        yield from pair(f"{line.position} · {line.kind}", date_time(line.at), size=_SMALL, font=BOLD)
        beside = " · ".join(part for part in (line.detail, line.operator_name) if part)
        if beside:
            yield from paragraph(beside, size=_SMALL)
    yield Rule()
    yield from paragraph(slip.software, size=_SMALL, centred=True)
