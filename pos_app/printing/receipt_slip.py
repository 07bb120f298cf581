"""The receipt as a slip (mocks/slip.png)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from string import ascii_uppercase

from pos_app.domain.facts import InstalmentPaid, LateSale, SoldLine
from pos_app.domain.instalments import NO_VAT, PLAN_FAMILIES
from pos_app.i18n import amount, date, date_time, money, ngettext
from pos_app.i18n import gettext as _
from pos_app.printing.documents.receipt import Copy, Receipt, Refund, VatPart
from pos_app.printing.slip import Banner, Barcode, Element, Pair, Qr, Role, Rule, Slip, Space, Text, centred
from pos_app.printing.tender_words import tender_label
from pos_app.reasons import REFUND_WORDS


def receipt_slip(receipt: Receipt) -> Slip:
    return Slip(_elements(receipt), receipt.name, receipt.issuer.legal_name, receipt.software)


def _elements(receipt: Receipt) -> list[Element]:
    letters = _letters(receipt.vat)
    return [
        *_heading(receipt),
        *(_copy_banner(receipt.copy) if receipt.copy else ()),
        Rule(),
        Pair(_("Ticket {ticket}").format(ticket=receipt.ticket), date_time(receipt.at)),
        Pair(f"{receipt.issuer.till} · {receipt.operator_name}", _("Refund") if receipt.refund else _("Sale")),
        *(_first_ticket(receipt.refund) if receipt.refund else ()),
        *(_late(receipt.late) if receipt.late else ()),
        Rule(),
        *(element for line in receipt.lines for element in _line(line, letters)),
        Rule(),
        *_totals(receipt),
        *(_vat(part, letters) for part in receipt.vat),
        *(_plan(receipt.instalment, receipt.plan_paper) if receipt.instalment else ()),
        *(_guarantee(receipt) if receipt.guarantee else ()),
        *(_signature(receipt) if receipt.refund else ()),
        Rule(),
        *_foot(receipt),
    ]


def _heading(receipt: Receipt) -> list[Element]:
    issuer = receipt.issuer
    small = [issuer.address, _("SIRET {siret}").format(siret=_grouped_siret(issuer.siret))]
    if issuer.phone:
        small.append(_("Tel. {phone}").format(phone=issuer.phone))
    return [
        centred(issuer.legal_name, Role.TITLE),
        centred(_("Reception point of {point}").format(point=issuer.point)),
        *(centred(text, Role.SMALL) for text in small),
    ]


def _copy_banner(copy: Copy) -> list[Element]:
    printed = _("Copy printed on {at}").format(at=date_time(copy.at))
    control = _("Control of the copy {control}").format(control=copy.control)
    return [
        Space(1.4),
        Banner(_("DUPLICATA no. {number}").format(number=copy.number)),
        centred(printed, Role.SMALL),
        centred(control, Role.SMALL),
    ]


def _late(late: LateSale) -> list[Element]:
    day = date(dt.date.fromisoformat(late.claimed_on))
    return [Text(_("Sold by hand on {day}, keyed from line {line}").format(day=day, line=late.paper), Role.STRONG)]


def _first_ticket(refund: Refund) -> list[Element]:
    first = _("Refund on ticket {ticket}").format(ticket=refund.first)
    reason = _("Reason: {reason}").format(
        reason=_(REFUND_WORDS[refund.reason]) if refund.reason in REFUND_WORDS else refund.reason
    )
    return [Text(first, Role.STRONG), Text(reason, Role.SMALL)]


def _signature(receipt: Receipt) -> list[Element]:
    """Who received the money signs: no law asks for it, auditors do."""
    received = _("Received {amount}, on {at}.").format(amount=money(-receipt.total_cents), at=date_time(receipt.at))
    return [
        Rule(),
        Text(received),
        Text(_("Signature of the person:")),
        Space(12),
    ]


def _letters(vat: tuple[VatPart, ...]) -> dict[str, str]:
    """The letter that ties a line to its VAT treatment; none where all lines have the same."""
    if len(vat) == 1:
        return {}
    return {part.total.vat: letter for part, letter in zip(vat, ascii_uppercase, strict=False)}


def _line(line: SoldLine, letters: dict[str, str]) -> Iterator[Element]:
    label = line.label if line.family in PLAN_FAMILIES else f"{abs(line.quantity)} × {line.label}"
    if abs(line.quantity) > 1:
        label += " " + _("at {price}").format(price=amount(line.unit_cents))
    if letters:
        label += f" ({letters[line.vat]})"
    yield Pair(label, amount(line.gross_cents))
    if line.gift:
        yield Text(_("Given to you"), Role.SMALL)
    if line.sold_for:
        yield Text(_("Sold on behalf of {supplier}").format(supplier=line.sold_for), Role.SMALL)


def _totals(receipt: Receipt) -> Iterator[Element]:
    yield Pair(_("REFUNDED") if receipt.refund else _("TOTAL"), money(receipt.total_cents), Role.DISPLAY)
    for paid in receipt.tenders:
        yield Pair(tender_label(paid.tender), amount(paid.amount_cents))
    if receipt.change_cents:
        yield Pair(_("Change given"), amount(receipt.change_cents))


def _vat(part: VatPart, letters: dict[str, str]) -> Pair:
    total = part.total
    letter = f"{letters[total.vat]} · " if letters else ""
    if total.vat == NO_VAT:
        return Pair(letter + _("Outside VAT"), amount(total.gross_cents) if letters else "", Role.SMALL)
    if total.rate_bp == 0:
        gross = amount(total.gross_cents) if letters else ""
        return Pair(letter + (part.mention or _("VAT exempt")), gross, Role.SMALL)
    named = _("VAT {percent} %").format(percent=amount(total.rate_bp).rstrip("0").rstrip(",."))
    sums = _("net {net} · VAT {tax} · gross {gross}").format(
        net=amount(total.net_cents), tax=amount(total.tax_cents), gross=amount(total.gross_cents)
    )
    return Pair(letter + named, sums, Role.SMALL)


def _plan(paid: InstalmentPaid, paper: str) -> Iterator[Element]:
    """Where the plan stands after this payment, and what lets another till take the next one."""
    before_cents = sum(one.amount_cents for one in paid.paid_before)
    left_cents = paid.price_cents - before_cents - paid.amount_cents
    yield Rule()
    yield Text(_("Plan {plan}").format(plan=paid.plan), Role.STRONG)
    yield Pair(_("Price of the machine"), amount(paid.price_cents))
    if before_cents:
        yield Pair(_("Paid before"), amount(before_cents))
    yield Pair(_("Left to pay"), amount(left_cents), Role.STRONG)
    if paid.hands_over:
        yield Text(_("The machine is handed over with this payment."), Role.SMALL)
    if left_cents and paper:
        yield Text(_("Bring this receipt for the next payment, at any of our points."), Role.SMALL)
        yield Space(1)
        yield Qr(paper)


def _guarantee(receipt: Receipt) -> list[Element]:
    ends = sorted({line.warranty_until for line in receipt.lines if line.warranty_until})
    until = [
        Text(_("Under warranty until {day}").format(day=date(dt.date.fromisoformat(end))), Role.STRONG) for end in ends
    ]
    text = _(
        "Legal guarantee of conformity: two years from delivery (Code de la consommation, art. L. 217-3 and "
        "following). Keep this receipt, it is your proof of purchase."
    )
    return [Space(1.4), *until, Text(text, Role.SMALL)]


def _foot(receipt: Receipt) -> list[Element]:
    saved = _("You saved {amount}").format(amount=money(receipt.saving_cents))
    count = ngettext("{count} line", "{count} lines", len(receipt.lines)).format(count=len(receipt.lines))
    control = _("Control {control}").format(control=receipt.control)
    printed = _("print no. {number}").format(number=receipt.print_number)
    return [
        *([centred(saved, Role.STRONG)] if receipt.saving_cents > 0 else ()),
        Space(1),
        Barcode(receipt.ticket),
        Space(0.7),
        centred(f"{control} · {count}", Role.SMALL),
        centred(f"{receipt.software} · {printed}", Role.SMALL),
        Space(0.7),
        *(() if receipt.refund else [centred(_("Thank you and see you soon"))]),
    ]


def _grouped_siret(siret: str) -> str:
    """As the register writes it: "000 000 000 00000"."""
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
