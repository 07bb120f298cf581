"""What points said differently of one person, until somebody at head office settles it."""

from __future__ import annotations

import enum
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.field_merge import Stamp
from pos_app.domain.refusals import Refusal
from pos_app.office.people import HEAD_OFFICE, lock_people, move_person, write_field

REVIEWS_SHOWN = 100


class Settlement(enum.StrEnum):
    """How a review ends: the value held stays, or the one that was told takes its place."""

    HELD = "held"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Review:
    """A decision to take. `code`: "other_value", "card_taken" or "impossible"; only the first has a choice."""

    id: int
    token: str
    name: str
    field: str
    code: str
    held: str
    told: str
    point: str
    till: str
    operator: str
    opened_ms: int


_REVIEWS = """
SELECT review.id, review.token, review.field, review.code, review.opened_ms,
       trim(coalesce(family.value, '') || ' ' || coalesce(given.value, '')) AS name,
       coalesce(held.value, '') AS held, told.value AS told, told.operator,
       point.name AS point, till.name AS till
FROM review JOIN person_change AS told ON told.id = review.change
JOIN till ON till.id = told.till JOIN point ON point.id = till.point
LEFT JOIN person_field AS held ON (held.token, held.field) = (review.token, review.field)
LEFT JOIN person_field AS family ON (family.token, family.field) = (review.token, 'family_name')
LEFT JOIN person_field AS given ON (given.token, given.field) = (review.token, 'given_name')
WHERE review.settled_ms = 0
"""


def open_reviews(connection: Connection) -> Sequence[Review]:
    """What waits for a decision, the oldest first."""
    with connection.cursor(row_factory=class_row(Review)) as cursor:
        return cursor.execute(f"{_REVIEWS} ORDER BY review.id LIMIT %s", (REVIEWS_SHOWN,)).fetchall()


def settle_review(connection: Connection, *, review: int, settlement: Settlement, now_ms: int) -> None:
    """Ends a review; tills hear of it with their next sync.

    Raises Refusal("review_unknown") where it is settled already, or of somebody erased meanwhile.
    """
    lock_people(connection)
    row = connection.execute(
        "SELECT review.token, review.field, review.code, told.value FROM review"
        " JOIN person_change AS told ON told.id = review.change WHERE review.id = %s AND settled_ms = 0",
        (review,),
    ).fetchone()
    if row is None:
        raise Refusal("review_unknown")
    token, field, code, value = row
    if settlement is Settlement.TOLD and code == "other_value":
        _write(connection, token, field, value, now_ms=now_ms)
    connection.execute("UPDATE review SET settled_ms = %s WHERE id = %s", (now_ms, review))
    move_person(connection, token)


def _write(connection: Connection, token: str, field: str, value: str, *, now_ms: int) -> None:
    """Head office's own change, after every one before it."""
    row = connection.execute(
        "SELECT revision, at_ms, counter, change FROM person_field WHERE token = %s AND field = %s", (token, field)
    ).fetchone()
    assert row is not None  # other_value: a value is held that differs
    revision, *held = row
    change = secrets.token_hex(16)
    stamp = Stamp(now_ms, 0, change).after(Stamp(*held))
    write_field(
        connection,
        token=token,
        field=field,
        value=value,
        stamp=stamp,
        operator=HEAD_OFFICE,
        revision=revision + 1,
    )
    connection.execute(
        "INSERT INTO person_change VALUES (%s, %s, %s, %s, %s, %s, %s, NULL, %s, 'applied', %s, %s)",
        (change, token, field, value, stamp.at_ms, stamp.counter, HEAD_OFFICE, revision, revision + 1, now_ms),
    )
