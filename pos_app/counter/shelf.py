"""What the sale page shows of the shelf: products in order, with what is left of them."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.counter.code_stock import codes_on_hand
from pos_app.counter.till import Till
from pos_app.domain.catalogue import Catalogue, Family, Product, Tracking
from pos_app.domain.programme import Rules
from pos_app.store.parameters import stock_on_hand


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """A product on the shelf. `on_hand` is None where no stock is counted."""

    product: Product
    family: Family
    on_hand: int | None

    @property
    def sold_out(self) -> bool:
        return self.on_hand is not None and self.on_hand <= 0

    @property
    def low(self) -> bool:
        return self.on_hand is not None and 0 < self.on_hand <= self.product.low_stock


@dataclass(frozen=True, slots=True)
class Shelf:
    """The shelf as of now, the catalogue that a scan is looked up in, and the rules that a sale meets."""

    items: tuple[ShelfItem, ...]
    catalogue: Catalogue
    rules: Rules


def shelf(till: Till) -> Shelf:
    """Every product of the catalogue in force, in its order."""
    on_hand = {Tracking.COUNTED: stock_on_hand(till.connection), Tracking.CODE: codes_on_hand(till)}
    items = []
    for product in till.catalogue.products.values():
        family = till.catalogue.family_of(product)
        kept = on_hand.get(family.tracking)
        items.append(ShelfItem(product, family, None if kept is None else kept.get(product.code, 0)))
    return Shelf(tuple(items), till.catalogue, till.rules)
