"""Writing a catalogue as the file that pos_app.domain.catalogue_file reads: one form, so that its hash names it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pos_app.domain.catalogue import Catalogue, Family, Product
from pos_app.domain.catalogue_file import COLUMNS, FOR_SUPPLIER, OWN_NAME
from pos_app.domain.vat import VatTreatment

_YES = {True: "oui", False: "non"}


def catalogue_as_text(catalogue: Catalogue) -> str:
    """The text of the whole catalogue, each kind of row under its heading."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    for kind, rows in (
        ("tva", [_vat(each) for each in catalogue.vat.values()]),
        ("famille", [_family(each) for each in catalogue.families.values()]),
        ("produit", [_product(each) for each in catalogue.products.values()]),
        ("prix", [row for each in catalogue.products.values() for row in _prices(each)]),
    ):
        writer.writerow([f"#{kind}", *COLUMNS[kind]])
        writer.writerows([kind, *row] for row in rows)
    return out.getvalue()


def _vat(treatment: VatTreatment) -> list[str]:
    percent, hundredths = divmod(treatment.rate_bp, 100)
    rate = f"{percent},{hundredths:02d}" if hundredths else str(percent)
    return [treatment.code, rate, treatment.mention]


def _family(family: Family) -> list[str]:
    return [family.code, family.label, family.shelf, family.tracking.value, _YES[family.durable], family.icon]


def _product(product: Product) -> list[str]:
    return [
        product.code,
        product.family,
        product.label,
        _euros(product.price_cents),
        _euros(product.public_price_cents),
        product.vat,
        _euros(product.floor_cents),
        _YES[product.open_price],
        str(product.low_stock),
        " ".join(product.barcodes),
        _YES[product.sample],
        product.public_seen_on,
        OWN_NAME if product.own_name else FOR_SUPPLIER,
        product.supplier,
        product.icon,
        product.quick_key,
    ]


def _prices(product: Product) -> Iterator[list[str]]:
    for price in product.prices:
        amounts = [_euros(price.price_cents), _euros(price.public_price_cents)]
        yield [product.code, price.from_on, *amounts, price.public_seen_on]


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
