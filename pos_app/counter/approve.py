"""A coordinator's word, given at the desk with a PIN: checked as a sign-in is, locked out as a sign-in is."""

from __future__ import annotations

from pos_app.counter.sale_rules import OVERRIDE_REASONS, Approval
from pos_app.counter.sign_in import account_to_sign_in, record_sign_in
from pos_app.counter.till import Till
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refund import REFUND_REASONS
from pos_app.domain.refusals import Refusal
from pos_app.store.operators import OperatorAccount


def account_to_approve(till: Till, *, code: OperatorCode) -> OperatorAccount:
    """The account whose PIN is to be checked. Raises Refusal("right_missing", "operator_locked", ...)."""
    account = account_to_sign_in(till, code=code)
    account.operator.require(Right.OVERRIDE)
    return account


def approval_of(till: Till, *, code: OperatorCode, reason: str, matched: bool) -> Approval:
    """The approval; a wrong PIN counts as it does at sign-in. Raises Refusal("pin_wrong", "operator_locked")."""
    if reason not in (*OVERRIDE_REASONS, *REFUND_REASONS):
        raise Refusal("reason_unknown")
    if not matched:
        record_sign_in(till, code=code, matched=False)
    return Approval(by=code, reason=reason)


def own_exception(operator: Operator, *, reason: str) -> Approval:
    """An employee's own small exception; the sale checks the allowance. Raises Refusal("right_missing")."""
    operator.require(Right.SELL_BY_EXCEPTION)
    return Approval(by=operator.code, reason=reason, exception=True)
