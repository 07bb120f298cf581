"""The end of a loan: the thing comes back, or is lost; the deposit goes back once, whole or in part."""

from __future__ import annotations

from pos_app.counter.lend_equipment import open_loan
from pos_app.counter.open_day import day_for
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.equipment import KEEP_REASONS, LOST, RETURN_CONDITIONS
from pos_app.domain.facts import LoanEnded
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.store.loans import Loan
from pos_app.store.people import touch_person

LOAN_END = "loan_end"
"""The document of the print job; its reference is the position of the entry."""


def end_loan(
    till: Till,
    *,
    operator: Operator,
    loan: int,
    condition: str,
    given_back_cents: int,
    tender: TenderKind,
    reason: str = "",
    to_stock: bool | None = None,
) -> LoanEnded:
    """Records how the thing came back, gives the deposit back and prints a slip of it.

    `condition` is one of RETURN_CONDITIONS, or LOST; what came back good or worn goes to the shelf again unless
    `to_stock` says otherwise. Less than the deposit wants one of KEEP_REASONS and the right to keep it.

    Raises Refusal("loan_unknown", "loan_ended", "condition_unknown"), and what `_require_deposit` raises.
    """
    operator.require(Right.LEND)
    with till.store.transaction(operator.code) as act:
        found = open_loan(till, loan)
        if condition not in (*RETURN_CONDITIONS, LOST):
            raise Refusal("condition_unknown")
        _require_deposit(till, operator, found, given_back_cents, tender, reason)
        ended = LoanEnded(
            day=day_for(till, act),
            loan=loan,
            item=found.item,
            person=found.person,
            condition=condition,
            to_stock=_to_stock(condition, wanted=to_stock),
            deposit_cents=found.deposit_cents,
            given_back_cents=given_back_cents,
            tender=tender if given_back_cents else found.tender,
            reason=reason if given_back_cents < found.deposit_cents else "",
        )
        act.append(ended)
        touch_person(act, found.person, at_ms=till.clock.now_ms())
        print_later(act, till, document=LOAN_END, reference=str(act.end.position))
    return ended


def _to_stock(condition: str, *, wanted: bool | None) -> bool:
    """What works goes to the shelf again, unless somebody says otherwise; what is lost never does."""
    return condition != LOST and (condition in ("good", "worn") if wanted is None else wanted)


def _require_deposit(
    till: Till, operator: Operator, loan: Loan, given_back_cents: int, tender: TenderKind, reason: str
) -> None:
    """What goes back is no more than was left, as it may go back; less wants a reason and the right to say it.

    Raises Refusal("deposit_too_much", "keeping_not_allowed", "keep_reason", "deposit_way_back").
    """
    if not 0 <= given_back_cents <= loan.deposit_cents:
        raise Refusal("deposit_too_much", deposit_cents=loan.deposit_cents)
    if given_back_cents < loan.deposit_cents:
        operator.require(Right.KEEP_DEPOSIT, refusal="keeping_not_allowed")
        if reason not in KEEP_REASONS:
            raise Refusal("keep_reason")
    if given_back_cents and tender not in till.rules.refund.ways_back(loan.tender):
        raise Refusal("deposit_way_back")
