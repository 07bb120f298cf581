"""How head office answers a hello: it knows the till by its secret and its key, says the time and signs it, what it
holds, what it asks of the till, and hands out the challenge of the requests that follow."""

from __future__ import annotations

import secrets

import msgspec
from psycopg import Connection

from pos_app.domain.identifiers import IncarnationId
from pos_app.ledger.signing import Signer
from pos_app.office.feeds import feed_ends
from pos_app.office.incarnations import (
    KnownTill,
    SignedRequest,
    raise_alarm,
    register_incarnations,
    require_signature,
    unhex,
)
from pos_app.office.problems import ProblemError
from pos_app.sync.signed_time import time_bytes
from pos_app.sync.wire import PROTOCOL, HeldHead, Hello, HelloAnswer, KnownIncarnation, incarnation_proof

WAIT_S = 60
"""How long a till stays away that comes when everybody does; each adds as much again at random."""
SLOT_CYCLE_S = 600
"""Tills sync by themselves once in so long, each at its own second of it."""

_PROTOCOLS_BACK = 2
_SLOT_STEP_S = 371
"""No divisor in common with the cycle: neighbours lie far apart, and 600 tills have a second each."""


def answer_hello(
    connection: Connection, hello: Hello, request: SignedRequest, *, now_ms: int, signer: Signer, crowded: bool = False
) -> HelloAnswer:
    """Begins a sync. `crowded`: whoever need not be served now is asked to come back.

    Raises ProblemError("not_genuine", "malformed").
    """
    till, current = known_by_proof(connection, hello), hello.incarnations[-1]
    if request.incarnation != current.incarnation:
        raise ProblemError("not_genuine")
    require_signature(request, public_key=unhex(current.public_key), challenge=b"")
    register_incarnations(connection, till=till.id, known=hello.incarnations, now_ms=now_ms)
    challenge = secrets.token_bytes(16)
    _keep(connection, till, hello, challenge=challenge, now_ms=now_ms)
    action = _action(connection, till, hello, signer, now_ms=now_ms, crowded=crowded)
    answer = HelloAnswer(
        action=action,
        challenge=challenge.hex(),
        time_ms=now_ms,
        heads=heads_of(connection, till.id),
        protocol=min(hello.protocol, PROTOCOL),
    )
    return _with_what_is_of_the_third(connection, answer, till, hello, signer) if hello.protocol >= 3 else answer


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


def heads_of(connection: Connection, till: int) -> tuple[HeldHead, ...]:
    """How far each incarnation of `till` is held, the oldest first."""
    rows = connection.execute(
        "SELECT id, head_seq, head_hash FROM incarnation WHERE till = %s ORDER BY number", (till,)
    )
    return tuple(
        HeldHead(incarnation=IncarnationId(name.hex()), seq=seq, hash=digest.hex()) for name, seq, digest in rows
    )


def slot_of(till: int) -> int:
    """The second of each cycle in which a till syncs by itself: always the same, and spread over all of them."""
    return till * _SLOT_STEP_S % SLOT_CYCLE_S


def _keep(connection: Connection, till: KnownTill, hello: Hello, *, challenge: bytes, now_ms: int) -> None:
    """What the till says of itself, for those who look after it."""
    connection.execute(
        "UPDATE till SET software = %s, series = %s, last_contact_ms = %s, clock_ahead_ms = %s, challenge = %s,"
        " counter = 0, protocol = %s, marked_seq = %s, boot = %s, uptime_ms = %s, database = %s, guarded_by = %s,"
        " read_up_to = %s WHERE id = %s",
        (
            *(hello.software, hello.series, now_ms, hello.device_time_ms - now_ms, challenge),
            *(hello.protocol, hello.marked, hello.boot, hello.uptime_ms, hello.database, hello.guarded_by),
            msgspec.json.encode(hello.cursors).decode(),
            till.id,
        ),
    )


def _action(
    connection: Connection, till: KnownTill, hello: Hello, signer: Signer, *, now_ms: int, crowded: bool
) -> str:
    """What is asked of the till: what concerns its journal first, then what can wait."""
    strays = _strays(connection, hello)
    if strays:
        raise_alarm(connection, till=till.id, now_ms=now_ms, code=strays, detail=hello.incarnations[-1].incarnation)
    old = hello.protocol < PROTOCOL - _PROTOCOLS_BACK
    other_key = bool(hello.office_key) and hello.office_key != signer.public_key.hex()
    asked = (
        ("revoked", till.revoked),
        ("fork", bool(strays)),
        ("wait", crowded),
        ("re_enrol", other_key),
        ("upgrade", old),
    )
    return next((action for action, holds in asked if holds), "ok")


def _with_what_is_of_the_third(
    connection: Connection, answer: HelloAnswer, till: KnownTill, hello: Hello, signer: Signer
) -> HelloAnswer:
    """The signed time, the ends of the feeds and the time slot: what tills of an earlier protocol would refuse."""
    signed = time_bytes(nonce=hello.nonce, till=hello.till, time_ms=answer.time_ms)
    _tell_of_loss(connection, till, hello, now_ms=answer.time_ms)
    return msgspec.structs.replace(
        answer,
        signature=signer.sign(signed).hex(),
        wait_s=WAIT_S if answer.action == "wait" else 0,
        feeds=() if till.revoked else feed_ends(connection, till=till.id),
        slot_s=slot_of(till.id),
    )


def _tell_of_loss(connection: Connection, till: KnownTill, hello: Hello, *, now_ms: int) -> None:
    """A till that was acknowledged more than is held here: this database was put back to an earlier moment. What is
    missing comes again by itself; somebody is told all the same."""
    current = hello.incarnations[-1].incarnation
    row = connection.execute("SELECT head_seq FROM incarnation WHERE id = %s", (unhex(current),)).fetchone()
    if row is not None and row[0] < hello.acknowledged <= hello.incarnations[-1].seq:
        detail = f"{current} {row[0]} {hello.acknowledged}"
        raise_alarm(connection, till=till.id, now_ms=now_ms, code="held_less", detail=detail)


def _strays(connection: Connection, hello: Hello) -> str:
    """Why the journal that says hello cannot be the one held here: never silent (SYNC.md, I3). Empty where it is.

    Only the incarnation in force counts: a till whose journal forked goes on under a new one, and its branch of the
    old one comes to quarantine.
    """
    current = hello.incarnations[-1]
    if _forked(connection, current):
        return "fork"
    row = connection.execute(
        "SELECT head_seq, last_seq FROM incarnation WHERE id = %s", (unhex(current.incarnation),)
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
        (unhex(told.incarnation), told.seq),
    ).fetchone()
    return row is not None and row[0].hex() != told.hash
