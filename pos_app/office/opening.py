"""Opening an account by a link that works once: password, second factor confirmed by a first code, recovery codes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from psycopg import Connection

from pos_app.domain.refusals import Refusal
from pos_app.office.account_box import AccountBox
from pos_app.office.accounts import Account, account_of_id, an_administrator_exists, make_account, set_password
from pos_app.office.audit import record
from pos_app.office.rights import OfficeRole
from pos_app.office.second_factor import new_recovery_codes, new_secret, recovery_hash, step_of

LINK_LIFETIME_MS = 12 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Link:
    """What a link opens: an account, or (None) the first administrator's, yet to be named."""

    account: int | None
    enters: bool


def new_link(connection: Connection, *, account: int | None, now_ms: int, enters: bool = False) -> str:
    """The secret of a link that opens once; only its hash is kept. An earlier link of the account is void."""
    secret = secrets.token_urlsafe(24)
    if account is not None:
        connection.execute("DELETE FROM access_link WHERE account = %s AND NOT enters", (account,))
    connection.execute("DELETE FROM access_link WHERE expires_ms < %s", (now_ms,))
    connection.execute(
        "INSERT INTO access_link VALUES (%s, %s, %s, %s)", (_hash(secret), account, enters, now_ms + LINK_LIFETIME_MS)
    )
    return secret


def link_of(connection: Connection, secret: str, *, now_ms: int) -> Link:
    """Raises Refusal("link_used")."""
    row = connection.execute(
        "SELECT account, enters FROM access_link WHERE secret_hash = %s AND expires_ms >= %s FOR UPDATE",
        (_hash(secret), now_ms),
    ).fetchone()
    if row is None:
        raise Refusal("link_used")
    return Link(row[0], row[1])


def begin_opening(
    connection: Connection, secret: str, *, login: str, name: str, password_hash: bytes, now_ms: int
) -> Account:
    """Gives the account behind the link its password; the link stays good until a code is confirmed.

    `login` and `name` are those of the first administrator, where the link is theirs. Raises Refusal("link_used"),
    and what `make_account` raises.
    """
    link = link_of(connection, secret, now_ms=now_ms)
    if link.enters or (link.account is None and an_administrator_exists(connection)):
        raise Refusal("link_used")
    account = link.account
    if account is None:
        account = make_account(connection, login=login, name=name, role=OfficeRole.ADMINISTRATOR, now_ms=now_ms)
        connection.execute("UPDATE access_link SET account = %s WHERE secret_hash = %s", (account, _hash(secret)))
    set_password(connection, account, password_hash)
    return account_of_id(connection, account, now_ms=now_ms)


def end_opening(
    connection: Connection, box: AccountBox, secret: str, *, code: str, now_ms: int
) -> tuple[Account, tuple[str, ...]]:
    """Opens the account by the first code of its second factor: it, and its recovery codes, shown this once.

    Raises Refusal("link_used", "factor_code_wrong").
    """
    link = link_of(connection, secret, now_ms=now_ms)
    if link.account is None or link.enters:
        raise Refusal("link_used")
    codes = confirm_factor(connection, box, account=link.account, code=code, now_ms=now_ms)
    connection.execute("DELETE FROM access_link WHERE secret_hash = %s", (_hash(secret),))
    account = account_of_id(connection, link.account, now_ms=now_ms)
    record(connection, account=account.login, now_ms=now_ms, act="account.opened", detail=account.role)
    return account, codes


def enter(connection: Connection, secret: str, *, now_ms: int) -> Account:
    """The invented account that a link of the demo signs in. Raises Refusal("link_used")."""
    link = link_of(connection, secret, now_ms=now_ms)
    if link.account is None or not link.enters:
        raise Refusal("link_used")
    connection.execute("DELETE FROM access_link WHERE secret_hash = %s", (_hash(secret),))
    account = account_of_id(connection, link.account, now_ms=now_ms)
    record(connection, account=account.login, now_ms=now_ms, act="sign_in.done")
    return account


def propose_factor(connection: Connection, box: AccountBox, *, account: int) -> str:
    """A new second factor, to be confirmed by a code of it; its secret, to be shown once."""
    secret = new_secret()
    connection.execute(
        "UPDATE account SET pending_box = %s WHERE id = %s", (box.seal(secret, account=account), account)
    )
    return secret


def proposed_factor(connection: Connection, box: AccountBox, *, account: int) -> str:
    """The second factor that waits to be confirmed. Raises Refusal("link_used") where none does."""
    row = connection.execute("SELECT pending_box FROM account WHERE id = %s", (account,)).fetchone()
    if row is None or not row[0]:
        raise Refusal("link_used")
    return box.open(bytes(row[0]), account=account)


def confirm_factor(connection: Connection, box: AccountBox, *, account: int, code: str, now_ms: int) -> tuple[str, ...]:
    """Puts the proposed second factor into force and makes the recovery codes anew: they are shown this once.

    Raises Refusal("factor_code_wrong", "link_used").
    """
    step = step_of(proposed_factor(connection, box, account=account), code, now_ms=now_ms, after=0)
    if step is None:
        raise Refusal("factor_code_wrong")
    connection.execute(
        "UPDATE account SET totp_box = pending_box, pending_box = '', totp_step = %s WHERE id = %s", (step, account)
    )
    return renew_recovery_codes(connection, account=account)


def renew_recovery_codes(connection: Connection, *, account: int) -> tuple[str, ...]:
    """New recovery codes, shown this once; the earlier ones are void."""
    codes = new_recovery_codes()
    connection.execute("DELETE FROM recovery_code WHERE account = %s", (account,))
    connection.cursor().executemany(
        "INSERT INTO recovery_code VALUES (%s, %s)", [(account, recovery_hash(code)) for code in codes]
    )
    return codes


def _hash(secret: str) -> bytes:
    """Links hold 192 random bits: a plain hash tells nothing."""
    return hashlib.sha256(secret.encode()).digest()
