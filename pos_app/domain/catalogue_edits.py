"""Changing a catalogue row by row: each change is the whole next catalogue as a file's text, or a refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from pos_app.domain.catalogue import Catalogue, Family, PriceFrom, Product, catalogue_of
from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.catalogue_text import catalogue_as_text
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.refusals import Refusal
from pos_app.domain.vat import VatTreatment


def with_price(product: Product, price: PriceFrom, *, today: dt.date) -> Product:
    """The article with a price that begins on a day, in place of one of the same day.

    Raises Refusal("price_day_past", day).
    """
    if dt.date.fromisoformat(price.from_on) < today:
        raise Refusal("price_day_past", day=price.from_on)
    others = [one for one in product.prices if one.from_on != price.from_on]
    return replace(product, prices=tuple(sorted((*others, price), key=lambda one: one.from_on)))


def without_price(product: Product, from_on: str, *, today: dt.date) -> Product:
    """The article without a price that has not begun yet. Raises Refusal("price_day_past", day)."""
    if from_on <= today.isoformat() or all(one.from_on != from_on for one in product.prices):
        raise Refusal("price_day_past", day=from_on)
    return replace(product, prices=tuple(one for one in product.prices if one.from_on != from_on))


def edited_text(
    was: Catalogue,
    *,
    products: Mapping[ProductCode, Product] | None = None,
    families: Mapping[str, Family] | None = None,
    vat: Mapping[str, VatTreatment] | None = None,
) -> str:
    """The text of `was` with other articles, families or VAT treatments, which reads as a catalogue.

    Raises Refusal("article_wrong", reason).
    """
    wanted = catalogue_of(
        products=(products if products is not None else was.products).values(),
        families=(families or was.families).values(),
        vat=(vat or was.vat).values(),
    )
    text = catalogue_as_text(wanted)
    try:
        read_catalogue(text)
    except Refusal as refusal:
        raise Refusal("article_wrong", reason=str(refusal.params["reason"])) from None
    return text
