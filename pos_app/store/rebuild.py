"""Making the projections again from the journal alone, and comparing them with it. Replay equals live
(tests/properties/test_everything_sold.py proves it)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from itertools import zip_longest
from types import TracebackType
from typing import Any

from pos_app.domain.facts import FACTS, Fact
from pos_app.domain.refusals import Bug
from pos_app.ledger.entry import Entry
from pos_app.store import journal
from pos_app.store.migrations import migrate
from pos_app.store.opening import Connection, DatabaseError, open_in_memory, translated
from pos_app.store.projections import TABLES, project
from pos_app.store.till_store import TillStore


def rebuild_projections(store: TillStore, *, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Empties every projection and replays the journal, in one transaction; returns the number of entries.

    `progress` hears how many entries were replayed. Entries of a kind this version does not know are from a newer
    one and act on nothing here. Raises Bug("replay_failed", incarnation, seq, why) at an entry that contradicts those
    before it, having changed nothing.
    """
    done = 0
    with store.transaction() as act:
        for table in TABLES:
            act.connection.execute(f"DELETE FROM {table}")
        for position, entry in journal.every_entry(store.connection):
            if entry.kind in FACTS:
                _act_again(act.connection, position, entry, entry.fact())
            done += 1
            if done % 1_000 == 0:
                progress(done)
    return done


class Replay:
    """The projections that a journal gives, made in memory while somebody reads it from its first entry on."""

    def __init__(self) -> None:
        self._again = open_in_memory()
        with closing(open_in_memory()) as made:
            migrate(made)
            made.backup(self._again)  # on the connection that was migrated each statement costs three times as much
        self._again.execute("BEGIN")
        self._contradiction: Bug | None = None

    def hear(self, position: int, entry: Entry, fact: Fact) -> None:
        """Lets the entry act; one that contradicts those before it is kept for later, and ends the replay."""
        if self._contradiction is None:
            try:
                _act_again(self._again, position, entry, fact)
            except Bug as error:
                self._contradiction = error

    def differing(self, connection: Connection) -> tuple[str, ...]:
        """The names of the projections of `connection` that are others; raises Bug("replay_failed") as
        `rebuild_projections`."""
        if self._contradiction is not None:
            raise self._contradiction
        return tuple(table for table in TABLES if not _same_rows(table, connection, self._again))

    def __enter__(self) -> Replay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._again.close()


def differing_projections(connection: Connection) -> tuple[str, ...]:
    """The names of the projections that are not what a replay of the journal gives. Raises as `Replay.differing`."""
    with Replay() as replay:
        for position, entry in journal.every_entry(connection):
            if entry.kind in FACTS:
                replay.hear(position, entry, entry.fact())
        return replay.differing(connection)


def _act_again(connection: Connection, position: int, entry: Entry, fact: Fact) -> None:
    try:
        project(connection, position, entry.operator, fact)
    except (Bug, DatabaseError) as error:
        ours = translated(error) if isinstance(error, DatabaseError) else error
        if not isinstance(ours, Bug):
            raise ours from error
        raise Bug("replay_failed", incarnation=entry.incarnation, seq=entry.seq, why=ours.code) from error


def _same_rows(table: str, one: Connection, other: Connection) -> bool:
    """Row by row, in the order of all columns: a large table is in memory once at most."""
    columns = len(one.execute(f"SELECT * FROM {table} LIMIT 0").description)
    statement = f"SELECT * FROM {table} ORDER BY {', '.join(str(column + 1) for column in range(columns))}"
    rows = zip_longest(one.execute(statement), other.execute(statement))
    return all(mine == theirs for mine, theirs in rows)


def projection_rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every projection, in key order: what live and replay are compared by."""
    return {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES}
