"""Giving up a basket before payment: an event of the journal (JET code 320)."""

from __future__ import annotations

import enum

from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.facts import BasketVoided
from pos_app.domain.operator import Operator, Right
from pos_app.ledger.entry import Entry


class VoidReason(enum.StrEnum):
    """Why a basket was given up."""

    OPERATOR = "operator"
    PERSON_LEFT = "person_left"
    MISTAKE = "mistake"


def void_basket(
    till: Till, *, operator: Operator, basket: FrozenBasket, reason: VoidReason = VoidReason.OPERATOR
) -> Entry:
    """Records that `basket` was given up; its lines are counted, not listed."""
    operator.require(Right.SELL)
    with till.store.transaction(operator.code) as act:
        return act.append(
            BasketVoided(
                basket=basket.id,
                lines=len(basket.lines),
                total_cents=basket.total_cents,
                reason=reason.value,
            )
        )
