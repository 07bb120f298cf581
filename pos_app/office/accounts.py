"""Accounts of head office: who may sign in, as what. A role or a session changes for the very next page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection, sql
from psycopg.rows import class_row

from pos_app.domain.refusals import Refusal
from pos_app.office.rights import OfficeRole, Right, may

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
NAME_LONGEST = 60
SEEN_EVERY_MS = 60_000


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody at head office. `opened`: they have a password and a second factor."""

    id: int
    login: str
    name: str
    role: str
    opened: bool
    disabled: bool
    epoch: int
    made_ms: int
    last_seen_ms: int
    sessions: int
    recovery_codes: int

    def may(self, right: Right) -> bool:
        return may(self.role, right)


_ACCOUNTS = sql.SQL(
    "SELECT id, login, name, role, totp_box <> '' AS opened, disabled, epoch, made_ms, last_seen_ms,"
    " (SELECT count(*) FROM web_session WHERE web_session.account = account.id AND expires_ms > %(now_ms)s)"
    " AS sessions, (SELECT count(*) FROM recovery_code WHERE recovery_code.account = account.id) AS recovery_codes"
    " FROM account"
)


def all_accounts(connection: Connection, *, now_ms: int) -> Sequence[Account]:
    """Everybody, by login."""
    with connection.cursor(row_factory=class_row(Account)) as cursor:
        return cursor.execute(_ACCOUNTS + sql.SQL(" ORDER BY login"), {"now_ms": now_ms}).fetchall()


def account_of_id(connection: Connection, account: int, *, now_ms: int) -> Account:
    """Raises Refusal("account_unknown")."""
    found = _one(connection, "id = %(key)s", account, now_ms)
    if found is None:
        raise Refusal("account_unknown")
    return found


def account_of_login(connection: Connection, login: str, *, now_ms: int) -> Account:
    """Raises Refusal("account_unknown")."""
    found = _one(connection, "login = %(key)s", login.strip().lower(), now_ms)
    if found is None:
        raise Refusal("account_unknown")
    return found


def account_of_session(connection: Connection, account: int, epoch: int, *, now_ms: int) -> Account | None:
    """Whose session this is; None where it is over: disabled, or signed out everywhere since."""
    found = _one(connection, "id = %(key)s AND NOT disabled", account, now_ms)
    if found is None or found.epoch != epoch:
        return None
    if now_ms - found.last_seen_ms > SEEN_EVERY_MS:
        connection.execute("UPDATE account SET last_seen_ms = %s WHERE id = %s", (now_ms, account))
    return found


def make_account(connection: Connection, *, login: str, name: str, role: OfficeRole, now_ms: int) -> int:
    """An account that nobody can sign in to yet. Raises Refusal("login_wrong", "login_taken", "account_name_wrong")."""
    wanted, shown = login.strip().lower(), " ".join(name.split())
    if not LOGIN.fullmatch(wanted):
        raise Refusal("login_wrong")
    if not (0 < len(shown) <= NAME_LONGEST and shown.isprintable()):
        raise Refusal("account_name_wrong", most=NAME_LONGEST)
    row = connection.execute(
        "INSERT INTO account (login, name, role, made_ms) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (login) DO NOTHING RETURNING id",
        (wanted, shown, role.value, now_ms),
    ).fetchone()
    if row is None:
        raise Refusal("login_taken", login=wanted)
    return int(row[0])


def change_role(connection: Connection, account: int, role: OfficeRole) -> None:
    """Raises Refusal("last_administrator")."""
    connection.execute("UPDATE account SET role = %s WHERE id = %s", (role.value, account))
    _still_an_administrator(connection)


def set_password(connection: Connection, account: int, password_hash: bytes) -> None:
    connection.execute("UPDATE account SET password_hash = %s WHERE id = %s", (password_hash, account))


def set_disabled(connection: Connection, account: int, *, disabled: bool) -> None:
    """A disabled account signs in no more, and its sessions are over. Raises Refusal("last_administrator")."""
    connection.execute("UPDATE account SET disabled = %s WHERE id = %s", (disabled, account))
    end_sessions(connection, account)
    _still_an_administrator(connection)


def end_sessions(connection: Connection, account: int) -> int:
    """Signs the account out everywhere, and says its new epoch."""
    connection.execute("DELETE FROM web_session WHERE account = %s", (account,))
    row = connection.execute(
        "UPDATE account SET epoch = epoch + 1 WHERE id = %s RETURNING epoch", (account,)
    ).fetchone()
    return int(row[0]) if row else 0


def forget_factors(connection: Connection, account: int) -> None:
    """Password, second factor and recovery codes are void: only a new link opens the account again."""
    connection.execute(
        "UPDATE account SET password_hash = '', totp_box = '', pending_box = '' WHERE id = %s", (account,)
    )
    connection.execute("DELETE FROM recovery_code WHERE account = %s", (account,))
    end_sessions(connection, account)


def an_administrator_exists(connection: Connection) -> bool:
    """Whether anybody could sign in and make accounts."""
    row = connection.execute(
        "SELECT 1 FROM account WHERE role = %s AND NOT disabled AND totp_box <> '' LIMIT 1",
        (OfficeRole.ADMINISTRATOR.value,),
    ).fetchone()
    return row is not None


def _still_an_administrator(connection: Connection) -> None:
    if not an_administrator_exists(connection):
        raise Refusal("last_administrator")


def _one(connection: Connection, where: str, key: int | str, now_ms: int) -> Account | None:
    with connection.cursor(row_factory=class_row(Account)) as cursor:
        statement = sql.SQL("{} WHERE {}").format(_ACCOUNTS, sql.SQL(where))
        return cursor.execute(statement, {"key": key, "now_ms": now_ms}).fetchone()
