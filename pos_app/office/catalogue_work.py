"""Changing the catalogue at head office: each change is the next version of the document that every till pulls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from psycopg import Connection

from pos_app.domain.catalogue import Catalogue, PriceFrom, Product
from pos_app.domain.catalogue_edits import edited_text, with_price, without_price
from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.refusals import Refusal
from pos_app.office.reference import catalogue_set, set_catalogue
from pos_app.settings import RESOURCES

SHIPPED_CATALOGUE = RESOURCES / "catalogue" / "connexions-solidaires-2013.csv"
Edit = Callable[[Product], Product]


def price_from(price: PriceFrom, *, today: dt.date) -> Edit:
    """A price that begins on a day."""
    return lambda product: with_price(product, price, today=today)


def no_price_from(from_on: str, *, today: dt.date) -> Edit:
    """A price to come that is taken back."""
    return lambda product: without_price(product, from_on, today=today)


def edited(connection: Connection, code: str, edit: Edit) -> str:
    """The text of the catalogue with one article changed, which nobody has yet.

    Raises Refusal("catalogue_not_set", "product_unknown", "price_day_past", "article_wrong").
    """
    catalogue = require_catalogue(connection)
    product = edit(catalogue.product(code))
    return edited_text(catalogue, products={**catalogue.products, product.code: product})


def change_article(connection: Connection, code: str, edit: Edit, *, by: str, now_ms: int) -> None:
    """Every till has the article so from its next sync on. Raises what `edited` and `set_catalogue` raise."""
    set_catalogue(connection, text=edited(connection, code, edit), by=by, now_ms=now_ms)


def begin_with_shipped(connection: Connection, *, by: str, now_ms: int) -> None:
    """Takes the catalogue that the program comes with into force, where head office has none yet.

    Raises Refusal("catalogue_already_set").
    """
    if catalogue_set(connection):
        raise Refusal("catalogue_already_set")
    set_catalogue(connection, text=SHIPPED_CATALOGUE.read_text(encoding="utf-8"), by=by, now_ms=now_ms)


def require_catalogue(connection: Connection) -> Catalogue:
    """The catalogue that tills receive. Raises Refusal("catalogue_not_set") while each has its own."""
    catalogue = catalogue_set(connection)
    if catalogue is None:
        raise Refusal("catalogue_not_set")
    return catalogue


def article_after(text: str, code: str) -> Product:
    """The article `code` of a catalogue's text."""
    return read_catalogue(text).product(code)
