"""Operators: who stands at the desk, and what each role may do."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.refusals import Refusal


class Role(enum.StrEnum):
    """The three roles at a reception point (DOMAIN.md, "The people and the place")."""

    VOLUNTEER = "volunteer"
    EMPLOYEE = "employee"
    COORDINATOR = "coordinator"


class Right(enum.StrEnum):
    """What an operator may be allowed to do."""

    SELL = "sell"
    REPRINT = "reprint"
    OPEN_DAY = "open_day"
    RECEIVE_STOCK = "receive_stock"
    MANAGE_OPERATORS = "manage_operators"
    CHANGE_SETTINGS = "change_settings"
    LOAD_CATALOGUE = "load_catalogue"
    JOIN_HEAD_OFFICE = "join_head_office"


_VOLUNTEER = frozenset({Right.SELL, Right.REPRINT, Right.OPEN_DAY})
_EMPLOYEE = _VOLUNTEER | {Right.RECEIVE_STOCK}
RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.VOLUNTEER: _VOLUNTEER,
    Role.EMPLOYEE: _EMPLOYEE,
    Role.COORDINATOR: frozenset(Right),
}


@dataclass(frozen=True, slots=True)
class Operator:
    """A person who may sign in at this till. `ends_on` is the last ISO day of access, or None."""

    code: OperatorCode
    first_name: str
    role: Role
    ends_on: str | None = None

    def require(self, right: Right) -> None:
        """Raises Refusal("right_missing") where the operator's role does not include `right`."""
        if right not in RIGHTS_OF[self.role]:
            raise Refusal("right_missing", right=right.value)
