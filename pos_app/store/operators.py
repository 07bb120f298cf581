"""The people who may sign in: kept beside the journal, which knows them by code only."""

from __future__ import annotations

import msgspec

from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator, Role
from pos_app.domain.refusals import Refusal
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act

_COLUMNS = "code, first_name, role, ends_on, pin_hash, badge_hash, failures, locked_until_ms"


class OperatorAccount(msgspec.Struct, frozen=True):
    """An operator with what signing in needs. Hashes are empty where there is no PIN or no badge."""

    operator: Operator
    pin_hash: bytes
    badge_hash: bytes
    failures: int
    locked_until_ms: int


def add_account(act: Act, operator: Operator, *, pin_hash: bytes = b"", badge_hash: bytes = b"") -> None:
    act.tables.table("operator").insert(
        {
            "code": operator.code,
            "first_name": operator.first_name,
            "role": operator.role.value,
            "ends_on": operator.ends_on or "",
            "pin_hash": pin_hash,
            "badge_hash": badge_hash,
        }
    )


def change_account(act: Act, operator: Operator) -> None:
    """Another name, role or last day; who was removed may sign in again once a PIN is given."""
    act.tables.table("operator").update(
        operator.code,
        {
            "first_name": operator.first_name,
            "role": operator.role.value,
            "ends_on": operator.ends_on or "",
            "removed": 0,
        },
    )


def set_pin(act: Act, code: OperatorCode, pin_hash: bytes) -> None:
    """Gives an operator a new PIN; the count of failures begins anew."""
    act.tables.table("operator").update(code, {"pin_hash": pin_hash, "failures": 0, "locked_until_ms": 0})


def set_failures(act: Act, code: OperatorCode, *, failures: int, locked_until_ms: int) -> None:
    act.tables.table("operator").update(code, {"failures": failures, "locked_until_ms": locked_until_ms})


def remove_account(act: Act, code: OperatorCode) -> None:
    """Ends an operator's access; the first name stays for receipts until it is erased."""
    act.tables.table("operator").update(code, {"removed": 1, "pin_hash": b"", "badge_hash": b""})


def accounts(connection: Connection) -> tuple[OperatorAccount, ...]:
    """Everybody who may sign in, by first name."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM operator WHERE removed = 0 ORDER BY first_name, code")
    return tuple(_account(row) for row in rows)


def account(connection: Connection, code: OperatorCode) -> OperatorAccount:
    """Raises Refusal("operator_unknown")."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM operator WHERE removed = 0 AND code = ?", (code,)).fetchone()
    if row is None:
        raise Refusal("operator_unknown")
    return _account(row)


def account_on_file(connection: Connection, code: OperatorCode) -> OperatorAccount | None:
    """The account of this code where somebody ever had it, whether or not they still may sign in."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM operator WHERE code = ?", (code,)).fetchone()
    return _account(row) if row else None


def account_with_badge(connection: Connection, badge_hash: bytes) -> OperatorAccount | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM operator WHERE removed = 0 AND badge_hash = ? AND badge_hash <> x''",
        (badge_hash,),
    ).fetchone()
    return _account(row) if row else None


def shown_name(connection: Connection, code: OperatorCode) -> str:
    """What a receipt says of an operator: the first name, or the code where the name is gone."""
    row = connection.execute("SELECT first_name FROM operator WHERE code = ?", (code,)).fetchone()
    return str(row[0]) if row and row[0] else code


def _account(row: tuple[str, str, str, str, bytes, bytes, int, int]) -> OperatorAccount:
    code, first_name, role, ends_on, pin_hash, badge_hash, failures, locked_until_ms = row
    operator = Operator(OperatorCode(code), first_name, Role(role), ends_on or None)
    return OperatorAccount(operator, pin_hash, badge_hash, failures, locked_until_ms)
