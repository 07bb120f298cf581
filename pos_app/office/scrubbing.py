"""Erased means erased from the disk: PostgreSQL leaves the bytes of deleted rows in a table's file until others take
their place. The tables of identity are written anew within a day of an erasure (SYNC.md, I17).

What was written before also stands in PostgreSQL's write-ahead log until that is recycled, and in backups until they
are rotated (LAW.md § 9).
"""

from __future__ import annotations

from pos_app.office.database import OfficeDatabase

EVERY_MS = 24 * 3600 * 1000
TABLES = ("person_word", "person_field", "review", "person_change", "person")
"""Where identity stands."""
_LOCK_TIMEOUT = "5s"
"""Who pushes or reads people goes first: the next turn tries again."""


def scrub_if_due(database: OfficeDatabase, *, now_ms: int) -> bool:
    """Writes the tables anew where somebody was erased since the last time, a day ago or more; whether it did.

    An erasure that a transaction may still not see waits for the next turn: its rows would be copied.
    """
    with database.transaction() as connection:
        row = connection.execute(
            "SELECT coalesce(max(tombstone.moved), 0), scrubbed.moved, scrubbed.at_ms"
            " FROM scrubbed LEFT JOIN tombstone ON moved_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
            " GROUP BY scrubbed.moved, scrubbed.at_ms"
        ).fetchone()
    assert row is not None
    last, done, at_ms = row
    if last <= done or now_ms - at_ms < EVERY_MS:
        return False
    with database.outside_transactions() as connection:
        connection.execute(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
        try:
            for table in TABLES:
                connection.execute(f"VACUUM FULL {table}")
        finally:
            connection.execute("RESET lock_timeout")
    with database.transaction() as connection:
        connection.execute("UPDATE scrubbed SET moved = %s, at_ms = %s", (last, now_ms))
    return True
