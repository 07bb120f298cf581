"""An encrypted database with the till's tables, for the tests and benches of the look-up."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from pos_app.store.migrations import migrate
from pos_app.store.opening import Connection, open_for_reading, open_for_writing
from pos_app.store.people_index import Findable, index_people
from tests.people.generator import Invented


def empty_index(path: Path, key: bytes | None = None) -> Connection:
    connection = open_for_writing(path, key or secrets.token_bytes(32))
    migrate(connection)
    return connection


def index_of(path: Path, invented: Iterable[Invented]) -> Connection:
    """Opened for reading; the first of `invented` is person 1."""
    key = secrets.token_bytes(32)
    connection = empty_index(path, key)
    connection.execute("BEGIN IMMEDIATE")
    index_people(
        connection,
        (Findable(number, each.names, each.phone, each.card) for number, each in enumerate(invented, 1)),
    )
    connection.execute("COMMIT")
    connection.close()
    return open_for_reading(path, key)
