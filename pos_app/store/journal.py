"""Writing and reading the journal's rows. Nothing here begins or commits: `pos_app.store.till_store` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pos_app.domain.identifiers import IncarnationId
from pos_app.ledger.entry import Entry, Head
from pos_app.store.opening import Connection

COLUMNS = "seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature"


def insert_entry(connection: Connection, *, position: int, incarnation: int, entry: Entry) -> None:
    """Adds `entry` at `position`, which must be the next one (a guard in the database checks)."""
    connection.execute(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (position, incarnation, *entry.columns),
    )


def insert_incarnation(connection: Connection, *, number: int, incarnation: IncarnationId, first_position: int) -> None:
    connection.execute("INSERT INTO incarnation VALUES (?, ?, ?)", (number, incarnation, first_position))


def incarnations(connection: Connection) -> list[tuple[int, IncarnationId, int]]:
    """(number, id, position of the first entry) of each incarnation, oldest first."""
    rows = connection.execute("SELECT number, id, first_position FROM incarnation ORDER BY number")
    return [(number, IncarnationId(name), first) for number, name, first in rows]


def last_position(connection: Connection) -> int:
    """Position of the last entry; 0 in an empty journal."""
    found: int = connection.execute("SELECT coalesce(max(position), 0) FROM entry").fetchone()[0]
    return found


def count_entries(connection: Connection) -> int:
    """How many entries there are, wherever they stand."""
    found: int = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
    return found


def count_by_kind(connection: Connection) -> dict[str, int]:
    """How many entries of each kind there are."""
    return dict(connection.execute("SELECT kind, count(*) FROM entry GROUP BY kind").fetchall())


def entry_at(connection: Connection, position: int) -> Entry | None:
    """The entry at `position`, None where the journal ends before it."""
    row = connection.execute(
        f"SELECT incarnation.id, {COLUMNS} FROM entry JOIN incarnation ON number = incarnation WHERE position = ?",
        (position,),
    ).fetchone()
    return Entry(*row) if row else None


def entries(
    connection: Connection, *, incarnation: IncarnationId, after_seq: int = 0, limit: int = -1
) -> Iterator[Entry]:
    """Entries of one incarnation with a seq above `after_seq`, in order, at most `limit` (-1: all)."""
    found = connection.execute("SELECT number, first_position FROM incarnation WHERE id = ?", (incarnation,)).fetchone()
    if found is None:
        return
    number, first_position = found
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM entry WHERE position >= ? AND incarnation = ? ORDER BY position LIMIT ?",
        (first_position + after_seq, number, limit),
    )
    for row in rows:
        yield Entry(incarnation, *row)


def entries_between(
    connection: Connection, incarnation: IncarnationId, first_seq: int, last_seq: int
) -> Iterator[Entry]:
    """Entries `first_seq` to `last_seq` of one incarnation, as far as they are there; none has the seq 0."""
    first_seq = max(1, first_seq)
    return entries(connection, incarnation=incarnation, after_seq=first_seq - 1, limit=max(0, last_seq - first_seq + 1))


def every_entry(connection: Connection, *, from_position: int = 1) -> Iterator[tuple[int, Entry]]:
    """(position, entry) of the whole journal from `from_position` on, in order."""
    rows = connection.execute(
        f"SELECT position, incarnation.id, {COLUMNS} FROM entry JOIN incarnation ON number = incarnation"
        " WHERE position >= ? ORDER BY position",
        (from_position,),
    )
    for position, *row in rows:
        yield position, Entry(*row)


def head(connection: Connection) -> Head | None:
    """Where the journal ends; None where it is empty."""
    last = entry_at(connection, last_position(connection))
    return last.head if last else None


def says_any(connection: Connection, kinds: Sequence[str], *, after_position: int) -> bool:
    """Whether an entry of one of these kinds came after `after_position`."""
    marks = ",".join("?" * len(kinds))
    row = connection.execute(
        f"SELECT 1 FROM entry WHERE position > ? AND kind IN ({marks}) LIMIT 1", (after_position, *kinds)
    ).fetchone()
    return row is not None


def of_kinds(
    connection: Connection, kinds: Sequence[str], *, after_position: int, limit: int
) -> list[tuple[int, Entry]]:
    """The next entries of these kinds after `after_position`, each with its position: a long journal, read in parts."""
    marks = ",".join("?" * len(kinds))
    rows = connection.execute(
        f"SELECT position FROM entry WHERE position > ? AND kind IN ({marks}) ORDER BY position LIMIT ?",
        (after_position, *kinds, limit),
    ).fetchall()
    found = ((position, entry_at(connection, position)) for (position,) in rows)
    return [(position, entry) for position, entry in found if entry is not None]
