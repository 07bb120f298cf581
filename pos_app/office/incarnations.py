"""Incarnations of a till: registered at enrolment and at hello, and the signed requests that they make."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection

from pos_app.domain.identifiers import IncarnationId
from pos_app.ledger.signing import fingerprint, signature_holds
from pos_app.office.problems import ProblemError
from pos_app.office.suspect_codes import suspect_codes
from pos_app.sync.wire import PROTOCOL, HeldHead, Hello, HelloAnswer, KnownIncarnation, incarnation_proof, request_bytes

_MOST_INCARNATIONS = 1_000
_PROTOCOLS_BACK = 2


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
        public_key = _unhex(told.public_key)
        if fingerprint(public_key) != told.incarnation:
            raise ProblemError("not_genuine", "fingerprint")
        row = connection.execute("SELECT till FROM incarnation WHERE id = %s", (_unhex(told.incarnation),)).fetchone()
        if row and row[0] != till:
            raise ProblemError("not_genuine", "incarnation of another till")
        if not row:
            _register(connection, till=till, told=told, public_key=public_key)
            if not adopting:
                detail = told.incarnation
                raise_alarm(connection, till=till, now_ms=now_ms, code="new_incarnation", detail=detail)
        connection.execute(
            "UPDATE incarnation SET claimed_seq = greatest(claimed_seq, %s) WHERE id = %s",
            (told.seq, _unhex(told.incarnation)),
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
        (till, row[0] + 1, _unhex(told.incarnation), public_key),
    )


def raise_alarm(connection: Connection, *, till: int, now_ms: int, code: str, detail: str) -> None:
    """Leaves something for a person at head office to look at; once, until somebody has."""
    connection.execute(
        "INSERT INTO alarm (till, at_ms, code, detail) SELECT %(till)s, %(at_ms)s, %(code)s, %(detail)s"
        " WHERE NOT EXISTS (SELECT 1 FROM alarm"
        " WHERE till = %(till)s AND code = %(code)s AND detail = %(detail)s AND seen_ms = 0)",
        {"till": till, "at_ms": now_ms, "code": code, "detail": detail},
    )


def known_by_proof(connection: Connection, hello: Hello) -> KnownTill:
    """The till whose hello this is: it knows the secret that was given when it was enrolled.

    That the hello is that of the key in force is not proved by it. Raises ProblemError("not_genuine").
    """
    row = None
    if hello.till.isascii() and hello.till.isdigit() and len(hello.till) < 10:
        row = connection.execute("SELECT id, secret, revoked FROM till WHERE id = %s", (int(hello.till),)).fetchone()
    if row is None or not hello.incarnations:
        raise ProblemError("not_genuine")
    till, secret, revoked = row
    if not secrets.compare_digest(hello.proof, incarnation_proof(secret, hello.incarnations[-1].incarnation)):
        raise ProblemError("not_genuine")
    return KnownTill(till, revoked)


def answer_hello(connection: Connection, hello: Hello, request: SignedRequest, *, now_ms: int) -> HelloAnswer:
    """Begins a sync: knows the till by its secret and its key, and hands out the challenge of the next requests."""
    known = known_by_proof(connection, hello)
    till, revoked, current = known.id, known.revoked, hello.incarnations[-1]
    if request.incarnation != current.incarnation:
        raise ProblemError("not_genuine")
    _require_signature(request, public_key=_unhex(current.public_key), challenge=b"")
    register_incarnations(connection, till=till, known=hello.incarnations, now_ms=now_ms)
    challenge = secrets.token_bytes(16)
    connection.execute(
        "UPDATE till SET software = %s, series = %s, last_contact_ms = %s, clock_ahead_ms = %s, challenge = %s,"
        " counter = 0 WHERE id = %s",
        (hello.software, hello.series, now_ms, hello.device_time_ms - now_ms, challenge, till),
    )
    heads = heads_of(connection, till)
    strays = _strays(connection, hello)
    if strays:
        raise_alarm(connection, till=till, now_ms=now_ms, code=strays, detail=current.incarnation)
    old = hello.protocol < PROTOCOL - _PROTOCOLS_BACK
    action = "revoked" if revoked else "fork" if strays else "upgrade" if old else "ok"
    spoken = min(hello.protocol, PROTOCOL)
    return HelloAnswer(action=action, challenge=challenge.hex(), time_ms=now_ms, heads=heads, protocol=spoken)


def heads_of(connection: Connection, till: int) -> tuple[HeldHead, ...]:
    """How far each incarnation of `till` is held, the oldest first."""
    return tuple(
        HeldHead(incarnation=IncarnationId(name.hex()), seq=seq, hash=digest.hex())
        for name, seq, digest in connection.execute(
            "SELECT id, head_seq, head_hash FROM incarnation WHERE till = %s ORDER BY number", (till,)
        )
    )


def authenticate(connection: Connection, request: SignedRequest, *, now_ms: int) -> KnownTill:
    """The till that made `request`: signed by one of its keys, with a counter that never came before.

    Raises ProblemError("not_genuine").
    """
    row = connection.execute(
        "SELECT till.id, revoked, challenge, counter, public_key"
        " FROM incarnation JOIN till ON till.id = incarnation.till WHERE incarnation.id = %s FOR UPDATE OF till",
        (_unhex(request.incarnation),),
    ).fetchone()
    if row is None:
        raise ProblemError("not_genuine")
    till, revoked, challenge, counter, public_key = row
    if not challenge or request.counter <= counter:
        raise ProblemError("not_genuine", "counter")
    _require_signature(request, public_key=public_key, challenge=challenge)
    connection.execute(
        "UPDATE till SET counter = %s, last_contact_ms = %s WHERE id = %s", (request.counter, now_ms, till)
    )
    return KnownTill(till, revoked)


def _require_signature(request: SignedRequest, *, public_key: bytes, challenge: bytes) -> None:
    signed = request_bytes(
        method=request.method,
        path=request.path,
        body=request.body,
        challenge=challenge,
        counter=request.counter,
    )
    if not signature_holds(public_key, signed, request.signature):
        raise ProblemError("not_genuine", "signature")


def _strays(connection: Connection, hello: Hello) -> str:
    """Why the journal that says hello cannot be the one held here: never silent (SYNC.md, I3). Empty where it is.

    Only the incarnation in force counts: a till whose journal forked goes on under a new one, and its branch of the
    old one comes to quarantine.
    """
    current = hello.incarnations[-1]
    if _forked(connection, current):
        return "fork"
    row = connection.execute(
        "SELECT head_seq, last_seq FROM incarnation WHERE id = %s", (_unhex(current.incarnation),)
    ).fetchone()
    assert row is not None
    head_seq, last_seq = row
    if last_seq is not None:
        return "stale_incarnation"
    return "rolled_back" if head_seq > current.seq else ""


def _forked(connection: Connection, told: KnownIncarnation) -> bool:
    """Whether the till's last entry is stored here under another hash."""
    row = connection.execute(
        "SELECT entry.hash FROM incarnation JOIN entry ON entry.till = incarnation.till"
        " AND entry.incarnation = incarnation.number WHERE incarnation.id = %s AND entry.seq = %s",
        (_unhex(told.incarnation), told.seq),
    ).fetchone()
    return row is not None and row[0].hex() != told.hash


def _unhex(text: str) -> bytes:
    try:
        content = bytes.fromhex(text)
    except ValueError:
        raise ProblemError("malformed", "hexadecimal") from None
    if len(content) != 32:
        raise ProblemError("malformed", "length")
    return content
