"""Giving up a basket before payment: an event of the journal (JET code 320)."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.facts import BasketVoided
from pos_app.domain.operator import Operator, Right
from pos_app.ledger.entry import Entry

REASON = "operator"
"""Somebody at the desk emptied it; the desk asks for no more."""


def void_basket(till: Till, *, operator: Operator, basket: FrozenBasket) -> Entry:
    """Records that `basket` was given up; its lines are counted, not listed."""
    operator.require(Right.SELL)
    with till.store.transaction(operator.code) as act:
        return act.append(
            BasketVoided(
                basket=basket.id,
                lines=len(basket.lines),
                total_cents=basket.total_cents,
                reason=REASON,
            )
        )
