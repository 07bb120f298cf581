"""Opening the encrypted database, and its errors by code."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.domain.refusals import Bug, PosError, Refusal, Unavailable
from pos_app.store.opening import Connection, open_for_reading, open_for_writing, translated_errors

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
PAGE_BYTES = 4096
SECRET = "un libellé que personne ne doit lire"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small database with one table of 500 rows."""
    path = tmp_path / "till.db"
    connection = open_for_writing(path, KEY)
    connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, said TEXT NOT NULL UNIQUE)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO kept VALUES (?, ?)", [(n, f"{SECRET} {n}") for n in range(500)])
    connection.execute("COMMIT")
    connection.close()
    return path


def error_of(act: Callable[[], object]) -> PosError:
    with pytest.raises(PosError) as raised, translated_errors():
        act()
    return raised.value


def test_nothing_is_readable_without_the_key(path: Path) -> None:
    content = path.read_bytes()
    assert SECRET.encode() not in content
    assert b"CREATE TABLE" not in content
    assert not content.startswith(b"SQLite format 3")
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM sqlite_master")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("busy_timeout", 5000),
        ("cache_size", -20 * 1024),
    ],
)
def test_each_setting_is_in_force_on_the_writing_connection(path: Path, pragma: str, value: object) -> None:
    connection = open_for_writing(path, KEY)
    assert connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value
    connection.close()


def test_the_wrong_key_is_refused_and_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert error_of(lambda: open_for_writing(path, OTHER_KEY)).code == "wrong_key"
    assert error_of(lambda: open_for_reading(path, OTHER_KEY)).code == "wrong_key"
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "till.db"
    path.write_bytes(b"this is a letter, not a database" * 400)
    assert error_of(lambda: open_for_writing(path, KEY)).code == "wrong_key"


def test_a_flipped_bit_in_a_page_is_damage_not_an_answer(path: Path) -> None:
    """Every page carries an authentication code (SYNC.md § 4)."""
    content = bytearray(path.read_bytes())
    for page in range(PAGE_BYTES, len(content), PAGE_BYTES):
        content[page + 1000] ^= 1
    path.write_bytes(content)
    connection = open_for_writing(path, KEY)
    found = error_of(lambda: connection.execute("SELECT said FROM kept").fetchall())
    connection.close()
    assert (type(found), found.code) == (Refusal, "database_damaged")


def test_a_reading_connection_cannot_write(path: Path) -> None:
    connection = open_for_reading(path, KEY)
    found = error_of(lambda: connection.execute("DELETE FROM kept"))
    assert (type(found), found.code) == (Unavailable, "disk_read_only")
    assert connection.execute("SELECT count(*) FROM kept").fetchone() == (500,)
    connection.close()


def test_reading_makes_no_database(tmp_path: Path) -> None:
    assert error_of(lambda: open_for_reading(tmp_path / "till.db", KEY)).code == "database_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_the_disk_s_fault(tmp_path: Path) -> None:
    found = error_of(lambda: open_for_writing(tmp_path / "no" / "till.db", KEY))
    assert (type(found), found.code) == (Unavailable, "disk_error")


def _full(connection: Connection, _path: Path) -> object:
    """As a full disk answers: SQLite may not take one page more."""
    connection.execute("PRAGMA max_page_count = 1")
    return connection.executemany("INSERT INTO kept (said) VALUES (?)", [(f"{n:04000}",) for n in range(100)])


def _busy(connection: Connection, path: Path) -> object:
    other = open_for_writing(path, KEY)
    other.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        return connection.execute("BEGIN IMMEDIATE")
    finally:
        other.close()


def _broken_rule(connection: Connection, _path: Path) -> object:
    return connection.execute("INSERT INTO kept VALUES (1, 'again')")


@pytest.mark.parametrize(
    ("attempt", "family", "code"),
    [
        (_full, Unavailable, "disk_full"),
        (_busy, Unavailable, "database_busy"),
        (_broken_rule, Bug, "database_refused"),
    ],
)
def test_errors_are_told_apart_by_their_code(
    path: Path, attempt: Callable[[Connection, Path], object], family: type[PosError], code: str
) -> None:
    connection = open_for_writing(path, KEY)
    found = error_of(lambda: attempt(connection, path))
    connection.close()
    assert (type(found), found.code) == (family, code)
