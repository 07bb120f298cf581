"""Archiving a closed period: written, signed, read back, and copied to another medium; then an entry says so."""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.archive_files import digest_of, write_entries, write_signed, zip_folder
from pos_app.clock import local_now
from pos_app.counter.aside import aside
from pos_app.counter.check_archive import CheckedArchive, check_archive
from pos_app.counter.till import Till
from pos_app.domain.facts import ArchiveChecked, ArchiveMade, Period
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.ledger.archive_format import FORMAT, About
from pos_app.ledger.chain import opening_key
from pos_app.ledger.signing import Signer
from pos_app.store import journal
from pos_app.store.days import closed_before, closing_of, day_on_file, period_closings
from pos_app.store.opening import Connection, snapshot
from pos_app.store.tickets import issuer_at
from pos_app.store.till_state import read_till_state

if TYPE_CHECKING:
    from pos_app.counter.running import RunningTill


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """What can be archived: a month or a year that was closed, or (with an empty name) the closed days after them."""

    name: str
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class ArchiveOnDisk:
    """An archive that was written and read back; `copied_to` is its second copy, None where none was asked for."""

    path: Path
    checked: CheckedArchive
    copied_to: Path | None


def closed_periods(till: Till) -> tuple[ClosedPeriod, ...]:
    """Every closed month and year, the latest first, after the closed days that are in none yet."""
    closings = period_closings(till.connection)
    months_end = max((one.last_day for one in closings if one.period is Period.MONTH), default=0)
    state = till.store.state
    last_closed = state.last_day - (1 if state.day else 0)
    later = (ClosedPeriod("", months_end + 1, last_closed),) if last_closed > months_end else ()
    return later + tuple(ClosedPeriod(one.name, one.first_day, one.last_day) for one in reversed(closings))


def make_archive(
    running: RunningTill, *, operator: Operator, period: ClosedPeriod, copy_to: Path | None = None
) -> Future[ArchiveOnDisk]:
    """Writes the archive of `period` beside the database, and a copy into `copy_to`, in a thread of its own.

    The future may hold Refusal("right_missing", "period_not_closed") and Unavailable("archive_failed", folder).
    """
    return aside(lambda: _made(running, operator, period, copy_to), name="archive")


def check_archive_here(running: RunningTill, *, operator: Operator, path: Path) -> Future[CheckedArchive]:
    """Verifies an archive; an entry keeps how it ended. The future may hold what `check_archive` raises."""

    def work() -> CheckedArchive:
        operator.require(Right.READ_JOURNAL)
        try:
            checked = check_archive(path)
        except Refusal as refusal:
            sha256 = digest_of(path) if path.is_file() else ""
            running.run(_record, operator, ArchiveChecked(sha256=sha256, fault=refusal.code)).result()
            raise
        running.run(_record, operator, ArchiveChecked(sha256=checked.sha256)).result()
        return checked

    return aside(work, name="archive")


def _made(running: RunningTill, operator: Operator, period: ClosedPeriod, copy_to: Path | None) -> ArchiveOnDisk:
    operator.require(Right.MAKE_ARCHIVE)
    folder, keys = running.folder.archives, running.key_file.keys
    now = running.run(lambda till: local_now(till.clock)).result()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with snapshot(running.folder.database, keys.database) as connection:
            path = folder / f"{read_till_state(connection).series}-archive-J{period.first_day}-J{period.last_day}.zip"
            made_at = now.strftime("%Y-%m-%d %H:%M:%S")
            _write(connection, path, period, signer=Signer(keys.signing_seed), made_at=made_at)
        checked = check_archive(path)
        copied_to = _copied(path, copy_to, checked) if copy_to else None
    except OSError as error:
        raise Unavailable("archive_failed", folder=str(error.filename or folder)) from error
    fact = ArchiveMade(
        first_day=period.first_day,
        last_day=period.last_day,
        entries=checked.about.entries,
        sha256=checked.sha256,
        bytes=path.stat().st_size,
    )
    running.run(_record, operator, fact).result()
    return ArchiveOnDisk(path, checked, copied_to)


def _write(connection: Connection, path: Path, period: ClosedPeriod, *, signer: Signer, made_at: str) -> None:
    last = day_on_file(connection, period.last_day)
    if not last.closed_position:
        raise Refusal("period_not_closed")
    before = closed_before(connection, period.first_day)
    first_position = before.closed_position + 1 if before else 1
    closing = closing_of(connection, before) if before else None
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        files = Path(name)
        found = journal.every_entry(connection, from_position=first_position)
        covered = takewhile(lambda placed: placed[0] <= last.closed_position, found)
        count = write_entries(files, (entry for _position, entry in covered))
        issuer = issuer_at(connection, last.closed_position)
        about = About(
            format=FORMAT,
            software=SOFTWARE,
            series=read_till_state(connection).series,
            point=issuer.point,
            till=issuer.till,
            siret=issuer.siret,
            first_day=period.first_day,
            last_day=period.last_day,
            entries=count,
            made_at=made_at,
            perpetual_before=(closing.perpetual_cents, closing.perpetual_absolute_cents) if closing else (0, 0),
            public_keys=_public_keys(connection),
        )
        write_signed(files, about, signer=signer)
        zip_folder(files, path)


def _public_keys(connection: Connection) -> dict[str, str]:
    keys: dict[str, str] = {}
    for _number, incarnation, first_position in journal.incarnations(connection):
        opening = journal.entry_at(connection, first_position)
        keys[incarnation] = ((opening_key(opening) if opening else None) or b"").hex()
    return keys


def _copied(path: Path, folder: Path, checked: CheckedArchive) -> Path:
    """The second copy, read back. Raises Unavailable("archive_failed")."""
    target = folder / path.name
    shutil.copyfile(path, target)
    if digest_of(target) != checked.sha256:
        raise Unavailable("archive_failed", folder=str(folder))
    return target


def _record(till: Till, operator: Operator, fact: ArchiveMade | ArchiveChecked) -> None:
    with till.store.transaction(operator.code) as act:
        act.append(fact)
