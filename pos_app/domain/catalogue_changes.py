"""What is different between two catalogues, by code and field: what the journal says of an edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pos_app.domain.catalogue import Catalogue, Product
from pos_app.domain.facts import CatalogueChange


def catalogue_changes(was: Catalogue, now: Catalogue) -> tuple[CatalogueChange, ...]:
    """Every row that is new, gone or other, in the order of its kind and code."""
    return (
        *_changes("vat", was.vat, now.vat),
        *_changes("family", was.families, now.families),
        *_changes("product", was.products, now.products),
    )


def _changes(kind: str, was: Mapping[Any, Any], now: Mapping[Any, Any]) -> Iterator[CatalogueChange]:
    for code in sorted({*was, *now}):
        before, after = was.get(code), now.get(code)
        if before == after:
            continue
        yield CatalogueChange(
            kind=kind,
            code=code,
            what=_fields(before, after),
            was_cents=_price_cents(before, after),
            now_cents=_price_cents(after, before),
        )


def _fields(before: Any, after: Any) -> tuple[str, ...]:
    if before is None:
        return ("added",)
    if after is None:
        return ("removed",)
    names = before.__struct_fields__
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _price_cents(row: Any, other: Any) -> int:
    """The price of `row`, the last one to begin, where the other one's is not the same."""
    if not isinstance(row, Product):
        return 0
    same = isinstance(other, Product) and _last_price_cents(other) == _last_price_cents(row)
    return 0 if same else _last_price_cents(row)


def _last_price_cents(product: Product) -> int:
    return product.prices[-1].price_cents if product.prices else product.price_cents
