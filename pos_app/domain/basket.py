"""The basket: the only thing that changes under the operator's hand.

It freezes into `FrozenBasket` when it is paid; the ledger, the receipt and the totals read only that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from pos_app.domain.catalogue import Catalogue, Product
from pos_app.domain.identifiers import BasketId, ItemId, ProductCode
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.refusals import Refusal

LARGEST_QUANTITY = 999
PRICE_REASONS = ("damaged", "label_error", "goodwill", "decided_by_head_office")


class BasketLine(msgspec.Struct, frozen=True):
    """One line: a product, how many, at what unit price in cents (tax included).

    `price_reason` (a code) tells that somebody changed the price; `gift` is the campaign that gives the line away.
    `item` is the very thing, where things of the family are told apart by number: such a line is of one.
    """

    product: Product
    quantity: int
    unit_price_cents: int
    price_reason: str = ""
    gift: str = ""
    item: ItemId | None = None

    @property
    def gross_cents(self) -> int:
        return self.quantity * self.unit_price_cents

    @property
    def saving_cents(self) -> int:
        """What the person saves on this line against the public price; 0 where that price is unknown or lower.

        What a gift saves is counted apart, in `gift_saving_cents`.
        """
        if self.gift:
            return 0
        return self.quantity * max(0, self.product.public_price_cents - self.unit_price_cents)

    @property
    def given_cents(self) -> int:
        """What a gift would have cost here; 0 where the line is none."""
        return self.quantity * self.product.price_cents if self.gift else 0

    @property
    def gift_saving_cents(self) -> int:
        """What the person saves by a gift: the public price, or ours where that is unknown or lower."""
        dearest_cents = max(self.product.public_price_cents, self.product.price_cents)
        return self.quantity * dearest_cents if self.gift else 0

    @property
    def under_floor(self) -> bool:
        """Whether somebody set a price below the least one of the article."""
        return bool(self.price_reason) and self.unit_price_cents < self.product.floor_cents

    @property
    def public_cents(self) -> int:
        """The same line at the public price, or at ours where the public price is unknown."""
        return self.gross_cents + self.saving_cents


class FrozenBasket(msgspec.Struct, frozen=True):
    """What is being paid: the basket's identity, its lines and whom it is for, which no longer change.

    `person` is the token of a person or of a structure, empty for nobody in particular; `had_person` tells that
    somebody was chosen for it at some time, which a sale to nobody must not hide.
    """

    id: BasketId
    lines: tuple[BasketLine, ...]
    person: str = ""
    had_person: bool = False

    @property
    def total_cents(self) -> int:
        return sum(line.gross_cents for line in self.lines)


def receipt_is_due(lines: Iterable[BasketLine], catalogue: Catalogue) -> bool:
    """Whether durable goods are among them, whose receipt must be handed over (their guarantee stands on it)."""
    return any(catalogue.family_of(line.product).durable for line in lines)


class Basket:
    """A basket in progress. Every change either happens whole or raises a Refusal and changes nothing."""

    __slots__ = ("_lines", "had_person", "id", "person")

    def __init__(self, basket_id: BasketId, lines: Sequence[BasketLine] = ()) -> None:
        self.id = basket_id
        self.person = ""
        self.had_person = False
        self._lines = list(lines)

    @classmethod
    def of(cls, frozen: FrozenBasket) -> Basket:
        """A basket in progress again."""
        basket = cls(frozen.id, frozen.lines)
        basket.person, basket.had_person = frozen.person, frozen.had_person
        return basket

    def choose_person(self, token: str) -> None:
        """Whom the basket is for; empty for nobody. That somebody was chosen is not forgotten."""
        self.person = token
        self.had_person = self.had_person or bool(token)

    @property
    def lines(self) -> tuple[BasketLine, ...]:
        return tuple(self._lines)

    @property
    def total_cents(self) -> int:
        return sum(line.gross_cents for line in self._lines)

    @property
    def public_cents(self) -> int:
        return sum(line.public_cents for line in self._lines)

    @property
    def saving_cents(self) -> int:
        return sum(line.saving_cents for line in self._lines)

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self._lines)

    def quantity_of(self, code: ProductCode) -> int:
        """How many of one product the basket holds, over all its lines."""
        return sum(line.quantity for line in self._lines if line.product.code == code)

    def add(self, product: Product, *, unit_price_cents: int | None = None, item: ItemId | None = None) -> int:
        """Adds one `product`, or the thing `item` of it, and returns the index of its line.

        A product with an open price needs `unit_price_cents`; any price is tested against the floor.
        Raises Refusal("price_needed", "price_fixed", "price_under_floor", "quantity_too_large", "amount_too_large",
        "item_in_basket").
        """
        price_cents = unit_price(product, unit_price_cents)
        if item is not None:
            if any(line.item == item for line in self._lines):
                raise Refusal("item_in_basket", product=product.label)
            self._replace([*self._lines, BasketLine(product, 1, price_cents, item=item)])
            return len(self._lines) - 1
        for index, line in enumerate(self._lines):
            if line == BasketLine(product, line.quantity, price_cents):
                self.set_quantity(index, line.quantity + 1)
                return index
        self._replace([*self._lines, BasketLine(product, 1, price_cents)])
        return len(self._lines) - 1

    def set_quantity(self, index: int, quantity: int) -> None:
        """Sets a line's quantity; 0 removes the line. Raises Refusal("quantity_too_large", "item_is_one")."""
        if quantity < 0 or quantity > LARGEST_QUANTITY:
            raise Refusal("quantity_too_large", most=LARGEST_QUANTITY)
        lines = list(self._lines)
        if lines[index].item is not None and quantity > 1:
            raise Refusal("item_is_one", product=lines[index].product.label)
        if quantity == 0:
            del lines[index]
        else:
            lines[index] = replace(lines[index], quantity=quantity)
        self._replace(lines)

    def set_price(self, index: int, cents: int, reason: str) -> None:
        """Sells a line at another price than the catalogue's.

        Raises Refusal("reason_unknown", "amount_not_a_number", "amount_too_large").
        """
        if reason not in PRICE_REASONS:
            raise Refusal("reason_unknown")
        if cents < 0:
            raise Refusal("amount_not_a_number", text="")
        self._change(index, unit_price_cents=cents, price_reason=reason, gift="")

    def give(self, index: int, campaign: str) -> None:
        """Gives a line away; the sale checks the campaign's budget and end."""
        self._change(index, unit_price_cents=0, price_reason="", gift=campaign)

    def list_price(self, index: int) -> None:
        """The catalogue's price again."""
        self._change(index, unit_price_cents=self._lines[index].product.price_cents, price_reason="", gift="")

    def freeze(self) -> FrozenBasket:
        """The basket as it is paid. Raises Refusal("basket_empty")."""
        if not self._lines:
            raise Refusal("basket_empty")
        return FrozenBasket(self.id, tuple(self._lines), self.person, self.had_person)

    def _change(self, index: int, **fields: Any) -> None:
        lines = list(self._lines)
        lines[index] = replace(lines[index], **fields)
        self._replace(lines)

    def _replace(self, lines: list[BasketLine]) -> None:
        if sum(line.gross_cents for line in lines) > LARGEST_AMOUNT_CENTS:
            raise Refusal("amount_too_large", text="")
        self._lines = lines


def unit_price(product: Product, keyed_cents: int | None) -> int:
    """The unit price at which `product` may be sold; `keyed_cents` is what the operator keyed, if anything."""
    if not product.open_price:
        if keyed_cents is not None and keyed_cents != product.price_cents:
            raise Refusal("price_fixed", product=product.label)
        return product.price_cents
    if keyed_cents is None:
        raise Refusal("price_needed", product=product.label)
    if keyed_cents < product.floor_cents:
        raise Refusal("price_under_floor", product=product.label, floor_cents=product.floor_cents)
    return keyed_cents


def require_known_prices(basket: FrozenBasket, catalogue: Catalogue) -> None:
    """Checks again, at the moment of the sale, what was checked when each line was added.

    A held basket may be resumed after a price changed: its lines then no longer stand.
    Raises Refusal("product_unknown", "price_changed", "price_under_floor").
    """
    for line in basket.lines:
        product = catalogue.product(line.product.code)
        if line.gift or line.price_reason:
            continue
        if product.open_price:
            unit_price(product, line.unit_price_cents)
        elif product.price_cents != line.unit_price_cents:
            raise Refusal(
                "price_changed",
                product=product.label,
                was_cents=line.unit_price_cents,
                now_cents=product.price_cents,
            )
