"""Signing in: the slow part (Argon2id) off the storage thread, each outcome an entry."""

from __future__ import annotations

import datetime as dt

from pos_app.counter.pins import badge_hash
from pos_app.counter.till import Till
from pos_app.domain.facts import SignedIn, SignedOut, SignInFailed
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.domain.wrong_guesses import FREE_FAILURES, wait_after
from pos_app.store.operators import OperatorAccount, account, account_with_badge, accounts, set_failures


def operators_on_file(till: Till) -> tuple[OperatorAccount, ...]:
    """Everybody who may sign in, by first name."""
    return accounts(till.connection)


def account_to_sign_in(till: Till, *, code: OperatorCode) -> OperatorAccount:
    """The account whose PIN is to be checked now.

    Raises Refusal("operator_unknown", "operator_locked", "access_ended").
    """
    found = account(till.connection, code)
    left_ms = found.locked_until_ms - till.clock.now_ms()
    if left_ms > 0 and found.failures >= FREE_FAILURES:
        raise Refusal("operator_locked", wait_s=min(-(-left_ms // 1000), wait_after(found.failures)))
    _require_access(till, found.operator)
    return found


def record_sign_in(till: Till, *, code: OperatorCode, matched: bool) -> Operator:
    """Records how a PIN fared. Raises Refusal("pin_wrong", left) or Refusal("operator_locked", wait_s)."""
    known = account(till.connection, code)
    with till.store.transaction(code) as act:
        if matched:
            if known.failures:
                set_failures(act, code, failures=0, locked_until_ms=0)
            act.append(SignedIn(how="pin"))
            return known.operator
        failures = known.failures + 1
        wait_s = wait_after(failures)
        locked_until_ms = till.clock.now_ms() + wait_s * 1000 if wait_s else 0
        set_failures(act, code, failures=failures, locked_until_ms=locked_until_ms)
        act.append(SignInFailed(failures=failures, locked_s=wait_s))
    if wait_s:
        raise Refusal("operator_locked", wait_s=wait_s)
    raise Refusal("pin_wrong", left=FREE_FAILURES - failures)


def sign_in_with_badge(till: Till, *, badge: str) -> Operator:
    """Signs in the holder of a badge. Raises Refusal("badge_unknown", "access_ended")."""
    found = account_with_badge(till.connection, badge_hash(badge))
    if found is None:
        raise Refusal("badge_unknown")
    _require_access(till, found.operator)
    with till.store.transaction(found.operator.code) as act:
        act.append(SignedIn(how="badge"))
    return found.operator


def sign_out(till: Till, *, operator: Operator) -> None:
    with till.store.transaction(operator.code) as act:
        act.append(SignedOut())


def _require_access(till: Till, operator: Operator) -> None:
    if operator.ends_on and local_date(till) > operator.ends_on:
        raise Refusal("access_ended", ends_on=operator.ends_on)


def local_date(till: Till) -> str:
    """Today at the till, as an ISO date."""
    local_s = till.clock.now_ms() // 1000 + till.clock.offset_min() * 60
    return dt.datetime.fromtimestamp(local_s, tz=dt.UTC).date().isoformat()
