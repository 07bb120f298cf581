"""Changing the catalogue at a point alone, row by row: each change is the whole next catalogue, or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

import msgspec

from pos_app.counter.dates import today
from pos_app.counter.load_catalogue import require_own_catalogue
from pos_app.counter.till import Till
from pos_app.domain.catalogue import Catalogue, Family, PriceFrom, Product, catalogue_of
from pos_app.domain.catalogue_changes import catalogue_changes
from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.catalogue_text import catalogue_as_text
from pos_app.domain.facts import CatalogueChanged
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.vat import VatTreatment
from pos_app.store.parameters import keep_catalogue


def save_product(till: Till, *, operator: Operator, product: Product) -> Catalogue:
    """Adds an article, or changes the one of this code. Raises Refusal("article_wrong", reason, ...)."""
    return _save(till, operator, products={**till.listed.products, product.code: product})


def remove_product(till: Till, *, operator: Operator, code: str) -> Catalogue:
    """Takes an article off the shelf; its tickets stay, its stock is no longer shown. Raises Refusal."""
    gone = till.listed.product(code)
    return _save(till, operator, products={key: one for key, one in till.listed.products.items() if key != gone.code})


def set_price(till: Till, *, operator: Operator, code: str, price: PriceFrom) -> Catalogue:
    """Lets a price begin on a day: today at once, later at midnight by this till's clock. A past day is refused.

    A price of the same day takes the place of the one that was there. Raises Refusal("price_day_past",
    "article_wrong", "product_unknown").
    """
    product, day = till.listed.product(code), dt.date.fromisoformat(price.from_on)
    if day < today(till):
        raise Refusal("price_day_past", day=price.from_on)
    others = [one for one in product.prices if one.from_on != price.from_on]
    prices = tuple(sorted((*others, price), key=lambda one: one.from_on))
    return save_product(till, operator=operator, product=msgspec.structs.replace(product, prices=prices))


def save_family(till: Till, *, operator: Operator, family: Family) -> Catalogue:
    """Adds a family, or changes the one of this code. Raises Refusal("article_wrong", reason, ...)."""
    return _save(till, operator, families={**till.listed.families, family.code: family})


def save_vat(till: Till, *, operator: Operator, treatment: VatTreatment) -> Catalogue:
    """Adds a VAT treatment, or changes the one of this code. Raises Refusal("article_wrong", reason, ...)."""
    return _save(till, operator, vat={**till.listed.vat, treatment.code: treatment})


def _save(
    till: Till,
    operator: Operator,
    *,
    products: Mapping[ProductCode, Product] | None = None,
    families: Mapping[str, Family] | None = None,
    vat: Mapping[str, VatTreatment] | None = None,
) -> Catalogue:
    operator.require(Right.LOAD_CATALOGUE)
    require_own_catalogue(till)
    was = till.listed
    wanted = catalogue_of(
        products=(products if products is not None else was.products).values(),
        families=(families or was.families).values(),
        vat=(vat or was.vat).values(),
    )
    text = catalogue_as_text(wanted)
    now = _checked(text)
    changes = catalogue_changes(was, now)
    if not changes:
        return was
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    with till.store.transaction(operator.code) as act:
        keep_catalogue(act, sha256=sha256, text=text)
        act.append(CatalogueChanged(sha256=sha256, products=len(now.products), changes=changes))
    till.listed = now
    return now


def _checked(text: str) -> Catalogue:
    """What a file of it would be read as: one place knows the rules of a row."""
    try:
        return read_catalogue(text)
    except Refusal as refusal:
        raise Refusal("article_wrong", reason=str(refusal.params["reason"])) from None
