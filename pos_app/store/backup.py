"""A copy of the database while it is in use: encrypted with the same key, checked after writing, rotated."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec

from pos_app.domain.refusals import PosError, Unavailable
from pos_app.durable_file import sync_folder
from pos_app.store.opening import Connection, open_for_writing, translated_errors

KEPT = 10
"""Backups of one folder that stay; the oldest go."""


class Backup(msgspec.Struct, frozen=True):
    """A backup that was read back: where it is, its size in bytes and its SHA-256."""

    path: Path
    size: int
    sha256: str


def back_up(source: Connection, *, key: bytes, folder: Path, name: str) -> Backup:
    """Copies the database behind `source` to `folder`/`name`.db and checks the copy.

    Raises Unavailable("backup_failed", folder) where the medium is full, gone or returned something else; the
    folder then holds what it held before.
    """
    path = folder / f"{name}.db"
    unfinished = folder / f".{name}.unfinished"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove(unfinished)
        _copy(source, unfinished, key)
        content = unfinished.read_bytes()
        unfinished.replace(path)
        sync_folder(folder)
        _rotate(folder)
    except (OSError, PosError) as error:
        with contextlib.suppress(OSError):  # a medium that is gone cannot be tidied either
            _remove(unfinished)
        raise Unavailable("backup_failed", folder=str(folder)) from error
    return Backup(path, len(content), hashlib.sha256(content).hexdigest())


def _remove(unfinished: Path) -> None:
    """With what SQLite had beside it: a full stick keeps no piece of a copy that failed."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)


def _copy(source: Connection, target: Path, key: bytes) -> None:
    """SQLite's online backup, page by page, then every page's authentication code checked."""
    with translated_errors():
        copy = open_for_writing(target, key)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
            faults = copy.execute("PRAGMA cipher_integrity_check").fetchall()
            faults += [row for row in copy.execute("PRAGMA integrity_check") if row != ("ok",)]
        finally:
            copy.close()
    if faults:
        raise Unavailable("backup_failed", folder=str(target.parent))


def _rotate(folder: Path) -> None:
    by_age = sorted(folder.glob("*.db"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for old in by_age[KEPT:]:
        old.unlink()
