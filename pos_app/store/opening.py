"""Opening the till's encrypted database. The only module that connects to SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pos_app.domain.refusals import Bug, PosError, Refusal, Unavailable

if TYPE_CHECKING:
    from sqlite3 import dbapi2  # the same interface, with types
else:
    from sqlcipher3 import dbapi2

Connection: TypeAlias = dbapi2.Connection
DatabaseError: TypeAlias = dbapi2.Error

CACHE_KIB = 20 * 1024
"""Between 16 and 24 MiB: beyond, encrypted reads no longer gain (PERFORMANCE.md)."""

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_UNAVAILABLE_CODES = {
    _FULL: "disk_full",
    _READONLY: "disk_read_only",
    _IOERR: "disk_error",
    _CANTOPEN: "disk_error",
    _BUSY: "database_busy",
    _LOCKED: "database_busy",
}

_PRAGMAS = (
    # One fsync a commit, readers beside the writer. A rollback journal costs four or five.
    "PRAGMA journal_mode = WAL",
    # NORMAL lost every acknowledged sale at a simulated power cut, FULL none (SYNC.md § 4).
    "PRAGMA synchronous = FULL",
    # SQLite's own default is off.
    "PRAGMA foreign_keys = ON",
    # What is erased is overwritten, not only unlinked.
    "PRAGMA secure_delete = ON",
    # Sorting and temporary tables never reach the disk in clear.
    "PRAGMA temp_store = MEMORY",
    # A schema somebody tampered with may not call functions with side effects.
    "PRAGMA trusted_schema = OFF",
    # A reader's end-of-life checkpoint or a backup may hold the lock for a moment.
    "PRAGMA busy_timeout = 5000",
    f"PRAGMA cache_size = -{CACHE_KIB}",
)


def open_for_writing(path: Path, key: bytes) -> Connection:
    """Opens, or makes, the database at `path` with its raw 32-byte `key`. Transactions are begun by hand.

    Raises Refusal("wrong_key"), Unavailable("disk_error", "disk_full", "disk_read_only").
    """
    return _open(path, key, writing=True)


def open_for_reading(path: Path, key: bytes) -> Connection:
    """Opens an existing database for look-ups and lists; a write on it fails. Raises as `open_for_writing`."""
    if not path.exists():
        raise Refusal("database_missing", path=str(path))
    connection = _open(path, key, writing=False)
    connection.execute("PRAGMA query_only = ON")
    return connection


@contextmanager
def snapshot(path: Path, key: bytes, *, read_whole: str = "") -> Iterator[Connection]:
    """One unchanging view of an existing database, sound in every page, while a till may be selling on it.

    The table that the caller reads whole itself, `read_whole`, is not read before: whoever meets a page of it that is
    not sound is told the same. Raises as `open_for_reading`, and Refusal("database_damaged").
    """
    connection = open_for_reading(path, key)
    try:
        with translated_errors():
            connection.execute("BEGIN")
            if any(connection.execute(check).fetchall() != [("ok",)] for check in _checks(connection, read_whole)):
                raise Refusal("database_damaged")
            yield connection
    finally:
        connection.close()


def _checks(connection: Connection, read_whole: str) -> list[str]:
    if not read_whole:
        return ["PRAGMA integrity_check"]
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name != ?", (read_whole,))
    return [f"PRAGMA integrity_check({name})" for (name,) in names.fetchall()]


def open_in_memory() -> Connection:
    """An empty database that never reaches the disk."""
    with translated_errors():
        return dbapi2.connect(":memory:", isolation_level=None)


def _open(path: Path, key: bytes, *, writing: bool) -> Connection:
    with translated_errors():
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=256)
        try:
            # SQLCipher logs to stderr by default; a wrong key is told through the exception alone.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in _PRAGMAS if writing else _PRAGMAS[2:]:
                connection.execute(pragma).fetchall()
            if writing:
                _require_durable(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _require_durable(connection: Connection) -> None:
    """The two settings on which "committed before printed" stands, read back."""
    journal_mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (journal_mode, synchronous) != ("wal", 2):
        raise Bug("database_not_durable", journal_mode=str(journal_mode), synchronous=int(synchronous))


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turns SQLite's errors into ours, by code. Ours pass through."""
    try:
        yield
    except PosError:
        raise
    except DatabaseError as error:
        raise translated(error) from error


def translated(error: DatabaseError) -> PosError:
    """Ours for one of SQLite's errors."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary == _NOTADB:
        return Refusal("wrong_key")
    if primary == _CORRUPT:
        return Refusal("database_damaged")
    if primary in _UNAVAILABLE_CODES:
        return Unavailable(_UNAVAILABLE_CODES[primary])
    name = str(getattr(error, "sqlite_errorname", "")) or type(error).__name__
    return Bug("database_refused", error=name, why=str(error))
