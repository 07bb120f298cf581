"""Adding operators, offline, in seconds: a first name, a role, a PIN or a printed badge, a last day."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.counter.pins import badge_hash, hash_pin, new_badge
from pos_app.counter.till import Till
from pos_app.domain.days import read_day
from pos_app.domain.facts import OperatorAdded
from pos_app.domain.identifiers import operator_code
from pos_app.domain.operator import Operator, Right, Role
from pos_app.domain.refusals import Refusal
from pos_app.store.operators import add_account
from pos_app.store.till_store import Act

LONGEST_FIRST_NAME = 30
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to add. An empty `pin` means a printed badge; coordinators always have a PIN."""

    first_name: str
    role: Role
    pin: str = ""
    ends_on: str = ""


@dataclass(frozen=True, slots=True)
class CheckedNewcomer:
    """A newcomer whose fields hold, with what is kept of the PIN or badge."""

    operator: Operator
    pin_hash: bytes
    badge_hash: bytes
    badge: str


@dataclass(frozen=True, slots=True)
class AddedOperator:
    """An operator who may now sign in. `badge` is the text to print on the badge, shown this once; or empty."""

    operator: Operator
    badge: str


def check_newcomer(newcomer: Newcomer) -> CheckedNewcomer:
    """Checks a newcomer's fields and hashes the PIN (slow: not on the storage or GUI thread).

    Raises Refusal("first_name_wrong", "date_wrong", "pin_malformed", "pin_too_simple", "coordinator_needs_pin").
    """
    first_name = " ".join(newcomer.first_name.split())
    if not 0 < len(first_name) <= LONGEST_FIRST_NAME or not first_name.isprintable():
        raise Refusal("first_name_wrong", most=LONGEST_FIRST_NAME)
    if newcomer.role is Role.COORDINATOR and not newcomer.pin:
        raise Refusal("coordinator_needs_pin")
    badge = "" if newcomer.pin else new_badge()
    operator = Operator(
        operator_code(secrets.token_bytes(16)),
        first_name,
        newcomer.role,
        _checked_date(newcomer.ends_on),
    )
    return CheckedNewcomer(
        operator,
        pin_hash=hash_pin(newcomer.pin) if newcomer.pin else b"",
        badge_hash=badge_hash(badge) if badge else b"",
        badge=badge,
    )


def add_operators(till: Till, *, by: Operator, newcomers: Sequence[CheckedNewcomer]) -> tuple[AddedOperator, ...]:
    """Adds all of `newcomers`, or none. Raises Refusal("right_missing", "too_many_at_once")."""
    by.require(Right.MANAGE_OPERATORS)
    if len(newcomers) > MOST_AT_ONCE:
        raise Refusal("too_many_at_once", most=MOST_AT_ONCE)
    with till.store.transaction(by.code) as act:
        return tuple(record_operator(act, newcomer) for newcomer in newcomers)


def record_operator(act: Act, newcomer: CheckedNewcomer) -> AddedOperator:
    """Keeps the account and records the fact, inside the transaction of the caller."""
    operator = newcomer.operator
    add_account(act, operator, pin_hash=newcomer.pin_hash, badge_hash=newcomer.badge_hash)
    act.append(OperatorAdded(added=operator.code, role=operator.role, ends_on=operator.ends_on or ""))
    return AddedOperator(operator, newcomer.badge)


def _checked_date(text: str) -> str | None:
    if not text.strip():
        return None
    return read_day(text).isoformat()
