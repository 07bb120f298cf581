"""Opening the day: a session that people open and close, with a float that is not turnover."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.facts import DayOpened, FloatLaid
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry


def open_day(till: Till, *, operator: Operator, float_cents: int) -> Entry:
    """Opens the till's day with `float_cents` in the drawer; where a sale opened it already, lays the float.

    Raises Refusal("day_already_open", "amount_not_a_number", "amount_too_large").
    """
    operator.require(Right.OPEN_DAY)
    if float_cents < 0:
        raise Refusal("amount_not_a_number", text="")
    if float_cents > LARGEST_AMOUNT_CENTS:
        raise Refusal("amount_too_large", text="")
    with till.store.transaction(operator.code) as act:
        state = till.store.state
        if state.day and state.float_cents:
            raise Refusal("day_already_open", day=state.day)
        if state.day:
            return act.append(FloatLaid(day=state.day, float_cents=float_cents))
        return act.append(DayOpened(day=state.day + 1, float_cents=float_cents))
