"""What a sale takes out of stock."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.catalogue import Tracking
from pos_app.domain.refusals import Refusal
from pos_app.store.parameters import stock_on_hand


def require_in_stock(till: Till, basket: FrozenBasket) -> None:
    """Whether what is counted suffices. Raises Refusal("product_out_of_stock", product, on_hand, wanted)."""
    wanted: dict[str, int] = {}
    for line in basket.lines:
        if till.catalogue.family_of(line.product).tracking is Tracking.COUNTED:
            wanted[line.product.code] = wanted.get(line.product.code, 0) + line.quantity
    if not wanted:
        return
    on_hand = stock_on_hand(till.connection)
    for code, quantity in wanted.items():
        if quantity > on_hand.get(code, 0):
            raise Refusal(
                "product_out_of_stock",
                product=till.catalogue.product(code).label,
                on_hand=on_hand.get(code, 0),
                wanted=quantity,
            )
