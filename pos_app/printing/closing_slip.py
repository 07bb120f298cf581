"""The slip of a closing: the Z of a day, or that of a month or a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pos_app.domain.facts import Closing, DayClosed, DrawerReport, EntryRange, Period, Totals
from pos_app.i18n import amount, date_time, money, ngettext
from pos_app.i18n import gettext as _
from pos_app.printing.documents.closing_slip import ClosingSlip, WaitingSlip
from pos_app.printing.slip import Element, Pair, Qr, Role, Rule, Slip, Space, Text, centred
from pos_app.printing.tender_words import tender_label

MOST_WAITING = 20
"""Slips to collect that a closing's paper names."""


def closing_slip(slip: ClosingSlip) -> Slip:
    closing = slip.closing
    elements: list[Element] = [
        centred(slip.issuer.legal_name, Role.TITLE),
        centred(f"{slip.issuer.point} · {slip.issuer.till} · {slip.series}"),
        Rule(),
        centred(closing_title(closing), Role.DISPLAY),
        Pair(_("Opened"), date_time(slip.opened_at)),
        Pair(_("Closed"), date_time(slip.at)),
        Pair(_("By"), slip.operator_name),
        *_sold(slip, closing.totals),
        *(_drawer(closing.drawer) if isinstance(closing, DayClosed) else _days(closing.first_day, closing.last_day)),
        *_deposits(closing),
        *_events(closing.totals),
        *_to_collect(slip.to_collect),
        *(_entries(closing.entries) if isinstance(closing, DayClosed) else ()),
        *_perpetual(closing),
        *_foot(slip),
    ]
    return Slip(elements, slip.name, slip.issuer.legal_name, closing.software)


def closing_title(closing: Closing) -> str:
    """ "Closing of day 12", "Closing of November 2026" by its number, "Closing of the year 2026"."""
    if isinstance(closing, DayClosed):
        return _("Closing of day {day}").format(day=closing.day)
    if closing.period is Period.MONTH:
        year, _hyphen, month = closing.name.partition("-")
        return _("Closing of the month {month}/{year}").format(month=month, year=year)
    return _("Closing of the year {year}").format(year=closing.name)


def _sold(slip: ClosingSlip, totals: Totals) -> Iterator[Element]:
    yield Rule()
    yield Pair(_("TOTAL"), money(totals.total_cents), Role.DISPLAY)
    for vat in totals.vat:
        named = _("VAT {percent} %").format(percent=amount(vat.rate_bp).rstrip("0").rstrip(",."))
        yield Pair(named if vat.rate_bp else _("VAT exempt"), amount(vat.gross_cents))
        if vat.rate_bp:
            sums = _("net {net} · VAT {tax} · gross {gross}").format(
                net=amount(vat.net_cents), tax=amount(vat.tax_cents), gross=amount(vat.gross_cents)
            )
            yield Text(sums, Role.SMALL)
    yield from _heading(_("Means of payment"))
    for tender in totals.tenders:
        yield Pair(f"{tender.payments} × {tender_label(tender.tender)}", amount(tender.amount_cents))
    yield from _heading(_("Families"))
    for family in totals.families:
        label = f"{family.quantity} × {slip.families.get(family.family, family.family)}"
        yield Pair(label, amount(family.gross_cents))
    yield from _on_behalf(totals)
    yield from _heading(_("Operators"))
    for operator in totals.operators:
        label = f"{slip.names.get(operator.operator, operator.operator)} ({operator.tickets})"
        yield Pair(label, amount(operator.total_cents))


def _on_behalf(totals: Totals) -> Iterator[Element]:
    """What is in the families above and owed to suppliers."""
    owed_cents = Counter[str]()
    for part in totals.suppliers:
        owed_cents[part.supplier] += part.gross_cents
    for supplier, cents in owed_cents.items():
        yield Pair(_("Of which on behalf of {supplier}").format(supplier=supplier), amount(cents))


def _to_collect(slips: Sequence[WaitingSlip]) -> Iterator[Element]:
    """What somebody paid and nobody said was handed over, the newest first."""
    if not slips:
        return
    yield from _heading(_("Codes to collect when this was printed: {count}").format(count=len(slips)))
    for slip in slips[:MOST_WAITING]:
        yield Pair(slip.number, slip.article)
    if len(slips) > MOST_WAITING:
        older = len(slips) - MOST_WAITING
        yield Text(ngettext("and {count} older one", "and {count} older ones", older).format(count=older), Role.SMALL)


