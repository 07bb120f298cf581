"""Making the projections again from the journal alone. Replay equals live (tests/properties proves it)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pos_app.domain.facts import FACTS
from pos_app.store import journal
from pos_app.store.opening import Connection
from pos_app.store.projections import TABLES, project
from pos_app.store.till_store import TillStore


def rebuild_projections(store: TillStore, *, progress: Callable[[int], None] = lambda _done: None) -> int:
    """Empties every projection and replays the journal, in one transaction; returns the number of entries.

    `progress` hears how many entries were replayed. Entries of a kind this version does not know are from a newer
    one and act on nothing here.
    """
    done = 0
    with store.transaction() as act:
        for table in TABLES:
            act.connection.execute(f"DELETE FROM {table}")
        for position, entry in journal.every_entry(act.connection):
            if entry.kind in FACTS:
                project(act.connection, position, entry.operator, entry.fact())
            done += 1
            if done % 1_000 == 0:
                progress(done)
    return done


def projection_rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every projection, in key order: what live and replay are compared by."""
    return {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES}
