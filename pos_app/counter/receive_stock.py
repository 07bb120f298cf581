"""Goods that come in: counted, or by the range of numbers on a box, and an entry each time."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.catalogue import Product, Tracking
from pos_app.domain.facts import StockReceived
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry
from pos_app.store.stock_moves import keep_range

LARGEST_DELIVERY = 100_000
_LONGEST_NUMBER = 24


def receive_stock(
    till: Till, *, operator: Operator, product: str, quantity: int, numbers: tuple[str, str] | None = None
) -> Entry:
    """Adds `quantity` of `product` to the stock; `numbers` are the first and the last card's, kept beside the journal.

    Raises Refusal("product_unknown", "quantity_wrong", "not_counted", "range_wrong").
    """
    operator.require(Right.RECEIVE_STOCK)
    known = counted_product(till, product)
    require_quantity(quantity)
    if numbers is not None and range_quantity(*numbers) != quantity:
        raise Refusal("range_wrong", first=numbers[0][:_LONGEST_NUMBER], last=numbers[1][:_LONGEST_NUMBER])
    with till.store.transaction(operator.code) as act:
        entry = act.append(StockReceived(product=known.code, quantity=quantity))
        if numbers is not None:
            keep_range(act, numbers)
        return entry


def range_quantity(first: str, last: str) -> int:
    """How many cards a box holds whose first and last number were scanned, both included.

    Raises Refusal("range_wrong") where they are not numbers of one length in order, or there are too many.
    """
    sound = first.isascii() and first.isdigit() and last.isascii() and last.isdigit()
    if not sound or len(first) != len(last) or len(first) > _LONGEST_NUMBER:
        raise Refusal("range_wrong", first=first[:_LONGEST_NUMBER], last=last[:_LONGEST_NUMBER])
    quantity = int(last) - int(first) + 1
    if not 0 < quantity <= LARGEST_DELIVERY:
        raise Refusal("range_wrong", first=first, last=last)
    return quantity


def counted_product(till: Till, code: str) -> Product:
    """The article, of which stock is counted. Raises Refusal("product_unknown", "not_counted")."""
    known = till.catalogue.product(code)
    if till.catalogue.family_of(known).tracking is not Tracking.COUNTED:
        raise Refusal("not_counted", product=known.label)
    return known


def require_quantity(quantity: int) -> None:
    """Raises Refusal("quantity_wrong") outside what a hand can mean."""
    if not 0 < quantity <= LARGEST_DELIVERY:
        raise Refusal("quantity_wrong", most=LARGEST_DELIVERY)
