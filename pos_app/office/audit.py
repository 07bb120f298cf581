"""The audit log of head office itself: who did what and when, each row chained to the one before.

It is appended to in the transaction of the act that it tells of, and guarded against change by triggers. A subject
says what the act was done to (a till, a lot, a login), never the name of somebody who comes to a desk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import Connection, sql
from psycopg.rows import class_row

from pos_app.domain.refusals import Bug
from pos_app.office.audit_words import ACTS

ROWS_A_PAGE = 50
COMMAND_LINE = "command line"
"""Who did what was asked for on the server itself."""
NOBODY = ""
"""Who did what nobody signed in did: a wrong password."""

_CHAIN_LOCK = 0x617564
_DOMAIN = b"pos-app office audit 1\n"
_ZERO = bytes(32)
_COLUMNS = sql.SQL("number, at_ms, login, act, subject, detail, previous, hash")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An act of somebody at head office."""

    number: int
    at_ms: int
    login: str
    act: str
    subject: str
    detail: str
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows: each empty text asks for any. From `from_ms` on, before `until_ms`."""

    login: str = ""
    act: str = ""
    subject: str = ""
    from_ms: int = 0
    until_ms: int = 2**62


def record(connection: Connection, *, account: str, now_ms: int, act: str, subject: str = "", detail: str = "") -> None:
    """Appends what `account` (a login) did; the last statement of its transaction, as it waits for others' commits.

    Raises Bug("audit_act_unknown") for an act that has no words in `audit_words`.
    """
    if act not in ACTS:
        raise Bug("audit_act_unknown", act=act)
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_CHAIN_LOCK,))
    last = connection.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, bytes(last[1])) if last else (1, _ZERO)
    digest = _hash(previous, number, now_ms, account, act, subject, detail)
    connection.execute(
        "INSERT INTO audit VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (number, now_ms, account, act, subject, detail, previous, digest),
    )


def audit_rows(connection: Connection, wanted: AuditFilter, *, before: int = 2**62) -> Sequence[AuditRow]:
    """A page of what `wanted` asks for, newest first, before the row numbered `before`; one more than a page where
    there are others."""
    with connection.cursor(row_factory=class_row(AuditRow)) as cursor:
        return cursor.execute(
            sql.SQL("SELECT {} FROM audit WHERE number < %(before)s AND {} ORDER BY number DESC LIMIT %(most)s").format(
                _COLUMNS, _WANTED
            ),
            {**_values(wanted), "before": before, "most": ROWS_A_PAGE + 1},
        ).fetchall()


def all_audit_rows(connection: Connection, wanted: AuditFilter) -> Iterator[AuditRow]:
    """Every row that `wanted` asks for, the oldest first, read as it is taken."""
    with connection.cursor("audit_rows", row_factory=class_row(AuditRow)) as cursor:
        cursor.execute(
            sql.SQL("SELECT {} FROM audit WHERE {} ORDER BY number").format(_COLUMNS, _WANTED), _values(wanted)
        )
        yield from cursor


def first_break(connection: Connection) -> int | None:
    """The number of the first row that does not follow from the one before; None where the whole log holds."""
    previous = _ZERO
    for number, row in enumerate(all_audit_rows(connection, AuditFilter()), start=1):
        said = _hash(previous, row.number, row.at_ms, row.login, row.act, row.subject, row.detail)
        if row.number != number or row.previous != previous or row.hash != said:
            return number
        previous = row.hash
    return None


_WANTED = sql.SQL(
    "(%(login)s = '' OR login = %(login)s) AND (%(act)s = '' OR act = %(act)s)"
    " AND (%(subject)s = '' OR strpos(lower(subject), lower(%(subject)s)) > 0)"
    " AND at_ms >= %(from_ms)s AND at_ms < %(until_ms)s"
)


def _values(wanted: AuditFilter) -> dict[str, object]:
    return {
        "login": wanted.login,
        "act": wanted.act,
        "subject": wanted.subject,
        "from_ms": wanted.from_ms,
        "until_ms": wanted.until_ms,
    }


def _hash(previous: bytes, *fields: object) -> bytes:
    """SHA-256 over the domain's tag, the hash before, and each field after its length."""
    digest = hashlib.sha256(_DOMAIN + previous)
    for field in fields:
        content = str(field).encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.digest()
