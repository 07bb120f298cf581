"""What operators gave back: how often, how much, why, and on whose word. Read by coordinators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pos_app.counter.till import Till
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator, Right
from pos_app.store.operators import shown_name
from pos_app.store.refunds import refunds_between


@dataclass(slots=True)
class _Tally:
    refunds: int = 0
    cents: int = 0
    cash_cents: int = 0
    approved: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class OperatorRefunds:
    """What one operator gave back, in cents above zero; `approved` of them on a second person's word.

    `reasons` counts refunds by their code.
    """

    operator: OperatorCode
    name: str
    refunds: int
    cents: int
    cash_cents: int
    approved: int
    reasons: Mapping[str, int]


def refund_report(till: Till, *, operator: Operator, days: int) -> tuple[OperatorRefunds, ...]:
    """Refunds by operator over the last `days` days, which are sessions, open or closed; the largest sum first.

    Raises Refusal("right_missing").
    """
    operator.require(Right.REPORT_REFUNDS)
    tallies: dict[OperatorCode, _Tally] = {}
    last_day = till.store.state.last_day
    for found in refunds_between(till.connection, first_day=last_day - days + 1, last_day=last_day):
        tally = tallies.setdefault(found.entry.operator, _Tally())
        tally.refunds += 1
        tally.cents -= found.refund.total_cents
        tally.cash_cents -= found.refund.cash_cents
        tally.approved += bool(found.refund.overrides)
        tally.reasons[found.refund.reason] += 1
    rows = [
        OperatorRefunds(
            code, shown_name(till.connection, code), one.refunds, one.cents, one.cash_cents, one.approved, one.reasons
        )
        for code, one in tallies.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.cents, row.operator)))
