"""Making the projections again from the journal alone, and comparing them with it. Replay equals live
(tests/properties/test_everything_sold.py proves it)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from pos_app.domain.facts import FACTS
from pos_app.domain.refusals import Bug
from pos_app.store import journal
from pos_app.store.migrations import migrate
from pos_app.store.opening import Connection, open_in_memory, translated_errors
from pos_app.store.projections import TABLES, project
from pos_app.store.till_store import TillStore


def rebuild_projections(store: TillStore, *, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Empties every projection and replays the journal, in one transaction; returns the number of entries.

    `progress` hears how many entries were replayed. Entries of a kind this version does not know are from a newer
    one and act on nothing here. Raises Bug("replay_failed") as `differing_projections`, having changed nothing.
    """
    with store.transaction() as act:
        for table in TABLES:
            act.connection.execute(f"DELETE FROM {table}")
        return _replay(act.connection, act.connection, progress)


def differing_projections(connection: Connection) -> tuple[str, ...]:
    """The names of the projections that are not what a replay of the journal gives; it is made in memory.

    Raises Bug("replay_failed", incarnation, seq, why) at an entry that contradicts those before it.
    """
    again = open_in_memory()
    try:
        migrate(again)
        again.execute("BEGIN")
        _replay(connection, again, lambda _done: None)
        return tuple(table for table in TABLES if not _same_rows(table, connection, again))
    finally:
        again.close()


def _replay(source: Connection, target: Connection, progress: Callable[[int], None]) -> int:
    """Lets the journal of `source` act on the empty projections of `target`; returns the number of entries."""
    done = 0
    for position, entry in journal.every_entry(source):
        if entry.kind in FACTS:
            try:
                with translated_errors():
                    project(target, position, entry.operator, entry.fact())
            except Bug as error:
                raise Bug("replay_failed", incarnation=entry.incarnation, seq=entry.seq, why=error.code) from error
        done += 1
        if done % 1_000 == 0:
            progress(done)
    return done


def _same_rows(table: str, one: Connection, other: Connection) -> bool:
    """Row by row, in the order of all columns: a large table is in memory once at most."""
    columns = len(one.execute(f"SELECT * FROM {table} LIMIT 0").description)
    statement = f"SELECT * FROM {table} ORDER BY {', '.join(str(column + 1) for column in range(columns))}"
    rows = zip_longest(one.execute(statement), other.execute(statement))
    return all(mine == theirs for mine, theirs in rows)


def projection_rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every projection, in key order: what live and replay are compared by."""
    return {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES}
