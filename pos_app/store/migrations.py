"""The schema's history: the files of db/till, each applied once, with its record, in one transaction.

sqlite-utils keeps the record. Its migrations run through `db.executescript`, not the connection's own, which
commits first, so that the migration and its record would part.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pos_app.domain.refusals import Refusal
from pos_app.settings import MIGRATIONS
from pos_app.store.opening import Connection, translated_errors

TILL_MIGRATIONS = MIGRATIONS / "till"
_SET = "till"
_TABLE = "_sqlite_migrations"


def migrate(
    connection: Connection, *, before: Callable[[], None] = lambda: None, folder: Path = TILL_MIGRATIONS
) -> tuple[str, ...]:
    """Brings the database to this program's schema and returns what was applied.

    `before` runs once where an existing database is about to change: it makes the backup.
    Raises Refusal("database_newer", found) where a newer program has been here.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.sql"))}
    applied = _applied(connection)
    unknown = [name for name in applied if name not in files]
    if unknown:
        raise Refusal("database_newer", found=unknown[-1])
    pending = tuple(name for name in files if name not in applied)
    if not pending:
        return ()
    if applied:
        before()
    with translated_errors():
        _apply(connection, {name: files[name] for name in pending})
    return pending


def require_current(connection: Connection, *, folder: Path = TILL_MIGRATIONS) -> None:
    """Checks that the database has this program's schema. Raises Refusal("database_newer", "database_older")."""
    applied, known = set(_applied(connection)), {path.stem for path in folder.glob("*.sql")}
    if applied - known:
        raise Refusal("database_newer", found=max(applied - known))
    if known - applied:
        raise Refusal("database_older")


def schema_of(connection: Connection) -> str:
    """Names the schema that the database has: its last file, and how many there were."""
    applied = _applied(connection)
    return f"{max(applied, default='')} of {len(applied)}"


def _applied(connection: Connection) -> list[str]:
    """Plain SQL, since a start that has nothing to migrate need not import sqlite-utils."""
    with translated_errors():
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (_TABLE,)).fetchone()
        if not known:
            return []
        rows = connection.execute(f"SELECT name FROM {_TABLE} WHERE migration_set = ? ORDER BY rowid", (_SET,))
        return [name for (name,) in rows]


def _apply(connection: Connection, files: dict[str, Path]) -> None:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(_SET)
    for name, path in files.items():
        migrations(name=name)(lambda db, path=path: db.executescript(path.read_text(encoding="utf-8")))
    migrations.apply(Database(connection))
