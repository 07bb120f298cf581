"""What the sale page shows of the shelf: products in order, with what is left of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from msgspec import structs

from pos_app.counter.code_stock import codes_on_hand
from pos_app.counter.sessions import ListedSession, sessions_for_sale
from pos_app.counter.till import Till
from pos_app.domain.basket import Basket
from pos_app.domain.catalogue import Catalogue, Family, Product, Tracking
from pos_app.domain.identifiers import ItemId, ProductCode
from pos_app.domain.programme import Rules
from pos_app.domain.refusals import Refusal
from pos_app.store.equipment import things_on_hand
from pos_app.store.laptops import passports_here
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
    def sellable(self) -> bool:
        """What is counted is sold even where the count says that nothing is left: the card may be in the hand."""
        return not self.sold_out or self.family.tracking is Tracking.COUNTED

    @property
    def low(self) -> bool:
        return self.on_hand is not None and 0 < self.on_hand <= self.product.low_stock


@dataclass(frozen=True, slots=True)
class MachineOnShelf:
    """What a sale asks of a machine: its price in cents, and whether its disk was certified as wiped."""

    price_cents: int
    certified: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The shelf as of now, the catalogue that a scan is looked up in, and the rules that a sale meets.

    `catalogue` is at today's prices, `listed` with those of all days; `machines` are those with a passport that are
    here, each with its own price; `sessions` those that still begin and have a place.
    """

    items: tuple[ShelfItem, ...]
    catalogue: Catalogue
    rules: Rules
    listed: Catalogue
    machines: Mapping[ItemId, MachineOnShelf]
    sessions: tuple[ListedSession, ...] = ()

    def is_certified(self, thing: ItemId) -> bool:
        """Whether the disk of a machine was wiped, and a certificate says so."""
        return thing in self.machines and self.machines[thing].certified

    def item(self, code: ProductCode) -> ShelfItem:
        """Raises StopIteration for a code of another catalogue."""
        return next(item for item in self.items if item.product.code == code)


def with_price(item: ShelfItem, machine: MachineOnShelf) -> ShelfItem:
    """The article of a machine at the machine's own price: what a change of price is measured by."""
    return replace(item, product=structs.replace(item.product, price_cents=machine.price_cents))


def runs_short(shelf: Shelf, basket: Basket, code: ProductCode, more: int) -> Refusal | None:
    """What the desk says where `more` of an article would be more than is left; None where enough is.

    Of counted articles it is a warning; of what is told apart the sale would refuse it.
    """
    item = next((item for item in shelf.items if item.product.code == code), None)
    if item is None or item.on_hand is None:
        return None
    wanted = basket.quantity_of(code) + more
    if wanted <= item.on_hand:
        return None
    label = item.product.label
    if item.sellable:
        return Refusal("stock_short", product=label, on_hand=item.on_hand, wanted=wanted)
    return Refusal("product_out_of_stock", product=label, on_hand=max(0, item.on_hand), wanted=wanted)


def shelf(till: Till) -> Shelf:
    """Every product of the catalogue in force, in its order."""
    on_hand = {
        Tracking.COUNTED: stock_on_hand(till.connection),
        Tracking.CODE: codes_on_hand(till),
        Tracking.SERIAL: things_on_hand(till.connection),
    }
    items = []
    for product in till.catalogue.products.values():
        family = till.catalogue.family_of(product)
        kept = on_hand.get(family.tracking)
        items.append(ShelfItem(product, family, None if kept is None else kept.get(product.code, 0)))
    return Shelf(
        tuple(items),
        till.catalogue,
        till.rules,
        till.listed,
        MappingProxyType(_machines(till)),
        sessions_for_sale(till),
    )


def _machines(till: Till) -> dict[ItemId, MachineOnShelf]:
    return {
        item: MachineOnShelf(price_cents, certified=bool(certificate))
        for item, price_cents, certificate in passports_here(till.connection)
    }
