"""Putting a basket aside for later, and taking it up again."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.basket import Basket, FrozenBasket
from pos_app.domain.identifiers import BasketId
from pos_app.domain.operator import Operator, Right
from pos_app.store import held_baskets as kept
from pos_app.store.held_baskets import HeldBasket


def hold_basket(till: Till, *, operator: Operator, basket: FrozenBasket) -> HeldBasket:
    """Puts `basket` aside on disk. Nothing was sold: no entry is made."""
    operator.require(Right.SELL)
    held = HeldBasket(till.clock.now_ms(), operator.code, basket)
    with till.store.transaction(operator.code) as act:
        kept.put_aside(act, held)
    return held


def held_baskets(till: Till) -> tuple[HeldBasket, ...]:
    """Baskets put aside, oldest first."""
    return kept.held_baskets(till.connection)


def resume_basket(till: Till, *, operator: Operator, basket_id: BasketId) -> Basket:
    """Takes a basket up again. Raises Refusal("held_basket_gone") where somebody already did."""
    operator.require(Right.SELL)
    with till.store.transaction(operator.code) as act:
        frozen = kept.take_back(act, basket_id)
    return Basket.of(frozen)
