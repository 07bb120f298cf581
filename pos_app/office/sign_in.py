"""Signing in: login, password and second factor at once, one answer for anything wrong, a wait that grows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from psycopg import Connection

from pos_app.domain.refusals import Refusal
from pos_app.domain.wrong_guesses import wait_after
from pos_app.office.account_box import AccountBox
from pos_app.office.accounts import Account, account_of_id
from pos_app.office.audit import NOBODY, record
from pos_app.office.database import OfficeDatabase
from pos_app.office.passwords import password_matches
from pos_app.office.second_factor import recovery_hash, step_of

FORGOTTEN_AFTER_MS = 24 * 3600 * 1000
"""Wrong guesses are counted no longer than a day after the last one."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed: `code` is of the second factor, or a recovery code."""

    login: str
    password: str
    code: str

    def __repr__(self) -> str:
        return "Attempt(***)"


def sign_in(database: OfficeDatabase, box: AccountBox, attempt: Attempt, *, now_ms: int) -> Account:
    """Whose they are, where all three are right. Raises Refusal("sign_in_wrong"), Refusal("sign_in_wait", wait_s)."""
    login = attempt.login.strip().lower()
    with database.transaction() as connection:
        _refuse_while_waiting(connection, login, now_ms)
        found = connection.execute(
            "SELECT id, password_hash FROM account WHERE login = %s AND NOT disabled AND totp_box <> ''", (login,)
        ).fetchone()
    right = password_matches(attempt.password, bytes(found[1]) if found else None)
    with database.transaction() as connection:
        _refuse_while_waiting(connection, login, now_ms)
        act = _use_code(connection, box, int(found[0]), attempt.code, now_ms) if found and right else ""
        if found and act:
            connection.execute("DELETE FROM wrong_guess WHERE login_hash = %s", (_login_hash(login),))
            account = account_of_id(connection, int(found[0]), now_ms=now_ms)
            record(connection, account=account.login, now_ms=now_ms, act=act)
            return account
        _count_failure(connection, login, now_ms)
        record(connection, account=NOBODY, now_ms=now_ms, act="sign_in.refused", subject=login if found else "")
    raise Refusal("sign_in_wrong")


def prove_again(database: OfficeDatabase, box: AccountBox, account: Account, *, code: str, now_ms: int) -> None:
    """That whoever is at the keyboard holds the second factor, before it or the password changes; the code is used up.

    Wrong ones count as at the door. Raises Refusal("factor_code_wrong"), Refusal("sign_in_wait", wait_s).
    """
    with database.transaction() as connection:
        _refuse_while_waiting(connection, account.login, now_ms)
        if _use_code(connection, box, account.id, code, now_ms):
            return
        _count_failure(connection, account.login, now_ms)
    raise Refusal("factor_code_wrong")


def _use_code(connection: Connection, box: AccountBox, account: int, code: str, now_ms: int) -> str:
    """Uses the code up and says which act that is; empty where the code is neither of the two kinds."""
    row = connection.execute("SELECT totp_box, totp_step FROM account WHERE id = %s FOR UPDATE", (account,)).fetchone()
    if row is None or not row[0]:
        return ""
    step = step_of(box.open(bytes(row[0]), account=account), code, now_ms=now_ms, after=row[1])
    if step is not None:
        connection.execute("UPDATE account SET totp_step = %s WHERE id = %s", (step, account))
        return "sign_in.done"
    used = connection.execute(
        "DELETE FROM recovery_code WHERE account = %s AND code_hash = %s", (account, recovery_hash(code))
    )
    return "sign_in.recovered" if used.rowcount else ""


def _refuse_while_waiting(connection: Connection, login: str, now_ms: int) -> None:
    row = connection.execute(
        "SELECT until_ms FROM wrong_guess WHERE login_hash = %s FOR UPDATE", (_login_hash(login),)
    ).fetchone()
    if row is not None and row[0] > now_ms:
        raise Refusal("sign_in_wait", wait_s=-(-(row[0] - now_ms) // 1000))


def _count_failure(connection: Connection, login: str, now_ms: int) -> None:
    connection.execute("DELETE FROM wrong_guess WHERE last_ms < %s", (now_ms - FORGOTTEN_AFTER_MS,))
    row = connection.execute(
        "INSERT INTO wrong_guess VALUES (%s, 1, 0, %s) ON CONFLICT (login_hash) DO UPDATE"
        " SET failures = wrong_guess.failures + 1, last_ms = excluded.last_ms RETURNING failures",
        (_login_hash(login), now_ms),
    ).fetchone()
    assert row is not None
    connection.execute(
        "UPDATE wrong_guess SET until_ms = %s WHERE login_hash = %s",
        (now_ms + wait_after(row[0]) * 1000, _login_hash(login)),
    )


def _login_hash(login: str) -> bytes:
    """Of logins that exist and of those that do not: the wait tells nobody which."""
    return hashlib.sha256(b"login " + login.encode()).digest()
