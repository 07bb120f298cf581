"""Goods that come in: counted, and an entry each time."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.catalogue import Tracking
from pos_app.domain.facts import StockReceived
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry

LARGEST_DELIVERY = 100_000


def receive_stock(till: Till, *, operator: Operator, product: str, quantity: int) -> Entry:
    """Adds `quantity` of `product` to the stock. Raises Refusal("product_unknown", "quantity_wrong", "not_counted")."""
    operator.require(Right.RECEIVE_STOCK)
    known = till.catalogue.product(product)
    if till.catalogue.family_of(known).tracking is not Tracking.COUNTED:
        raise Refusal("not_counted", product=known.label)
    if not 0 < quantity <= LARGEST_DELIVERY:
        raise Refusal("quantity_wrong", most=LARGEST_DELIVERY)
    with till.store.transaction(operator.code) as act:
        return act.append(StockReceived(product=known.code, quantity=quantity))
