"""Codes given to a till by hand, beside those that it asks for: it hears of them and takes them at its next sync."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.clock import local_datetime
from pos_app.domain.refusals import Refusal
from pos_app.office.lot_figures import code_lot
from pos_app.sync.allocation_messages import MOST_CODES


@dataclass(frozen=True, slots=True)
class Grant:
    """Codes that wait for a till's sync."""

    till: str
    count: int
    made_ms: int


def grant_codes(connection: Connection, *, lot: str, till: int, count: int, now_ms: int) -> None:
    """Gives up to `count` codes of a lot to a till: as many as the pool still has when it comes for them.

    Raises Refusal("lot_unknown", "lot_recalled", "lot_expired", "lot_has_fewer", "too_many_codes", "till_not_joined").
    """
    if not 0 < count <= MOST_CODES:
        raise Refusal("too_many_codes", most=MOST_CODES)
    known = code_lot(connection, lot)
    if known.recalled:
        raise Refusal("lot_recalled")
    if known.expires_on and known.expires_on < local_datetime(now_ms, 0).date():
        raise Refusal("lot_expired")
    if known.available < count:
        raise Refusal("lot_has_fewer", available=known.available)
    if till not in dict(tills_that_take(connection)):
        raise Refusal("till_not_joined")
    connection.execute(
        "INSERT INTO code_grant (request_id, till, code_lot, count, made_ms) VALUES (%s, %s, %s, %s, %s)",
        (secrets.token_hex(16), till, lot, count, now_ms),
    )


def grants_waiting(connection: Connection, lot: str) -> Sequence[Grant]:
    """What tills have not come for yet."""
    with connection.cursor(row_factory=class_row(Grant)) as cursor:
        return cursor.execute(
            "SELECT point.name || ' · ' || till.name AS till, count, code_grant.made_ms FROM code_grant"
            " JOIN till ON till.id = code_grant.till JOIN point ON point.id = till.point WHERE code_lot = %s"
            " AND NOT EXISTS (SELECT 1 FROM allocation_request AS told WHERE told.till = code_grant.till"
            " AND told.request_id = code_grant.request_id) ORDER BY code_grant.made_ms",
            (lot,),
        ).fetchall()


def tills_that_take(connection: Connection) -> Sequence[tuple[int, str]]:
    """The tills that were joined and are not revoked, by point and name."""
    return connection.execute(
        "SELECT till.id, point.name || ' · ' || till.name FROM till JOIN point ON point.id = till.point"
        " WHERE NOT revoked AND EXISTS (SELECT 1 FROM incarnation WHERE incarnation.till = till.id) ORDER BY 2"
    ).fetchall()
