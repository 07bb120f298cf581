"""Opening the day: a session that people open and close, with a float that is not turnover."""

from __future__ import annotations

from pos_app.counter.cash_documents import OPENING_SLIP
from pos_app.counter.cash_reasons import FLOAT_REASONS
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.facts import DayOpened, FloatLaid
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry
from pos_app.store.till_state import TillState
from pos_app.store.till_store import Act


def open_day(till: Till, *, operator: Operator, float_cents: int, reason: str = "") -> Entry:
    """Opens the till's day with `float_cents` in the drawer, and prints its slip; where a sale opened the first one,
    lays its float.

    `reason` (of FLOAT_REASONS) says why the float is not what the last closing had left. Raises
    Refusal("day_already_open", "amount_not_a_number", "amount_too_large", "float_differs", "reason_unknown",
    "till_retired").
    """
    operator.require(Right.OPEN_DAY)
    if float_cents < 0:
        raise Refusal("amount_not_a_number", text="")
    if float_cents > LARGEST_AMOUNT_CENTS:
        raise Refusal("amount_too_large", text="")
    with till.store.transaction(operator.code) as act:
        entry = act.append(_opening(till.store.state, float_cents=float_cents, reason=reason))
        print_later(act, till, document=OPENING_SLIP, reference=str(act.end.position))
    return entry


def _opening(state: TillState, *, float_cents: int, reason: str) -> DayOpened | FloatLaid:
    require_not_retired(state)
    if state.day and state.float_cents:
        raise Refusal("day_already_open", day=state.day)
    if state.day:
        return FloatLaid(day=state.day, float_cents=float_cents)
    differs = bool(state.last_day) and float_cents != state.drawer_cents
    if differs and not reason:
        raise Refusal("float_differs", left_cents=state.drawer_cents)
    if differs and reason not in FLOAT_REASONS:
        raise Refusal("reason_unknown")
    return DayOpened(day=state.last_day + 1, float_cents=float_cents, reason=reason if differs else "")


def require_not_retired(state: TillState) -> None:
    """Raises Refusal("till_retired") at a till that closed for good: everything that is booked is booked in a day."""
    if state.retired_position:
        raise Refusal("till_retired")


def day_for(till: Till, act: Act) -> int:
    """The open day, in which what `act` records is booked; where none is open, the next one, opened with what the last
    closing left in the drawer: the counter never waits for a closing or an opening."""
    state = till.store.state
    if state.day:
        return state.day
    require_not_retired(state)
    act.append(DayOpened(day=state.last_day + 1, float_cents=state.drawer_cents))
    return state.last_day + 1
