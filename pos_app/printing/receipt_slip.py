"""Writing a receipt as an 80 mm slip (mocks/slip.png)."""

from __future__ import annotations

from string import ascii_uppercase

from pos_app.domain.facts import SoldLine
from pos_app.i18n import amount, date_time, money, ngettext
from pos_app.i18n import gettext as _
from pos_app.printing.barcodes import code128
from pos_app.printing.documents.receipt import Copy, Receipt, Refund, VatPart
from pos_app.printing.fonts import BOLD, register_fonts
from pos_app.printing.slip import Banner, Barcode, Row, Rule, Space, pair, paragraph, slip_pdf
from pos_app.printing.tender_words import tender_label
from pos_app.reasons import REFUND_WORDS

_SMALL = 7.5


def receipt_pdf(receipt: Receipt) -> bytes:
    """The receipt as a PDF of 80 mm by its own length."""
    register_fonts()
    return slip_pdf(_rows(receipt), title=receipt.name, author=receipt.issuer.legal_name, creator=receipt.software)


def _rows(receipt: Receipt) -> list[Row]:
    letters = _letters(receipt.vat)
    return [
        *_heading(receipt),
        *(_copy_banner(receipt.copy) if receipt.copy else ()),
        Rule(),
        *pair(_("Ticket {ticket}").format(ticket=receipt.ticket), date_time(receipt.at)),
        *pair(f"{receipt.issuer.till} · {receipt.operator_name}", _("Refund") if receipt.refund else _("Sale")),
        *(_first_ticket(receipt.refund) if receipt.refund else ()),
        Rule(),
        *(row for line in receipt.lines for row in _line(line, letters)),
        Rule(),
        *_totals(receipt),
        *(row for part in receipt.vat for row in _vat(part, letters)),
        *(_guarantee() if receipt.guarantee else ()),
        *(_signature(receipt) if receipt.refund else ()),
        Rule(),
        *_foot(receipt),
    ]


def _heading(receipt: Receipt) -> list[Row]:
    issuer = receipt.issuer
    small = [issuer.address, _("SIRET {siret}").format(siret=_grouped_siret(issuer.siret))]
    if issuer.phone:
        small.append(_("Tel. {phone}").format(phone=issuer.phone))
    return [
        *paragraph(issuer.legal_name, size=13, font=BOLD, centred=True),
        *paragraph(_("Reception point of {point}").format(point=issuer.point), centred=True),
        *(row for text in small for row in paragraph(text, size=_SMALL, centred=True)),
    ]


def _copy_banner(copy: Copy) -> list[Row]:
    printed = _("Copy printed on {at}").format(at=date_time(copy.at))
    control = _("Control of the copy {control}").format(control=copy.control)
    return [
        Space(4),
        Banner(_("DUPLICATA no. {number}").format(number=copy.number)),
        *paragraph(printed, size=_SMALL, centred=True),
        *paragraph(control, size=_SMALL, centred=True),
    ]


def _first_ticket(refund: Refund) -> list[Row]:
    first = _("Refund on ticket {ticket}").format(ticket=refund.first)
    reason = _("Reason: {reason}").format(
        reason=_(REFUND_WORDS[refund.reason]) if refund.reason in REFUND_WORDS else refund.reason
    )
    return [*paragraph(first, font=BOLD), *paragraph(reason, size=_SMALL)]


def _signature(receipt: Receipt) -> list[Row]:
    """Who received the money signs: no law asks for it, auditors do."""
    received = _("Received {amount}, on {at}.").format(amount=money(-receipt.total_cents), at=date_time(receipt.at))
    return [
        Rule(),
        *paragraph(received),
        *paragraph(_("Signature of the person:")),
        Space(34),
    ]


def _letters(vat: tuple[VatPart, ...]) -> dict[str, str]:
    """The letter that ties a line to its VAT treatment; none where all lines have the same."""
    if len(vat) == 1:
        return {}
    return {part.total.vat: letter for part, letter in zip(vat, ascii_uppercase, strict=False)}


def _line(line: SoldLine, letters: dict[str, str]) -> list[Row]:
    label = f"{abs(line.quantity)} × {line.label}"
    if abs(line.quantity) > 1:
        label += " " + _("at {price}").format(price=amount(line.unit_cents))
    if letters:
        label += f" ({letters[line.vat]})"
    rows = pair(label, amount(line.gross_cents))
    if line.gift:
        rows += paragraph(_("Given to you"), size=_SMALL)
    if line.sold_for:
        rows += paragraph(_("Sold on behalf of {supplier}").format(supplier=line.sold_for), size=_SMALL)
    return rows


def _totals(receipt: Receipt) -> list[Row]:
    rows = [
        *pair(_("REFUNDED") if receipt.refund else _("TOTAL"), money(receipt.total_cents), size=16, font=BOLD),
        *(row for paid in receipt.tenders for row in pair(tender_label(paid.tender), amount(paid.amount_cents))),
    ]
    if receipt.change_cents:
        rows += pair(_("Change given"), amount(receipt.change_cents))
    return rows


def _vat(part: VatPart, letters: dict[str, str]) -> list[Row]:
    total = part.total
    letter = f"{letters[total.vat]} · " if letters else ""
    if total.rate_bp == 0:
        gross = amount(total.gross_cents) if letters else ""
        return pair(letter + (part.mention or _("VAT exempt")), gross, size=_SMALL)
    named = _("VAT {percent} %").format(percent=amount(total.rate_bp).rstrip("0").rstrip(",."))
    sums = _("net {net} · VAT {tax} · gross {gross}").format(
        net=amount(total.net_cents), tax=amount(total.tax_cents), gross=amount(total.gross_cents)
    )
    return pair(letter + named, sums, size=_SMALL)


def _guarantee() -> list[Row]:
    text = _(
        "Legal guarantee of conformity: two years from delivery (Code de la consommation, art. L. 217-3 and "
        "following). Keep this receipt, it is your proof of purchase."
    )
    return [Space(4), *paragraph(text, size=_SMALL)]


def _foot(receipt: Receipt) -> list[Row]:
    saved = _("You saved {amount}").format(amount=money(receipt.saving_cents))
    count = ngettext("{count} line", "{count} lines", len(receipt.lines)).format(count=len(receipt.lines))
    control = _("Control {control}").format(control=receipt.control)
    printed = _("print no. {number}").format(number=receipt.print_number)
    return [
        *(paragraph(saved, font=BOLD, centred=True) if receipt.saving_cents > 0 else ()),
        Space(3),
        Barcode(code128(receipt.ticket)),
        Space(2),
        *paragraph(f"{control} · {count}", size=_SMALL, centred=True),
        *paragraph(f"{receipt.software} · {printed}", size=_SMALL, centred=True),
        Space(2),
        *(() if receipt.refund else paragraph(_("Thank you and see you soon"), centred=True)),
    ]


def _grouped_siret(siret: str) -> str:
    """As the register writes it: "000 000 000 00000"."""
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
