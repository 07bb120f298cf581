"""Putting a backup back: verified first, the database there is kept aside, erased people are erased again, and the till
goes on in a new chain where its mark tells of entries that the backup has not (`pos-app restore`)."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pos_app.archive_files import digest_of
from pos_app.clock import Clock
from pos_app.counter.check_journal import Progress, check_backup
from pos_app.counter.entries_from_office import client_for, greet, take_in_missing
from pos_app.counter.known_office import OFFICE, OfficeKnown
from pos_app.counter.open_till import close_till, open_till
from pos_app.counter.till import Till
from pos_app.domain.facts import TillRestored
from pos_app.domain.refusals import PosError, Unavailable
from pos_app.durable_file import sync_folder
from pos_app.i18n import gettext as _
from pos_app.i18n import ngettext
from pos_app.keys.key_file import OpenKeyFile
from pos_app.ledger.signing import Signer
from pos_app.settings import TillFolder
from pos_app.store.lock import ProcessLock
from pos_app.store.migrations import migrate
from pos_app.store.opening import Connection, open_for_reading, open_for_writing
from pos_app.store.parameters import read_parameter
from pos_app.store.rebuild import rebuild_projections
from pos_app.store.till_store import TillStore
from pos_app.store.tombstones import Tombstone, put_tombstones_back, tombstones

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """`entries` are those of the backup; `erased` people in it were erased again; `aside` is where the database that
    was there lies now, None where there was none. `from_office` entries came back from head office beyond the backup,
    None where it was not joined or could not be asked."""

    entries: int
    erased: int
    aside: Path | None
    from_office: int | None = None


def restore_till(
    folder: TillFolder,
    key_file: OpenKeyFile,
    backup: Path,
    *,
    clock: Clock,
    keyring_mark: str | None = None,
    progress: Progress = lambda _done: None,
) -> Restored:
    """Puts `backup` in the place of the till's database; the till must be closed.

    Raises what `check_backup` raises, Refusal("till_already_open") and Unavailable("restore_failed", path): the
    database is then as it was.
    """
    checked = check_backup(backup, key_file, progress=progress)
    lock = ProcessLock(folder.lock)
    try:
        erased = _erased_since(folder, key_file)
        aside = _replace(folder, backup, clock)
    finally:
        lock.release()
    key_file, from_office = _complete(folder, key_file, clock=clock, progress=progress)
    opened = open_till(folder, key_file, clock=clock, keyring_mark=keyring_mark)
    try:
        entries = sum(chain.entries for chain in checked.chains)
        again = _record(opened.till, backup, erased, entries, from_office or 0)
    finally:
        close_till(opened)
    return Restored(entries, again, aside, from_office)


def say_restored(restored: Restored) -> Iterator[str]:
    """What was done, in lines for a person."""
    yield ngettext("{count} entry is back.", "{count} entries are back.", restored.entries).format(
        count=restored.entries
    )
    if restored.from_office is None:
        yield _("Head office could not be asked: what the till had sent it since stays there, and is not lost.")
    elif restored.from_office:
        yield ngettext(
            "{count} later entry came back from head office.",
            "{count} later entries came back from head office.",
            restored.from_office,
        ).format(count=restored.from_office)
    if restored.erased:
        yield ngettext(
            "{count} person who had been erased since was erased again.",
            "{count} people who had been erased since were erased again.",
            restored.erased,
        ).format(count=restored.erased)
    if restored.aside:
        yield _("What was there before is kept: {path}").format(path=restored.aside)
    yield _("The till can be opened; it goes on in a new chain.")


def _erased_since(folder: TillFolder, key_file: OpenKeyFile) -> tuple[Tombstone, ...]:
    """The erasures that the database to be replaced knows of, if it can still be read."""
    try:
        connection = open_for_reading(folder.database, key_file.keys.database)
    except PosError:
        return ()
    with suppress(PosError):
        try:
            return tombstones(connection)
        finally:
            connection.close()
    return ()


def _replace(folder: TillFolder, backup: Path, clock: Clock) -> Path | None:
    unfinished = folder.database.with_suffix(".unfinished")
    aside = folder.data / f"till-before-restore-{clock.now_ms()}.db"
    try:
        shutil.copyfile(backup, unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        had_one = folder.database.exists()
        if had_one:
            _move(folder.database, aside)
        unfinished.replace(folder.database)
        sync_folder(folder.data)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise Unavailable("restore_failed", path=str(error.filename or backup)) from error
    return aside if had_one else None


def _move(database: Path, target: Path) -> None:
    """A database with what belongs to it: its write-ahead log holds the acts that were not yet moved into it."""
    for suffix in ("-wal", "-shm"):
        beside = database.with_name(database.name + suffix)
        if beside.exists():
            beside.replace(target.with_name(target.name + suffix))
    database.replace(target)


def _complete(
    folder: TillFolder, key_file: OpenKeyFile, *, clock: Clock, progress: Progress
) -> tuple[OpenKeyFile, int | None]:
    """Takes in what head office holds beyond the backup, before a new chain begins; under a key that has signed
    nothing, since the old one may have signed more than is here. A till that cannot ask goes on without."""
    connection = open_for_writing(folder.database, key_file.keys.database)
    try:
        migrate(connection)
        office = read_parameter(connection, OFFICE, type=OfficeKnown, default=OfficeKnown())
        if not office.address:
            return key_file, None
        key_file = key_file.with_new_signing_key()
        taken = _ask_office(connection, office, key_file, clock, progress)
    except PosError as error:
        _log.warning("head office gave nothing back: %s", error)
        return key_file, None
    finally:
        connection.close()
    return key_file, taken


def _ask_office(
    connection: Connection, office: OfficeKnown, key_file: OpenKeyFile, clock: Clock, progress: Progress
) -> int:
    signer = Signer(key_file.keys.signing_seed)
    client = client_for(office, signer)
    try:
        heads = greet(client, office, signer, now_ms=clock.now_ms())
        taken = take_in_missing(connection, client, heads, progress=progress)
    finally:
        client.close()
    if taken:
        rebuild_projections(TillStore(connection, signer=signer, clock=clock))
    return taken


def _record(till: Till, backup: Path, erased: tuple[Tombstone, ...], entries: int, from_office: int) -> int:
    with till.store.transaction() as act:
        again = put_tombstones_back(act, erased)
        act.append(TillRestored(sha256=digest_of(backup), entries=entries, erased=again, from_office=from_office))
    return again
