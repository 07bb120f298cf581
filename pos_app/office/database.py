"""Head office's database: its pool of connections and its schema's history."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool, PoolTimeout

from pos_app.domain.refusals import Unavailable
from pos_app.settings import MIGRATIONS

OFFICE_MIGRATIONS = MIGRATIONS / "office"
_MIGRATION_LOCK = 0x706F73  # any number that no other program takes as an advisory lock
POOL_SIZE = 20
WAIT_S = 10
RECONNECT_S = 5
"""Longer, the pool would wait twice as long before each next try: a standby that took over is found within seconds."""


class OfficeDatabase:
    """Connections to PostgreSQL. A transaction is a `with` block: committed at its end, rolled back on an error."""

    def __init__(self, url: str) -> None:
        """Raises Unavailable("office_database_unavailable") where it cannot be reached now."""
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            min_size=1,
            max_size=POOL_SIZE,
            timeout=WAIT_S,
            reconnect_timeout=RECONNECT_S,
            open=False,
            check=_require_alive,
        )
        self._pool.open()
        with self.transaction() as connection:
            migrate(connection)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        try:
            with self._pool.connection() as connection:
                yield connection
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise Unavailable("office_database_unavailable", why=type(error).__name__) from error

    @contextmanager
    def outside_transactions(self) -> Iterator[Connection]:
        """A connection each of whose statements is committed by itself: for upkeep that PostgreSQL does only so."""
        with self.transaction() as connection:
            connection.autocommit = True
            try:
                yield connection
            finally:
                connection.autocommit = False

    def close(self) -> None:
        self._pool.close()


def _require_alive(connection: Connection) -> None:
    """Asks the server only where it said something unasked, which it does when it goes: a connection that is closed
    can be read from. To ask each time would cost each request a turn to the server."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(connection)


def migrate(connection: Connection, *, folder: Path = OFFICE_MIGRATIONS) -> tuple[str, ...]:
    """Applies what is new of db/office, each file and its record in the caller's transaction; one process at a time."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATION_LOCK,))
    connection.execute("CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, at timestamptz DEFAULT now())")
    applied = {name for (name,) in connection.execute("SELECT name FROM migration")}
    pending = [path for path in sorted(folder.glob("*.sql")) if path.stem not in applied]
    for path in pending:
        connection.execute(path.read_bytes())
        connection.execute("INSERT INTO migration (name) VALUES (%s)", (path.stem,))
    return tuple(path.stem for path in pending)
