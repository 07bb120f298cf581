"""Operators: who stands at the desk, and what each role may do."""

from __future__ import annotations

import enum

import msgspec

from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.refusals import Refusal


class Role(enum.StrEnum):
    """The three roles at a reception point (DOMAIN.md, "The people and the place"), and whoever audits it: an auditor
    reads and verifies, and changes nothing."""

    VOLUNTEER = "volunteer"
    EMPLOYEE = "employee"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"


class Right(enum.StrEnum):
    """What an operator may be allowed to do."""

    SELL = "sell"
    REPRINT = "reprint"
    REFUND = "refund"
    OPEN_DAY = "open_day"
    RECEIVE_STOCK = "receive_stock"
    MANAGE_OPERATORS = "manage_operators"
    CHANGE_SETTINGS = "change_settings"
    LOAD_CATALOGUE = "load_catalogue"
    JOIN_HEAD_OFFICE = "join_head_office"
    LOOK_UP = "look_up"
    REGISTER = "register"
    CHANGE_RIGHTS = "change_rights"
    OPEN_PENDING = "open_pending"
    SELL_BY_EXCEPTION = "sell_by_exception"
    OVERRIDE = "override"
    MERGE_PEOPLE = "merge_people"
    HAND_OVER_DATA = "hand_over_data"
    LIST_PEOPLE = "list_people"
    IMPORT_PEOPLE = "import_people"
    EXPORT_PEOPLE = "export_people"
    EXPORT_LISTS = "export_lists"
    ERASE_PEOPLE = "erase_people"
    REVEAL_AGAIN = "reveal_again"
    REPLACE_CODES = "replace_codes"
    IMPORT_CODES = "import_codes"
    RELEASE_CODES = "release_codes"
    REPORT_REFUNDS = "report_refunds"
    OPEN_DRAWER = "open_drawer"
    COUNT_CASH = "count_cash"
    HAND_OVER_DRAWER = "hand_over_drawer"
    MOVE_CASH = "move_cash"
    CORRECT_TENDER = "correct_tender"
    CLAIM_VOUCHERS = "claim_vouchers"
    ENTER_LATE = "enter_late"
    CLOSE_DAY = "close_day"
    CLOSE_PERIOD = "close_period"
    OVERRIDE_PRICE = "override_price"
    MOVE_STOCK = "move_stock"
    MANAGE_CAMPAIGNS = "manage_campaigns"
    READ_JOURNAL = "read_journal"
    CHECK_JOURNAL = "check_journal"
    MAKE_ARCHIVE = "make_archive"
    BACK_UP = "back_up"
    EXPORT_ACCOUNTS = "export_accounts"
    PLAN_SESSIONS = "plan_sessions"
    FOLLOW_CASES = "follow_cases"
    LEND = "lend"
    KEEP_DEPOSIT = "keep_deposit"


_VOLUNTEER = frozenset(
    {
        Right.SELL,
        Right.REPRINT,
        Right.REFUND,
        Right.OPEN_DAY,
        Right.LOOK_UP,
        Right.REGISTER,
        Right.OPEN_DRAWER,
        Right.COUNT_CASH,
        Right.HAND_OVER_DRAWER,
        Right.LEND,
    }
)
_EMPLOYEE = _VOLUNTEER | {
    Right.RECEIVE_STOCK,
    Right.EXPORT_LISTS,
    Right.MOVE_STOCK,
    Right.OVERRIDE_PRICE,
    Right.CHANGE_RIGHTS,
    Right.OPEN_PENDING,
    Right.SELL_BY_EXCEPTION,
    Right.MERGE_PEOPLE,
    Right.HAND_OVER_DATA,
    Right.REVEAL_AGAIN,
    Right.REPLACE_CODES,
    Right.MOVE_CASH,
    Right.CORRECT_TENDER,
    Right.CLAIM_VOUCHERS,
    Right.ENTER_LATE,
    Right.CLOSE_DAY,
    Right.PLAN_SESSIONS,
    Right.FOLLOW_CASES,
    Right.KEEP_DEPOSIT,
}
RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.VOLUNTEER: _VOLUNTEER,
    Role.EMPLOYEE: _EMPLOYEE,
    Role.COORDINATOR: frozenset(Right),
    Role.AUDITOR: frozenset({Right.READ_JOURNAL, Right.CHECK_JOURNAL, Right.EXPORT_ACCOUNTS}),
}


class Operator(msgspec.Struct, frozen=True):
    """A person who may sign in at this till. `ends_on` is the last ISO day of access, or None."""

    code: OperatorCode
    first_name: str
    role: Role
    ends_on: str | None = None

    def may(self, right: Right) -> bool:
        return right in RIGHTS_OF[self.role]

    def require(self, right: Right, *, refusal: str = "right_missing") -> None:
        """Raises Refusal("right_missing"), or the one named, where the operator's role does not include `right`."""
        if not self.may(right):
            raise Refusal(refusal, right=right.value)
