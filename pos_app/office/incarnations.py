"""Incarnations of a till: registered at enrolment and at hello, and the signed requests that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection

from pos_app.ledger.signing import fingerprint, signature_holds
from pos_app.office.problems import ProblemError
from pos_app.office.suspect_codes import suspect_codes
from pos_app.sync.wire import KnownIncarnation, request_bytes

_MOST_INCARNATIONS = 1_000


@dataclass(frozen=True, slots=True)
class KnownTill:
    """A till whose request is genuine; its row is locked until the transaction ends."""

    id: int
    revoked: bool


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as it came, with what its headers say."""

    method: str
    path: str
    body: bytes
    incarnation: str
    counter: int
    signature: bytes


def register_incarnations(connection: Connection, *, till: int, known: Sequence[KnownIncarnation], now_ms: int) -> None:
    """Gives new incarnations of `till` their order. Raises ProblemError("malformed", "not_genuine")."""
    if not 0 < len(known) <= _MOST_INCARNATIONS:
        raise ProblemError("malformed", "incarnations")
    connection.execute("SELECT 1 FROM till WHERE id = %s FOR UPDATE", (till,))
    adopting = connection.execute("SELECT 1 FROM incarnation WHERE till = %s", (till,)).fetchone() is None
    for told in known:
        public_key = unhex(told.public_key)
        if fingerprint(public_key) != told.incarnation:
            raise ProblemError("not_genuine", "fingerprint")
        row = connection.execute("SELECT till FROM incarnation WHERE id = %s", (unhex(told.incarnation),)).fetchone()
        if row and row[0] != till:
            raise ProblemError("not_genuine", "incarnation of another till")
        if not row:
            _register(connection, till=till, told=told, public_key=public_key)
            if not adopting:
                detail = told.incarnation
                raise_alarm(connection, till=till, now_ms=now_ms, code="new_incarnation", detail=detail)
        connection.execute(
            "UPDATE incarnation SET claimed_seq = greatest(claimed_seq, %s) WHERE id = %s",
            (told.seq, unhex(told.incarnation)),
        )


def _register(connection: Connection, *, till: int, told: KnownIncarnation, public_key: bytes) -> None:
    """Adds an incarnation; the ones before it end with what they have now."""
    row = connection.execute("SELECT coalesce(max(number), 0) FROM incarnation WHERE till = %s", (till,)).fetchone()
    assert row is not None
    connection.execute(
        "UPDATE incarnation SET last_seq = greatest(head_seq, claimed_seq) WHERE till = %s AND last_seq IS NULL",
        (till,),
    )
    suspect_codes(connection, till=till, before=row[0] + 1)
    connection.execute(
        "INSERT INTO incarnation (till, number, id, public_key) VALUES (%s, %s, %s, %s)",
        (till, row[0] + 1, unhex(told.incarnation), public_key),
    )


def raise_alarm(connection: Connection, *, till: int, now_ms: int, code: str, detail: str) -> None:
    """Leaves something for a person at head office to look at; once, until somebody has."""
    connection.execute(
        "INSERT INTO alarm (till, at_ms, code, detail) SELECT %(till)s, %(at_ms)s, %(code)s, %(detail)s"
        " WHERE NOT EXISTS (SELECT 1 FROM alarm"
        " WHERE till = %(till)s AND code = %(code)s AND detail = %(detail)s AND seen_ms = 0)",
        {"till": till, "at_ms": now_ms, "code": code, "detail": detail},
    )


def authenticate(connection: Connection, request: SignedRequest, *, now_ms: int) -> KnownTill:
    """The till that made `request`: signed by one of its keys, with a counter that never came before.

    Raises ProblemError("not_genuine").
    """
    row = connection.execute(
        "SELECT till.id, revoked, challenge, counter, public_key"
        " FROM incarnation JOIN till ON till.id = incarnation.till WHERE incarnation.id = %s FOR UPDATE OF till",
        (unhex(request.incarnation),),
    ).fetchone()
    if row is None:
        raise ProblemError("not_genuine")
    till, revoked, challenge, counter, public_key = row
    if not challenge or request.counter <= counter:
        raise ProblemError("not_genuine", "counter")
    require_signature(request, public_key=public_key, challenge=challenge)
    connection.execute(
        "UPDATE till SET counter = %s, last_contact_ms = %s WHERE id = %s", (request.counter, now_ms, till)
    )
    return KnownTill(till, revoked)


def require_signature(request: SignedRequest, *, public_key: bytes, challenge: bytes) -> None:
    """Raises ProblemError("not_genuine")."""
    signed = request_bytes(
        method=request.method,
        path=request.path,
        body=request.body,
        challenge=challenge,
        counter=request.counter,
    )
    if not signature_holds(public_key, signed, request.signature):
        raise ProblemError("not_genuine", "signature")


def unhex(text: str) -> bytes:
    """32 bytes, as hexadecimal. Raises ProblemError("malformed")."""
    try:
        content = bytes.fromhex(text)
    except ValueError:
        raise ProblemError("malformed", "hexadecimal") from None
    if len(content) != 32:
        raise ProblemError("malformed", "length")
    return content
