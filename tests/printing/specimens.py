"""Receipts for tests: the sale of mocks/slip.png, and one with everything a receipt can carry."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.facts import (
    FirstTicket,
    Goods,
    ReceiptPrinted,
    RefundRecorded,
    SaleRecorded,
    SoldLine,
    TenderReturned,
    TenderTaken,
    TicketRecorded,
    TillSetUp,
)
from pos_app.domain.identifiers import BasketId, ProductCode, TicketNumber
from pos_app.domain.money import net_of_gross_cents
from pos_app.domain.refund import Return, refund_lines
from pos_app.domain.tender import TenderKind
from pos_app.domain.totals import vat_totals
from pos_app.domain.vat import VatTreatment
from pos_app.ledger.entry import Entry
from pos_app.printing.documents.receipt import Receipt, receipt_of
from tests.ledger.chains import chain_of

ISSUER = TillSetUp(
    point="Marseille",
    till="Caisse 1",
    legal_name="Connexions Solidaires",
    address="12 rue de l'Exemple, 13003 Marseille, France",
    siret="12345678900012",
    phone="04 00 00 00 00",
)
EXEMPT = VatTreatment(code="EXO-261", rate_bp=0, mention="Exonération de TVA, art. 261, 7-1° du CGI")
FULL = VatTreatment(code="TVA-20", rate_bp=2000, mention="")
REDUCED = VatTreatment(code="TVA-55", rate_bp=550, mention="")
TREATMENTS = {treatment.code: treatment for treatment in (EXEMPT, FULL, REDUCED)}
DURABLE = frozenset({"ORDINATEUR"})
TICKET = TicketNumber("MRS1-000482")


def line(
    label: str,
    *,
    unit_cents: int,
    quantity: int = 1,
    vat: VatTreatment = EXEMPT,
    saving_cents: int = 0,
    family: str = "CARTE",
) -> SoldLine:
    gross_cents = quantity * unit_cents
    return SoldLine(
        product=ProductCode("P"),
        family=family,
        label=label,
        quantity=quantity,
        unit_cents=unit_cents,
        gross_cents=gross_cents,
        net_cents=net_of_gross_cents(gross_cents, rate_bp=vat.rate_bp),
        vat=vat.code,
        rate_bp=vat.rate_bp,
        saving_cents=saving_cents,
    )


def sale_of(lines: Sequence[SoldLine], tenders: dict[TenderKind, int], *, ticket: str = TICKET) -> SaleRecorded:
    total_cents = sum(sold.gross_cents for sold in lines)
    return SaleRecorded(
        ticket=TicketNumber(ticket),
        number=482,
        day=1,
        basket=BasketId("basket"),
        lines=tuple(lines),
        vat=vat_totals(lines),
        total_cents=total_cents,
        saving_cents=sum(sold.saving_cents for sold in lines),
        tenders=tuple(TenderTaken(tender=kind, amount_cents=cents) for kind, cents in tenders.items()),
        change_cents=sum(tenders.values()) - total_cents,
        receipt=True,
    )


MOCK_SALE = sale_of(
    [
        line("Carte illimitée", unit_cents=1300, saving_cents=1690),
        line("Recharge 500 Mo", unit_cents=100, quantity=2, saving_cents=1000),
        line("Atelier découverte", unit_cents=0),
    ],
    {TenderKind.CASH: 2000},
)
"""The sale of mocks/slip.png."""

MIXED_SALE = sale_of(
    [
        line("Carte prépagée de quarante lettres au plus", unit_cents=1300, saving_cents=1690),
        line("Ordinateur reconditionné", unit_cents=10000, vat=FULL, family="ORDINATEUR"),
        line("Manuel papier", unit_cents=99, quantity=3, vat=REDUCED),
        line("Recharge offerte", unit_cents=0),
    ],
    {TenderKind.CASH: 5000, TenderKind.CARD: 4000, TenderKind.AID_VOUCHER: 1597, TenderKind.CHEQUE: 1000},
)
"""Three VAT treatments, four means of payment, durable goods, a gift, a label of forty letters."""


def refund_of_mock() -> RefundRecorded:
    """The first line of the mock's sale, given back in cash."""
    lines = refund_lines(MOCK_SALE, [], [Return(0, 1, Goods.WRITTEN_OFF)])
    (first, _copy) = entries_of(MOCK_SALE)
    total_cents = lines[0].gross_cents
    return RefundRecorded(
        ticket=TicketNumber("MRS1-000483"),
        number=483,
        day=1,
        first=FirstTicket(ticket=MOCK_SALE.ticket, incarnation=first.incarnation, seq=first.seq),
        reason="defective",
        lines=lines,
        vat=vat_totals(lines),
        total_cents=total_cents,
        saving_cents=lines[0].saving_cents,
        tenders=(TenderReturned(tender=TenderKind.CASH, amount_cents=total_cents, paid_by=TenderKind.CASH),),
    )


def entries_of(sale: TicketRecorded) -> tuple[Entry, Entry]:
    """The entries of a sale and of its first DUPLICATA."""
    chain = chain_of([sale, ReceiptPrinted(ticket=sale.ticket, copy=1)])
    return chain[1], chain[2]


def receipt(sale: TicketRecorded = MOCK_SALE, *, copy: int = 0) -> Receipt:
    sold, copied = entries_of(sale)
    return receipt_of(
        sold,
        sale,
        issuer=ISSUER,
        operator_name="Nadia",
        vat=TREATMENTS,
        durable_families=DURABLE,
        software="pos-app 1.2.3",
        copied=(copy, copied) if copy else None,
    )
