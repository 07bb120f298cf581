"""Opening the drawer without a sale: an event that an auditor counts."""

from __future__ import annotations

from pos_app.counter.cash_reasons import DRAWER_REASONS
from pos_app.counter.open_day import day_for
from pos_app.counter.till import Till
from pos_app.domain.facts import DrawerOpened
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry


def open_drawer(till: Till, *, operator: Operator, reason: str) -> Entry:
    """Records that the drawer is opened, before it opens. Raises Refusal("reason_unknown")."""
    operator.require(Right.OPEN_DRAWER)
    if reason not in DRAWER_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        return act.append(DrawerOpened(day=day_for(till, act), reason=reason))
