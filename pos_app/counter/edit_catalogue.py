"""Changing the catalogue at a point alone, row by row: each change is the whole next catalogue, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pos_app.counter.dates import today
from pos_app.counter.load_catalogue import require_own_catalogue
from pos_app.counter.till import Till
from pos_app.domain.catalogue import Catalogue, Family, PriceFrom, Product
from pos_app.domain.catalogue_changes import catalogue_changes
from pos_app.domain.catalogue_edits import edited_text, with_price
from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.facts import CatalogueChanged
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.operator import Operator, Right
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
    product = with_price(till.listed.product(code), price, today=today(till))
    return save_product(till, operator=operator, product=product)


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
    text = edited_text(was, products=products, families=families, vat=vat)
    now = read_catalogue(text)
    changes = catalogue_changes(was, now)
    if not changes:
        return was
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    with till.store.transaction(operator.code) as act:
        keep_catalogue(act, sha256=sha256, text=text)
        act.append(CatalogueChanged(sha256=sha256, products=len(now.products), changes=changes))
    till.listed = now
    return now
