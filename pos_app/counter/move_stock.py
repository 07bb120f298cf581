"""Counted stock that changes without a sale: a count, a loss, a transfer to another till and one that came in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pos_app.counter.receive_stock import LARGEST_DELIVERY, counted_product, require_quantity
from pos_app.counter.till import Till
from pos_app.domain.facts import MovedStock, StockArrived, StockCounted, StockLost, StockSent
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry
from pos_app.store.parameters import stock_on_hand
from pos_app.store.stock_moves import has_arrived

LOSS_REASONS = ("damaged", "stolen", "missing", "expired", "demonstration")
_SERIES = re.compile(r"[A-Z]{2,6}[0-9]+[A-Z]*")
_TRANSFER = re.compile(r"[A-Z]{2,6}[0-9]+[A-Z]*-T[0-9]{1,9}")


def count_stock(till: Till, *, operator: Operator, product: str, counted: int) -> StockCounted:
    """Records what somebody counted; any count is taken, the difference with what was believed is in the entry.

    Raises Refusal("product_unknown", "not_counted", "quantity_wrong").
    """
    operator.require(Right.RECEIVE_STOCK)
    known = counted_product(till, product)
    if not 0 <= counted <= LARGEST_DELIVERY:
        raise Refusal("quantity_wrong", most=LARGEST_DELIVERY)
    with till.store.transaction(operator.code) as act:
        fact = StockCounted(
            product=known.code, expected=stock_on_hand(act.connection).get(known.code, 0), counted=counted
        )
        act.append(fact)
    return fact


def lose_stock(till: Till, *, operator: Operator, product: str, quantity: int, reason: str) -> Entry:
    """Records articles that are gone. Raises Refusal("reason_of_loss", "quantity_wrong", "not_counted", ...)."""
    operator.require(Right.MOVE_STOCK)
    if reason not in LOSS_REASONS:
        raise Refusal("reason_of_loss")
    known = counted_product(till, product)
    require_quantity(quantity)
    with till.store.transaction(operator.code) as act:
        return act.append(StockLost(product=known.code, quantity=quantity, reason=reason))


def send_stock(till: Till, *, operator: Operator, to: str, articles: Mapping[str, int]) -> str:
    """Sends `articles` (product to quantity) to the till whose series is `to`; returns the transfer's number, which
    the other end keys when it arrives.

    Raises Refusal("series_malformed", "transfer_to_itself", "transfer_empty", "quantity_wrong", "not_counted", ...).
    """
    operator.require(Right.MOVE_STOCK)
    series = to.strip().upper()
    if not _SERIES.fullmatch(series):
        raise Refusal("series_malformed")
    if series == till.store.state.series:
        raise Refusal("transfer_to_itself")
    moved = _moved(till, articles)
    with till.store.transaction(operator.code) as act:
        number = f"{till.store.state.series}-T{till.store.position + 1}"
        act.append(StockSent(number=number, to=series, articles=moved))
    return number


def receive_transfer(till: Till, *, operator: Operator, number: str, articles: Mapping[str, int]) -> Entry:
    """Takes in a transfer as it was counted here.

    Raises Refusal("transfer_number_wrong", "transfer_to_itself", "transfer_known", "transfer_empty", ...).
    """
    operator.require(Right.RECEIVE_STOCK)
    keyed = number.strip().upper()
    if not _TRANSFER.fullmatch(keyed):
        raise Refusal("transfer_number_wrong", number=keyed[:24])
    if keyed.rpartition("-")[0] == till.store.state.series:
        raise Refusal("transfer_to_itself")
    moved = _moved(till, articles)
    with till.store.transaction(operator.code) as act:
        if has_arrived(act.connection, keyed):
            raise Refusal("transfer_known", number=keyed)
        return act.append(StockArrived(number=keyed, articles=moved))


def _moved(till: Till, articles: Mapping[str, int]) -> tuple[MovedStock, ...]:
    if not articles:
        raise Refusal("transfer_empty")
    moved = []
    for code, quantity in sorted(articles.items()):
        require_quantity(quantity)
        moved.append(MovedStock(product=counted_product(till, code).code, quantity=quantity))
    return tuple(moved)
