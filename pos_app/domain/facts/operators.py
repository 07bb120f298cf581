"""Facts about who may sign in, and who did."""

from __future__ import annotations

from typing import ClassVar

from pos_app.domain.facts.fact import Fact
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Role


class OperatorAdded(Fact, frozen=True):
    """Somebody may sign in, until the end of `ends_on` (ISO date; empty: no end)."""

    kind: ClassVar[str] = "operator_added.1"
    added: OperatorCode
    role: Role
    ends_on: str = ""


class OperatorPinChanged(Fact, frozen=True):
    """`how`: "self", "coordinator" or "recovery_sheet"."""

    kind: ClassVar[str] = "operator_pin_changed.1"
    changed: OperatorCode
    how: str


class OperatorReleased(Fact, frozen=True):
    """A coordinator ended the lock-out of an operator after wrong PINs."""

    kind: ClassVar[str] = "operator_released.1"
    released: OperatorCode


class OperatorChanged(Fact, frozen=True):
    """Head office gave an operator another role, name or last day, or access again."""

    kind: ClassVar[str] = "operator_changed.1"
    changed: OperatorCode
    role: Role
    ends_on: str = ""


class OperatorRemoved(Fact, frozen=True):
    """An operator may no longer sign in."""

    kind: ClassVar[str] = "operator_removed.1"
    removed: OperatorCode


class SignedIn(Fact, frozen=True):
    """`how`: "pin" or "badge"."""

    kind: ClassVar[str] = "signed_in.1"
    how: str


class SignInFailed(Fact, frozen=True):
    """A wrong PIN. `failures` counts those in a row; `locked_s` is how long the operator now waits."""

    kind: ClassVar[str] = "sign_in_failed.1"
    failures: int
    locked_s: int


class SignedOut(Fact, frozen=True):
    kind: ClassVar[str] = "signed_out.1"
