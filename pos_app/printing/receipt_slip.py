"""Writing a receipt as an 80 mm slip (mocks/slip.png)."""

from __future__ import annotations

from pos_app.domain.facts import SoldLine
from pos_app.domain.tender import TenderKind
from pos_app.i18n import amount, date_time, money, ngettext
from pos_app.i18n import gettext as _
from pos_app.printing.barcodes import code128
from pos_app.printing.documents.receipt import Copy, Receipt
from pos_app.printing.fonts import BOLD, REGULAR, register_fonts, text_width
from pos_app.printing.slip import WIDTH, Banner, Barcode, Pair, Row, Rule, Space, Text, draw_slip, wrapped

_GAP = 6
_SMALL = 7.5


def receipt_pdf(receipt: Receipt) -> bytes:
    """The receipt as a PDF of 80 mm by its own length."""
    register_fonts()
    return draw_slip(_rows(receipt), title=receipt.name)


def tender_label(kind: TenderKind) -> str:
    """A means of payment, as paper and screen call it."""
    return {
        TenderKind.CASH: _("Cash"),
        TenderKind.CARD: _("Bank card"),
        TenderKind.AID_VOUCHER: _("Social-aid voucher"),
        TenderKind.CHEQUE: _("Cheque"),
    }[kind]


def _rows(receipt: Receipt) -> list[Row]:
    return [
        *_heading(receipt),
        *(_copy_banner(receipt.copy) if receipt.copy else ()),
        Rule(),
        Pair(_("Ticket {ticket}").format(ticket=receipt.ticket), date_time(receipt.at)),
        Pair(f"{receipt.issuer.till} · {receipt.operator_name}", _("Sale")),
        Rule(),
        *(row for line in receipt.lines for row in _line(line, several_rates=len(receipt.vat) > 1)),
        Rule(),
        *_totals(receipt),
        *_vat(receipt),
        *_guarantee(receipt),
        Rule(),
        *_foot(receipt),
    ]


def _heading(receipt: Receipt) -> list[Row]:
    issuer = receipt.issuer
    address = [issuer.address, _("SIRET {siret}").format(siret=_grouped_siret(issuer.siret))]
    if issuer.phone:
        address.append(_("Tel. {phone}").format(phone=issuer.phone))
    return [
        Text(issuer.legal_name, size=13, font=BOLD, centred=True),
        Text(_("Reception point of {point}").format(point=issuer.point), centred=True),
        *(Text(line, size=_SMALL, centred=True) for part in address for line in wrapped(part, size=_SMALL)),
    ]


def _copy_banner(copy: Copy) -> list[Row]:
    printed = _("Copy printed {at} · Control {control}").format(at=date_time(copy.at), control=copy.control)
    return [
        Space(4),
        Banner(_("DUPLICATA no. {number}").format(number=copy.number)),
        Text(printed, size=_SMALL, centred=True),
    ]


def _line(line: SoldLine, *, several_rates: bool) -> list[Row]:
    """The line's label, wrapped where it is long, with its amount at the right of the last row."""
    label = f"{line.quantity} × {line.label}"
    if line.quantity > 1:
        label += " " + _("at {price}").format(price=amount(line.unit_cents))
    if several_rates:
        label += f" [{line.vat}]"
    price = amount(line.gross_cents)
    parts = wrapped(label, width=WIDTH - text_width(price, REGULAR, 9) - _GAP)
    return [*(Text(part) for part in parts[:-1]), Pair(parts[-1], price)]


def _totals(receipt: Receipt) -> list[Row]:
    quantity = sum(line.quantity for line in receipt.lines)
    articles = ngettext("{count} article", "{count} articles", quantity).format(count=quantity)
    lines = ngettext("{count} line", "{count} lines", len(receipt.lines)).format(count=len(receipt.lines))
    rows: list[Row] = [
        Pair(_("TOTAL"), money(receipt.total_cents), size=16, font=BOLD),
        Pair(lines, articles, size=_SMALL),
        *(Pair(tender_label(paid.tender), amount(paid.amount_cents)) for paid in receipt.tenders),
    ]
    if receipt.change_cents:
        rows.append(Pair(_("Change given"), amount(receipt.change_cents)))
    return rows


def _vat(receipt: Receipt) -> list[Row]:
    rows: list[Row] = []
    for total in receipt.vat:
        if total.rate_bp:
            percent = amount(total.rate_bp).rstrip("0").rstrip(",.")
            named = _("[{code}] VAT {percent} %").format(code=total.vat, percent=percent)
            sums = _("net {net} · VAT {tax}").format(net=amount(total.net_cents), tax=amount(total.tax_cents))
            rows.append(Pair(named, sums, size=_SMALL))
        elif len(receipt.vat) > 1:
            rows.append(Pair(f"[{total.vat}]", amount(total.gross_cents), size=_SMALL))
    rows += [Text(line, size=_SMALL) for mention in receipt.mentions for line in wrapped(mention, size=_SMALL)]
    return rows


def _guarantee(receipt: Receipt) -> list[Row]:
    if not receipt.guarantee:
        return []
    text = _(
        "Legal guarantee of conformity: two years from delivery (Code de la consommation, art. L. 217-3 and "
        "following). Keep this receipt, it is your proof of purchase."
    )
    return [Space(4), *(Text(line, size=_SMALL) for line in wrapped(text, size=_SMALL))]


def _foot(receipt: Receipt) -> list[Row]:
    rows: list[Row] = []
    if receipt.saving_cents:
        saved = _("You saved {amount}").format(amount=money(receipt.saving_cents))
        rows.append(Text(saved, font=BOLD, centred=True))
    control = _("Control {control} · {software}").format(control=receipt.control, software=receipt.software)
    return [
        *rows,
        Space(3),
        Barcode(code128(receipt.ticket)),
        Text(control, size=_SMALL, centred=True),
        Text(_("Thank you and see you soon"), centred=True),
    ]


def _grouped_siret(siret: str) -> str:
    """"000 000 000 00000", as the register writes it."""
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"
