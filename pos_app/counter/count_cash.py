"""Counting the drawer, by denomination, and taking note of a difference."""

from __future__ import annotations

from collections.abc import Mapping

from pos_app.counter.cash_reasons import DIFFERENCE_REASONS
from pos_app.counter.day_report import day_totals, open_difference_cents
from pos_app.counter.open_day import day_for
from pos_app.counter.till import Till
from pos_app.domain.cash_count import pieces_of, worth_cents
from pos_app.domain.facts import CashCounted, CashDifferenceAccepted, TenderCounted, Totals
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.ledger.entry import Entry


def count_cash(
    till: Till,
    *,
    operator: Operator,
    counts: Mapping[int, int],
    others: Mapping[TenderKind, int] | None = None,
    blind: bool = False,
) -> CashCounted:
    """Records what was counted: `counts` of pieces by denomination, `others` in cents by means of payment (cheques,
    vouchers, the card terminal's own total). A later count stands in its place.

    Raises Refusal("count_wrong", "amount_too_large").
    """
    operator.require(Right.COUNT_CASH)
    pieces = pieces_of(counts)
    if any(not 0 <= cents <= LARGEST_AMOUNT_CENTS for cents in (others or {}).values()):
        raise Refusal("amount_too_large", text="")
    with till.store.transaction(operator.code) as act:
        day = day_for(till, act)
        counted = CashCounted(
            day=day,
            pieces=pieces,
            counted_cents=worth_cents(pieces),
            expected_cents=till.store.state.drawer_cents,
            blind=blind,
            others=_others(day_totals(till, day), others or {}),
        )
        act.append(counted)
    return counted


def accept_difference(till: Till, *, operator: Operator, reason: str) -> Entry:
    """Takes note of the difference that the last count showed: the drawer's figure follows what was counted.

    Raises Refusal("reason_unknown", "no_difference").
    """
    operator.require(Right.COUNT_CASH)
    if reason not in DIFFERENCE_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        day = till.store.state.day
        difference_cents = open_difference_cents(till) if day else 0
        if not difference_cents:
            raise Refusal("no_difference")
        return act.append(CashDifferenceAccepted(day=day, difference_cents=difference_cents, reason=reason))


def _others(totals: Totals, counted: Mapping[TenderKind, int]) -> tuple[TenderCounted, ...]:
    return tuple(
        TenderCounted(tender=kind, expected_cents=totals.came_in_cents(kind), counted_cents=cents)
        for kind, cents in sorted(counted.items())
        if kind is not TenderKind.CASH
    )
