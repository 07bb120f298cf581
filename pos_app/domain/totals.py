"""Totals of a ticket: per line, per VAT treatment, in all.

A net amount is rounded once, per line, half up, after any discount; the total of a rate is the sum of its
lines, never computed anew (DESIGN.md, "The ledger"; BOFiP BOI-TVA-DECLA-30-10-30 § 50).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pos_app.domain.basket import BasketLine
from pos_app.domain.catalogue import Catalogue
from pos_app.domain.facts import Override, SoldLine, VatTotal
from pos_app.domain.identifiers import ItemId, OperatorCode
from pos_app.domain.money import net_of_gross_cents


def sold_line(
    line: BasketLine, catalogue: Catalogue, *, operator: OperatorCode, items: tuple[ItemId, ...] = ()
) -> SoldLine:
    """The line as the ledger keeps it, with its net amount stored rather than left to be recomputed.

    `operator` is whoever sells, who answers for a price that is not the catalogue's; `items` are the individual things
    that it hands over.
    """
    treatment = catalogue.vat_of(line.product)
    return SoldLine(
        product=line.product.code,
        family=line.product.family,
        label=line.product.label,
        quantity=line.quantity,
        unit_cents=line.unit_price_cents,
        gross_cents=line.gross_cents,
        net_cents=net_of_gross_cents(line.gross_cents, rate_bp=treatment.rate_bp),
        vat=treatment.code,
        rate_bp=treatment.rate_bp,
        saving_cents=line.saving_cents,
        items=items,
        sold_for="" if line.product.own_name else line.product.supplier,
        listed_cents=line.product.price_cents if line.price_reason else 0,
        override=Override(rule="price", reason=line.price_reason, by=operator) if line.price_reason else msgspec.UNSET,
        gift=line.gift,
        given_cents=line.given_cents,
        gift_saving_cents=line.gift_saving_cents,
    )


def vat_totals(lines: Iterable[SoldLine]) -> tuple[VatTotal, ...]:
    """Totals per VAT treatment, in the order of their codes."""
    sums: dict[str, tuple[int, int, int]] = {}
    for line in lines:
        _, gross_cents, net_cents = sums.get(line.vat, (line.rate_bp, 0, 0))
        sums[line.vat] = (line.rate_bp, gross_cents + line.gross_cents, net_cents + line.net_cents)
    return tuple(
        VatTotal(
            vat=vat,
            rate_bp=rate_bp,
            gross_cents=gross_cents,
            net_cents=net_cents,
            tax_cents=gross_cents - net_cents,
        )
        for vat, (rate_bp, gross_cents, net_cents) in sorted(sums.items())
    )
