"""A till's own entries, given back to it: its computer was lost, or an older copy was put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from psycopg import Connection

from pos_app.domain.identifiers import IncarnationId
from pos_app.ledger.entry import Entry
from pos_app.office.incarnations import KnownTill
from pos_app.office.problems import ProblemError
from pos_app.sync.wire import MOST_ENTRIES

_ANSWER_BYTES = 1024 * 1024
"""Payload bytes of an answer; under zstd they fit what a till reads at once."""
_COLUMNS = "seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature"


def entries_back(
    connection: Connection, *, till: KnownTill, incarnation: IncarnationId, after: int
) -> tuple[Entry, ...]:
    """The next entries of an incarnation of this very till, as they were signed, after seq `after`.

    Raises ProblemError("revoked", "incarnation_unknown").
    """
    if till.revoked:
        raise ProblemError("revoked")
    row = connection.execute(
        "SELECT number FROM incarnation WHERE till = %s AND id = %s", (till.id, bytes.fromhex(incarnation))
    ).fetchone()
    if row is None:
        raise ProblemError("incarnation_unknown")
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM entry WHERE till = %s AND incarnation = %s AND seq > %s ORDER BY seq LIMIT %s",
        (till.id, row[0], after, MOST_ENTRIES),
    )
    return tuple(_fitting(Entry(incarnation, *columns) for columns in rows))


def _fitting(entries: Iterable[Entry]) -> Iterator[Entry]:
    """As many as fit in one answer; at least one."""
    size = 0
    for count, entry in enumerate(entries):
        size += len(entry.payload)
        if size > _ANSWER_BYTES and count:
            return
        yield entry
