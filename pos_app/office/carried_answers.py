"""The answers that wait for a stick: the last one of each till, sealed to it, for a month at most."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection

KEPT_MS = 30 * 24 * 3600 * 1000
"""As long as copies of the database: who is erased is then in none of them."""
PIECE_BYTES = 512 * 1024
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A parcel that came: of which till, its number, when and by whom, and whether its answer still waits.

    `carrier` is the login of who brought it, or the name of the till that did."""

    till: int
    name: str
    number: int
    made_ms: int
    received_ms: int
    carrier: str
    entries: int
    answer: str


def answers_before(connection: Connection, till: int) -> int:
    """The number of the last answer of `till`, 0 before the first."""
    row = connection.execute("SELECT number FROM carried_answer WHERE till = %s", (till,)).fetchone()
    return int(row[0]) if row else 0


def keep_answer(connection: Connection, *, till: int, number: int, parcel: int, content: bytes, now_ms: int) -> str:
    """Keeps the newest answer of `till` in the place of the one before, and returns its name."""
    digest = hashlib.sha256(content).digest()
    connection.execute(
        "INSERT INTO carried_answer VALUES (%(till)s, %(number)s, %(parcel)s, %(digest)s, %(content)s, %(now_ms)s)"
        " ON CONFLICT (till) DO UPDATE SET number = excluded.number, parcel = excluded.parcel,"
        " digest = excluded.digest, content = excluded.content, made_ms = excluded.made_ms",
        {"till": till, "number": number, "parcel": parcel, "digest": digest, "content": content, "now_ms": now_ms},
    )
    connection.execute(
        "UPDATE carried_answer SET content = '' WHERE made_ms < %s AND content <> ''", (now_ms - KEPT_MS,)
    )
    return digest.hex()


def answer_named(connection: Connection, digest: str) -> tuple[str, int, bytes] | None:
    """(series, number of its parcel, content) of an answer that waits; None where a newer one took its place."""
    row = connection.execute(
        "SELECT series, parcel, content FROM carried_answer JOIN till ON till.id = carried_answer.till"
        " WHERE digest = %s AND content <> ''",
        (bytes.fromhex(digest),),
    ).fetchone()
    return (str(row[0]), int(row[1]), bytes(row[2])) if row else None


def piece_of(connection: Connection, digest: str, *, after: int) -> bytes | None:
    """The bytes of an answer from `after` on, as many as one request carries; None where it is no more."""
    row = connection.execute(
        "SELECT substring(content FROM %s FOR %s) FROM carried_answer WHERE digest = %s AND content <> ''",
        (after + 1, PIECE_BYTES, bytes.fromhex(digest)),
    ).fetchone()
    return bytes(row[0]) if row else None


def last_carried(connection: Connection) -> Sequence[CarriedRow]:
    """The parcels that came last, the newest first; the answer of each till stands beside its newest."""
    rows = connection.execute(
        "SELECT carried.till, point.name || ' · ' || till.name, carried.number, carried.made_ms, received_ms,"
        " carrier, entries, CASE WHEN carried.number = parcel AND content <> ''"
        " THEN encode(carried_answer.digest, 'hex') ELSE '' END"
        " FROM carried JOIN till ON till.id = carried.till JOIN point ON point.id = till.point"
        " LEFT JOIN carried_answer ON carried_answer.till = carried.till"
        " ORDER BY received_ms DESC, carried.number DESC LIMIT %s",
        (_SHOWN,),
    ).fetchall()
    return [CarriedRow(*row) for row in rows]
