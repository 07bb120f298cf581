"""Counted articles of which a sale takes more than is believed to be there: a warning and an entry, never a wall.

The card is in somebody's hand: it is the count that is wrong. Codes and machines are told apart and are refused.
"""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.catalogue import Tracking
from pos_app.domain.facts import StockRanShort
from pos_app.domain.identifiers import ProductCode
from pos_app.store.parameters import stock_on_hand
from pos_app.store.till_store import Act


def record_shortage(act: Act, till: Till, basket: FrozenBasket) -> None:
    """Records which articles the sale of `basket`, the next entry, takes below zero."""
    wanted: dict[ProductCode, int] = {}
    for line in basket.lines:
        if till.catalogue.family_of(line.product).tracking is Tracking.COUNTED:
            wanted[line.product.code] = wanted.get(line.product.code, 0) + line.quantity
    if not wanted:
        return
    on_hand = stock_on_hand(act.connection)
    for code, quantity in wanted.items():
        if quantity > on_hand.get(code, 0):
            act.append(StockRanShort(product=code, on_hand=on_hand.get(code, 0), wanted=quantity))
