"""The first exercise: sell a card, give it back, print again, close the day. What was done is read from the journal."""

from __future__ import annotations

import enum

from pos_app.counter.till import Till
from pos_app.domain.facts import DayClosed, Fact, ReceiptPrinted, RefundRecorded, SaleRecorded
from pos_app.store import journal


class Step(enum.StrEnum):
    """In the order in which they are shown."""

    SELL = "sell"
    REFUND = "refund"
    REPRINT = "reprint"
    CLOSE = "close"


_DONE_BY: dict[type[Fact], Step] = {
    SaleRecorded: Step.SELL,
    RefundRecorded: Step.REFUND,
    ReceiptPrinted: Step.REPRINT,
    DayClosed: Step.CLOSE,
}
_KINDS = {fact.kind: step for fact, step in _DONE_BY.items()}


def steps_done(till: Till, *, since: int) -> frozenset[Step]:
    """The steps that the entries after the position `since` have done, in whatever order."""
    found = (entry.kind for _, entry in journal.every_entry(till.connection, from_position=since + 1))
    return frozenset(_KINDS[kind] for kind in found if kind in _KINDS)


def next_step(done: frozenset[Step]) -> Step | None:
    """The first step that is still to do; None where all are done."""
    return next((step for step in Step if step not in done), None)
