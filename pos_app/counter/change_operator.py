"""Changing an operator's access: a new PIN, the end of a lock-out, the end of access."""

from __future__ import annotations

from pos_app.counter.till import Till
from pos_app.domain.facts import OperatorPinChanged, OperatorReleased, OperatorRemoved
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator, Right, Role
from pos_app.domain.refusals import Refusal
from pos_app.store.operators import account, accounts, remove_account, set_failures, set_pin


def change_pin(till: Till, *, by: Operator, code: OperatorCode, pin_hash: bytes) -> None:
    """Gives somebody a new PIN, already hashed by `pins.hash_pin`. One's own, or anybody's for a coordinator."""
    if by.code != code:
        by.require(Right.MANAGE_OPERATORS)
    with till.store.transaction(by.code) as act:
        account(act.connection, code)
        set_pin(act, code, pin_hash)
        act.append(OperatorPinChanged(changed=code, how="coordinator" if by.code != code else "self"))


def recover_pin(till: Till, *, code: OperatorCode, pin_hash: bytes) -> None:
    """Gives a coordinator a new PIN after the recovery sheet opened the key file (the caller has checked that)."""
    with till.store.transaction(code) as act:
        if account(act.connection, code).operator.role is not Role.COORDINATOR:
            raise Refusal("recovery_for_coordinators")
        set_pin(act, code, pin_hash)
        act.append(OperatorPinChanged(changed=code, how="recovery_sheet"))


def release_operator(till: Till, *, by: Operator, code: OperatorCode) -> None:
    """Ends the wait of an operator who keyed wrong PINs."""
    by.require(Right.MANAGE_OPERATORS)
    with till.store.transaction(by.code) as act:
        account(act.connection, code)
        set_failures(act, code, failures=0, locked_until_ms=0)
        act.append(OperatorReleased(released=code))


def remove_operator(till: Till, *, by: Operator, code: OperatorCode) -> None:
    """Ends somebody's access. Raises Refusal("last_coordinator") where nobody could manage the till any more."""
    by.require(Right.MANAGE_OPERATORS)
    with till.store.transaction(by.code) as act:
        going = account(act.connection, code).operator
        others = (known.operator for known in accounts(act.connection) if known.operator.code != code)
        if going.role is Role.COORDINATOR and not any(o.role is Role.COORDINATOR for o in others):
            raise Refusal("last_coordinator")
        remove_account(act, code)
        act.append(OperatorRemoved(removed=code))
