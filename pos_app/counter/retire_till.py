"""This till closes for good: what must be settled first, what goes back, and the entry that ends it."""

from __future__ import annotations

from pos_app.counter.code_stock import code_stock, withdraw_lot
from pos_app.counter.open_day import require_not_retired
from pos_app.counter.till import Till
from pos_app.domain.facts import TillRetired
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import VoucherState
from pos_app.ledger.entry import Entry
from pos_app.store.vault import to_collect


def retire_till(till: Till, *, operator: Operator) -> Entry:
    """Sends back the codes that are left and ends this till; no day opens here any more. Asked again after it was cut,
    it goes on.

    The journal stays, is sent with the next sync, and head office then knows that nothing more comes. Raises
    Refusal("till_retired", "day_to_close_first", "codes_to_hand_over", "deposits_to_give_back", "right_missing").
    """
    operator.require(Right.JOIN_HEAD_OFFICE)
    state = till.store.state
    require_not_retired(state)
    if state.day:
        raise Refusal("day_to_close_first", day=state.day)
    if waiting := len(to_collect(till.connection)):
        raise Refusal("codes_to_hand_over", count=waiting)
    if state.deposits_cents:
        raise Refusal("deposits_to_give_back", deposits_cents=state.deposits_cents)
    for each in code_stock(till).lots:
        if each.lot.left and each.lot.state is VoucherState.IN_STOCK:
            withdraw_lot(till, operator=operator, lot=each.lot.lot, reason="returned")
    with till.store.transaction(operator.code) as act:
        return act.append(TillRetired(last_day=state.last_day))
