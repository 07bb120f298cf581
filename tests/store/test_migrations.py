"""The schema's history: each file once, with its record, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.refusals import PosError, Refusal
from pos_app.store.migrations import TILL_MIGRATIONS, migrate
from pos_app.store.opening import Connection, open_for_writing

KEY = bytes(32)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    connection = open_for_writing(tmp_path / "till.db", KEY)
    yield connection
    connection.close()


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Two migrations of a small schema."""
    folder = tmp_path / "history"
    folder.mkdir()
    (folder / "0001_first.sql").write_text("CREATE TABLE one (id INTEGER);\nINSERT INTO one VALUES (1);\n")
    (folder / "0002_second.sql").write_text("CREATE TABLE two (id INTEGER);\n")
    return folder


def tables(connection: Connection) -> set[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'"
    )
    return {name for (name,) in rows}


def test_the_till_s_own_history_makes_a_database_from_nothing(connection: Connection) -> None:
    applied = migrate(connection)
    assert list(applied) == sorted(path.stem for path in TILL_MIGRATIONS.glob("*.sql"))
    assert {"entry", "incarnation", "ticket", "print_job", "operator"} <= tables(connection)
    assert migrate(connection) == ()


def test_only_what_is_new_is_applied_in_order(connection: Connection, history: Path) -> None:
    assert migrate(connection, folder=history) == ("0001_first", "0002_second")
    (history / "0003_third.sql").write_text("ALTER TABLE two ADD COLUMN said TEXT;\n")
    assert migrate(connection, folder=history) == ("0003_third",)
    assert connection.execute("SELECT * FROM one").fetchall() == [(1,)]


def test_a_backup_comes_before_an_existing_database_changes_and_only_then(
    connection: Connection, history: Path
) -> None:
    backups: list[set[str]] = []

    def back_up() -> None:
        backups.append(tables(connection))

    migrate(connection, before=back_up, folder=history)
    assert backups == []
    migrate(connection, before=back_up, folder=history)
    assert backups == []
    (history / "0003_third.sql").write_text("CREATE TABLE three (id INTEGER);\n")
    migrate(connection, before=back_up, folder=history)
    assert backups == [{"one", "two"}]


def test_a_backup_that_fails_stops_the_migration(connection: Connection, history: Path) -> None:
    migrate(connection, folder=history)
    (history / "0003_third.sql").write_text("CREATE TABLE three (id INTEGER);\n")

    def fail() -> None:
        raise Refusal("backup_failed")

    with pytest.raises(Refusal):
        migrate(connection, before=fail, folder=history)
    assert tables(connection) == {"one", "two"}


def test_a_migration_that_fails_in_its_middle_leaves_neither_itself_nor_its_record(
    connection: Connection, history: Path
) -> None:
    migrate(connection, folder=history)
    third = history / "0003_third.sql"
    third.write_text("CREATE TABLE three (id INTEGER);\nDELETE FROM one;\nINSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(PosError):
        migrate(connection, folder=history)
    assert tables(connection) == {"one", "two"}
    assert connection.execute("SELECT * FROM one").fetchall() == [(1,)]
    third.write_text("CREATE TABLE three (id INTEGER);\n")
    assert migrate(connection, folder=history) == ("0003_third",)


def test_a_database_of_a_newer_program_is_refused_and_not_touched(connection: Connection, history: Path) -> None:
    migrate(connection, folder=history)
    (history / "0002_second.sql").unlink()
    (history / "0001b_other.sql").write_text("CREATE TABLE other (id INTEGER);\n")
    with pytest.raises(Refusal) as refused:
        migrate(connection, folder=history)
    assert (refused.value.code, refused.value.params) == ("database_newer", {"found": "0002_second"})
    assert tables(connection) == {"one", "two"}
