"""What a sale takes out of stock: whether it suffices, and which individual things leave."""

from __future__ import annotations

from pos_app.counter.dates import today
from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.catalogue import Tracking
from pos_app.domain.facts import SoldLine
from pos_app.domain.identifiers import ItemId, ProductCode
from pos_app.domain.refusals import Refusal
from pos_app.domain.totals import sold_line
from pos_app.store.parameters import stock_on_hand
from pos_app.store.vault import next_codes


def sold_lines(till: Till, basket: FrozenBasket) -> tuple[SoldLine, ...]:
    """The lines as the ledger keeps them, with the things that each takes where those are told apart.

    They are chosen inside the transaction of the sale, so that no other one takes them. Raises
    Refusal("product_out_of_stock", product, on_hand, wanted), Refusal("codes_not_guarded").
    """
    wanted = _wanted(till, basket)
    _require_counted(till, wanted[Tracking.COUNTED])
    drawn = {code: list(_codes(till, code, quantity)) for code, quantity in wanted[Tracking.CODE].items()}
    lines = []
    for line in basket.lines:
        codes = drawn.get(line.product.code, [])
        lines.append(sold_line(line, till.catalogue, tuple(codes[: line.quantity])))
        del codes[: line.quantity]
    return tuple(lines)


def _wanted(till: Till, basket: FrozenBasket) -> dict[Tracking, dict[ProductCode, int]]:
    """How many of each product over all lines, by how its stock is kept."""
    wanted: dict[Tracking, dict[ProductCode, int]] = {tracking: {} for tracking in Tracking}
    for line in basket.lines:
        of_kind = wanted[till.catalogue.family_of(line.product).tracking]
        of_kind[line.product.code] = of_kind.get(line.product.code, 0) + line.quantity
    return wanted


def _require_counted(till: Till, wanted: dict[ProductCode, int]) -> None:
    on_hand = stock_on_hand(till.connection) if wanted else {}
    for code, quantity in wanted.items():
        if quantity > on_hand.get(code, 0):
            raise _out_of_stock(till, code, on_hand=on_hand.get(code, 0), wanted=quantity)


def _codes(till: Till, product: ProductCode, quantity: int) -> tuple[ItemId, ...]:
    """Only codes that this incarnation holds and that have not expired; the oldest expiry first."""
    till.vault.require_guarded()
    found = next_codes(
        till.connection, product, quantity, holder=till.store.head.incarnation, today=today(till).isoformat()
    )
    if len(found) < quantity:
        raise _out_of_stock(till, product, on_hand=len(found), wanted=quantity)
    return found


def _out_of_stock(till: Till, product: ProductCode, *, on_hand: int, wanted: int) -> Refusal:
    label = till.catalogue.product(product).label
    return Refusal("product_out_of_stock", product=label, on_hand=on_hand, wanted=wanted)
