"""Writing the slip of a closing: the Z of a day, or that of a month or a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pos_app.domain.facts import Closing, DayClosed, DrawerReport, EntryRange, Period, Totals
from pos_app.i18n import amount, date_time, money
from pos_app.i18n import gettext as _
from pos_app.printing.documents.closing_slip import ClosingSlip
from pos_app.printing.fonts import BOLD, register_fonts
from pos_app.printing.slip import Qr, Row, Rule, Space, pair, paragraph, slip_pdf
from pos_app.printing.tender_words import tender_label

_SMALL = 7.5


def closing_slip_pdf(slip: ClosingSlip) -> bytes:
    """The slip as a PDF of 80 mm by its own length."""
    register_fonts()
    closing = slip.closing
    rows: list[Row] = [
        *paragraph(slip.issuer.legal_name, size=13, font=BOLD, centred=True),
        *paragraph(f"{slip.issuer.point} · {slip.issuer.till} · {slip.series}", centred=True),
        Rule(),
        *paragraph(closing_title(closing), size=15, font=BOLD, centred=True),
        *pair(_("Opened"), date_time(slip.opened_at)),
        *pair(_("Closed"), date_time(slip.at)),
        *pair(_("By"), slip.operator_name),
        *_sold(slip, closing.totals),
        *(_drawer(closing.drawer) if isinstance(closing, DayClosed) else _days(closing.first_day, closing.last_day)),
        *_events(closing.totals),
        *(_entries(closing.entries) if isinstance(closing, DayClosed) else ()),
        *_perpetual(closing),
        *_foot(slip),
    ]
    return slip_pdf(rows, title=slip.name, author=slip.issuer.legal_name, creator=closing.software)


def closing_title(closing: Closing) -> str:
    """ "Closing of day 12", "Closing of November 2026" by its number, "Closing of the year 2026"."""
    if isinstance(closing, DayClosed):
        return _("Closing of day {day}").format(day=closing.day)
    if closing.period is Period.MONTH:
        year, _hyphen, month = closing.name.partition("-")
        return _("Closing of the month {month}/{year}").format(month=month, year=year)
    return _("Closing of the year {year}").format(year=closing.name)


def _sold(slip: ClosingSlip, totals: Totals) -> Iterator[Row]:
    yield Rule()
    yield from pair(_("TOTAL"), money(totals.total_cents), size=16, font=BOLD)
    for vat in totals.vat:
        named = _("VAT {percent} %").format(percent=amount(vat.rate_bp).rstrip("0").rstrip(",."))
        yield from pair(named if vat.rate_bp else _("VAT exempt"), amount(vat.gross_cents))
        if vat.rate_bp:
            sums = _("net {net} · VAT {tax} · gross {gross}").format(
                net=amount(vat.net_cents), tax=amount(vat.tax_cents), gross=amount(vat.gross_cents)
            )
            yield from paragraph(sums, size=_SMALL)
    yield from _heading(_("Means of payment"))
    for tender in totals.tenders:
        yield from pair(f"{tender.payments} × {tender_label(tender.tender)}", amount(tender.amount_cents))
    yield from _heading(_("Families"))
    for family in totals.families:
        label = f"{family.quantity} × {slip.families.get(family.family, family.family)}"
        yield from pair(label, amount(family.gross_cents))
    yield from _heading(_("Operators"))
    for operator in totals.operators:
        label = f"{slip.names.get(operator.operator, operator.operator)} ({operator.tickets})"
        yield from pair(label, amount(operator.total_cents))


def _drawer(drawer: DrawerReport) -> Iterator[Row]:
    yield from _heading(_("Drawer (not turnover)"))
    amounts = (
        (_("Float at opening"), drawer.opened_cents),
        (_("Cash of the sales"), drawer.sales_cents),
        (_("Cash in"), drawer.in_cents),
        (_("Cash out"), -drawer.out_cents),
        (_("To the safe"), -drawer.to_safe_cents),
        (_("From the safe"), drawer.from_safe_cents),
        (_("Difference"), drawer.difference_cents),
    )
    for label, cents in amounts:
        if cents:
            yield from pair(label, amount(cents))
    yield from pair(_("Left in the drawer"), amount(drawer.left_cents), font=BOLD)
    for other in drawer.others:
        counted = _("{tender} counted").format(tender=tender_label(other.tender))
        yield from pair(counted, amount(other.counted_cents))
        if other.counted_cents != other.expected_cents:
            yield from pair(_("Difference"), amount(other.counted_cents - other.expected_cents))
    if not drawer.counted:
        yield from paragraph(_("The drawer was not counted."), size=_SMALL)


def _days(first: int, last: int) -> Iterator[Row]:
    yield from _heading(_("Days"))
    yield from paragraph(_("{first} to {last}").format(first=first, last=last))


def _events(totals: Totals) -> Iterator[Row]:
    yield from _heading(_("Events"))
    yield from pair(_("Tickets"), str(totals.tickets))
    for tickets in totals.ranges:
        text = f"{tickets.series}-{tickets.first:06d} → {tickets.series}-{tickets.last:06d}"
        yield from paragraph(text, size=_SMALL)
    counts = (
        (_("of which refunds"), totals.refunds),
        (_("Rules overridden"), totals.overrides),
        (_("Duplicates printed"), totals.copies),
        (_("Baskets given up"), totals.voided),
        (_("Drawer opened without a sale"), totals.drawer_openings),
        (_("Payments put right"), totals.tender_corrections),
    )
    for label, count in counts:
        yield from pair(label, str(count))


def _entries(ranges: Iterable[EntryRange]) -> Iterator[Row]:
    for entries in ranges:
        text = _("Entries {first} to {last} of chain {incarnation}")
        words = text.format(first=entries.first_seq, last=entries.last_seq, incarnation=entries.incarnation[:12])
        yield from paragraph(words, size=_SMALL)


def _perpetual(closing: Closing) -> Iterator[Row]:
    yield from _heading(_("Perpetual totals"))
    yield from pair(_("Sales less refunds"), money(closing.perpetual_cents))
    yield from pair(_("Absolute amounts"), money(closing.perpetual_absolute_cents))


def _foot(slip: ClosingSlip) -> Iterator[Row]:
    yield Rule()
    yield Qr(slip.proof)
    yield Space(2)
    explained = _("This code proves that every entry up to this closing is there: head office reads it.")
    yield from paragraph(explained, size=_SMALL, centred=True)
    yield from paragraph(_("Control {control}").format(control=slip.control), size=_SMALL, centred=True)
    yield from paragraph(slip.closing.software, size=_SMALL, centred=True)


def _heading(text: str) -> Iterator[Row]:
    yield Rule()
    yield from paragraph(text, font=BOLD)
