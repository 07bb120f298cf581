"""Tills whose entries are not all in: figures of which they are part may still change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class LateTill:
    """A till by point and name. `behind` counts the entries that it said it has and has not sent."""

    id: int
    name: str
    last_contact_ms: int
    behind: int


def late_tills(connection: Connection, until_ms: int, *, with_codes: bool = False) -> Sequence[LateTill]:
    """The tills that may hold entries of before `until_ms` which are not here; of those that were ever given codes
    only, where it is asked so."""
    with connection.cursor(row_factory=class_row(LateTill)) as cursor:
        return cursor.execute(
            "SELECT till.id, point.name || ' · ' || till.name AS name, last_contact_ms, kept.behind FROM till"
            " JOIN point ON point.id = till.point"
            " JOIN (SELECT till, sum(greatest(claimed_seq - head_seq, 0))::bigint AS behind FROM incarnation"
            " GROUP BY till) AS kept ON kept.till = till.id"
            " WHERE NOT revoked AND (last_contact_ms < %s OR kept.behind > 0)"
            " AND (NOT %s OR EXISTS (SELECT 1 FROM allocation WHERE allocation.till = till.id)) ORDER BY 2",
            (until_ms, with_codes),
        ).fetchall()
