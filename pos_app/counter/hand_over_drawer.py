"""Handing the drawer from one person to another: the one who takes it agrees with a PIN."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from pos_app.counter.open_day import day_for
from pos_app.counter.pins import pin_matches
from pos_app.counter.sign_in import account_to_sign_in, record_sign_in
from pos_app.counter.till import Till
from pos_app.domain.facts import DrawerHandedOver
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal

if TYPE_CHECKING:
    from pos_app.counter.running import RunningTill


def hand_over_drawer(till: Till, *, operator: Operator, to: OperatorCode, matched: bool) -> Operator:
    """Records that `operator` gave the drawer to `to`, whose PIN `matched`; returns who has it and is signed in now.

    Raises Refusal("handed_to_oneself", "pin_wrong", "operator_locked", "access_ended").
    """
    operator.require(Right.HAND_OVER_DRAWER)
    if to == operator.code:
        raise Refusal("handed_to_oneself")
    taker = record_sign_in(till, code=to, matched=matched)
    with till.store.transaction(operator.code) as act:
        day = day_for(till, act)
        act.append(DrawerHandedOver(day=day, to=to, drawer_cents=till.store.state.drawer_cents))
    return taker


def hand_over_with_pin(running: RunningTill, *, operator: Operator, to: OperatorCode, pin: str) -> Future[Operator]:
    """The same at a till at work: the PIN is checked off its storage thread. May hold what `sign_in` may hold."""

    def check() -> Operator:
        account = running.run(account_to_sign_in, code=to).result()
        matched = pin_matches(pin, account.pin_hash)
        return running.run(hand_over_drawer, operator=operator, to=to, matched=matched).result()

    return running.compute(check)
