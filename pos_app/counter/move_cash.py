"""Cash that moves without a sale: in and out of the drawer, to the safe, to the bank; each with a slip."""

from __future__ import annotations

from pos_app.counter.cash_documents import CASH_SLIP
from pos_app.counter.cash_reasons import MOVE_REASONS
from pos_app.counter.open_day import day_for
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.facts import CashMove, CashMoved
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal


def move_cash(till: Till, *, operator: Operator, move: CashMove, amount_cents: int, reason: str) -> CashMoved:
    """Records the movement and prints its slip.

    More may be taken than the journal says is there: the drawer is right and the journal may not be, as a count shows.
    Raises Refusal("tender_not_positive", "amount_too_large", "reason_unknown").
    """
    operator.require(Right.MOVE_CASH)
    if amount_cents <= 0:
        raise Refusal("tender_not_positive")
    if amount_cents > LARGEST_AMOUNT_CENTS:
        raise Refusal("amount_too_large", text="")
    if reason not in MOVE_REASONS[move]:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        day = day_for(till, act)
        moved = CashMoved(
            day=day,
            number=till.store.state.last_cash_slip + 1,
            move=move,
            amount_cents=amount_cents,
            reason=reason,
        )
        act.append(moved)
        print_later(act, till, document=CASH_SLIP, reference=str(act.end.position))
    return moved