def _drawer(drawer: DrawerReport) -> Iterator[Element]:
    yield from _heading(_("Drawer (not turnover)"))
    amounts = (
        (_("Float at opening"), drawer.opened_cents),
        (_("Cash of the sales"), drawer.sales_cents),
        (_("Deposits of loans, in cash"), drawer.deposits_cents),
        (_("Cash in"), drawer.in_cents),
        (_("Cash out"), -drawer.out_cents),
        (_("To the safe"), -drawer.to_safe_cents),
        (_("From the safe"), drawer.from_safe_cents),
        (_("Difference"), drawer.difference_cents),
    )
    for label, cents in amounts:
        if cents:
            yield Pair(label, amount(cents))
    yield Pair(_("Left in the drawer"), amount(drawer.left_cents), Role.STRONG)
    for other in drawer.others:
        counted = _("{tender} counted").format(tender=tender_label(other.tender))
        yield Pair(counted, amount(other.counted_cents))
        if other.counted_cents != other.expected_cents:
            yield Pair(_("Difference"), amount(other.counted_cents - other.expected_cents))
    if not drawer.counted:
        yield Text(_("The drawer was not counted."), Role.SMALL)


def _deposits(closing: Closing) -> Iterator[Element]:
    """What is owed back to those who borrow: said apart, where there is any."""
    totals = closing.totals
    held_cents = closing.deposits_held_cents if isinstance(closing, DayClosed) else 0
    if not (totals.deposits or totals.deposits_kept_cents or held_cents):
        return
    yield from _heading(_("Deposits of loans (not turnover)"))
    for deposit in totals.deposits:
        tender = tender_label(deposit.tender)
        if deposit.taken_cents:
            yield Pair(_("Taken, {tender}").format(tender=tender.lower()), amount(deposit.taken_cents))
        if deposit.given_back_cents:
            yield Pair(_("Given back, {tender}").format(tender=tender.lower()), amount(-deposit.given_back_cents))
    if totals.deposits_kept_cents:
        yield Pair(_("Kept"), amount(totals.deposits_kept_cents))
    if isinstance(closing, DayClosed):
        yield Pair(_("Owed back"), amount(held_cents), Role.STRONG)


def _days(first: int, last: int) -> Iterator[Element]:
    yield from _heading(_("Days"))
    yield Text(_("{first} to {last}").format(first=first, last=last))


def _events(totals: Totals) -> Iterator[Element]:
    yield from _heading(_("Events"))
    yield Pair(_("Tickets"), str(totals.tickets))
    for tickets in totals.ranges:
        text = f"{tickets.series}-{tickets.first:06d} → {tickets.series}-{tickets.last:06d}"
        yield Text(text, Role.SMALL)
    counts = (
        (_("of which refunds"), totals.refunds),
        (_("Rules overridden"), totals.overrides),
        (_("Duplicates printed"), totals.copies),
        (_("Baskets given up"), totals.voided),
        (_("Drawer opened without a sale"), totals.drawer_openings),
        (_("Payments put right"), totals.tender_corrections),
    )
    for label, count in counts:
        yield Pair(label, str(count))
    if totals.late:
        yield Pair(_("Keyed from paper: {count}").format(count=totals.late), amount(totals.late_cents))


def _entries(ranges: Iterable[EntryRange]) -> Iterator[Element]:
    for entries in ranges:
        text = _("Entries {first} to {last} of chain {incarnation}")
        words = text.format(first=entries.first_seq, last=entries.last_seq, incarnation=entries.incarnation[:12])
        yield Text(words, Role.SMALL)


def _perpetual(closing: Closing) -> Iterator[Element]:
    yield from _heading(_("Perpetual totals"))
    yield Pair(_("Sales less refunds"), money(closing.perpetual_cents))
    yield Pair(_("Absolute amounts"), money(closing.perpetual_absolute_cents))


def _foot(slip: ClosingSlip) -> Iterator[Element]:
    yield Rule()
    yield Qr(slip.proof)
    yield Space(0.7)
    explained = _("This code proves that every entry up to this closing is there: head office reads it.")
    yield centred(explained, Role.SMALL)
    yield centred(_("Control {control}").format(control=slip.control), Role.SMALL)
    yield centred(slip.closing.software, Role.SMALL)
    if slip.closing.perimeter:
        named = _("Fiscal perimeter {version}").format(version=slip.closing.perimeter[:16])
        yield centred(named, Role.SMALL)


def _heading(text: str) -> Iterator[Element]:
    yield Rule()
    yield Text(text, Role.STRONG)
