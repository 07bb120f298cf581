"""Checking a till's journal as an auditor does, and making what is derived from it anew (`pos-app verify`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pos_app.clock import Clock
from pos_app.counter.open_till import known_marks, unanswered
from pos_app.domain.facts import BackupMade
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Bug, Refusal
from pos_app.i18n import gettext as _
from pos_app.journal_words import say_chains
from pos_app.keys.key_file import OpenKeyFile
from pos_app.ledger.audit import FollowedChain, JournalAudit, ReplayEntry, faulty
from pos_app.ledger.chain import Fault, FaultKind
from pos_app.ledger.signing import Signer
from pos_app.settings import TillFolder
from pos_app.signature_process import SignatureProcesses
from pos_app.store import journal
from pos_app.store.backup import back_up
from pos_app.store.lock import ProcessLock
from pos_app.store.marks import Mark, Standing, furthest, standing
from pos_app.store.migrations import require_current
from pos_app.store.opening import Connection, open_for_writing, snapshot
from pos_app.store.outbox import acknowledged
from pos_app.store.rebuild import Replay, rebuild_projections
from pos_app.store.till_store import TillStore

ENTRY_TABLE = "entry"
"""The journal's table: every byte of it is verified by its entries' hashes."""
Progress = Callable[[int], None]
"""Hears how many entries were verified so far."""


def _silent(_done: int) -> None:
    """Where nobody watches."""


@dataclass(frozen=True, slots=True)
class CheckedJournal:
    """A journal without a fault. `absent` counts entries that later chains know of and that are not here.

    `marked` tells whether a mark outside the database vouches for its end; `figures` whether they were compared;
    `backup` is what a rebuild left first.
    """

    chains: tuple[FollowedChain, ...]
    absent: int
    marked: bool
    figures: bool = True
    backup: Path | None = None


def check_journal(
    folder: TillFolder, key_file: OpenKeyFile, *, keyring_mark: str | None = None, progress: Progress = _silent
) -> CheckedJournal:
    """Verifies every chain, the closings, the marks, what head office acknowledged and the projections, in a database
    that it only reads; a till may sell meanwhile.

    Raises Refusal("journal_faulty", "journal_not_as_marked", "journal_not_as_acknowledged", "figures_differ",
    "database_older", "database_newer", "database_damaged", "database_missing", "wrong_key").
    """
    marks = known_marks(folder, key_file, keyring_mark)  # before the view begins: no mark is then ahead of it
    with snapshot(folder.database, key_file.keys.database, read_whole=ENTRY_TABLE) as connection:
        require_current(connection)
        return _checked(connection, marks, progress)


def check_backup(path: Path, key_file: OpenKeyFile, *, progress: Progress = _silent) -> CheckedJournal:
    """The same for a backup of this till. Of one that an older program made the figures are not compared.

    Raises what `check_journal` raises; Refusal("wrong_key") too where it is a backup of another till.
    """
    with snapshot(path, key_file.keys.database, read_whole=ENTRY_TABLE) as connection:
        try:
            require_current(connection)
        except Refusal as refusal:
            if refusal.code != "database_older":
                raise
            checked = _checked_chains(connection, (), progress)
            return replace(checked, figures=False)
        return _checked(connection, (), progress)


def rebuild_journal(
    folder: TillFolder,
    key_file: OpenKeyFile,
    *,
    clock: Clock,
    keyring_mark: str | None = None,
    progress: Progress = _silent,
) -> CheckedJournal:
    """Makes every projection anew, after a backup, where chains and marks hold; the till must be closed.

    Raises what `check_journal` raises, "figures_differ" apart, and Refusal("till_already_open"),
    Unavailable("backup_failed").
    """
    lock = ProcessLock(folder.lock)
    try:
        marks = known_marks(folder, key_file, keyring_mark)
        with snapshot(folder.database, key_file.keys.database, read_whole=ENTRY_TABLE) as reading:
            require_current(reading)
            with Replay() as replay:
                checked = _checked_chains(reading, marks, progress, replay=replay.hear)
                _differing(reading, checked, replay)  # a contradiction is named before anything is written
        backup = _rebuilt(folder, key_file, clock)
    finally:
        lock.release()
    return replace(checked, backup=backup)


def say_checked(checked: CheckedJournal) -> Iterator[str]:
    """What the check found, in lines for a person."""
    yield from say_chains(checked.chains, absent=checked.absent)
    if not checked.marked:
        yield _("No mark vouches for the end of the journal: entries removed there would not be noticed.")
    yield _("The journal is intact: each hash, each signature and each number was verified.")
    if not checked.figures:
        yield _("An older program made this backup: its figures were not compared.")
    elif checked.backup:
        yield _("The figures were made anew. What was there before: {path}").format(path=checked.backup)
    else:
        yield _("The figures are those that the journal gives.")


def _rebuilt(folder: TillFolder, key_file: OpenKeyFile, clock: Clock) -> Path:
    key, signer = key_file.keys.database, Signer(key_file.keys.signing_seed)
    connection = open_for_writing(folder.database, key)
    try:
        made = back_up(connection, key=key, folder=folder.backups, name=f"before-rebuild-{clock.now_ms()}")
        store = TillStore(connection, signer=signer, clock=clock)
        rebuild_projections(store)
        if store.signs_as(signer):  # otherwise the next start opens a chain for the new key
            with store.transaction() as act:
                act.append(BackupMade(reason="rebuild", sha256=made.sha256, bytes=made.size))
        return made.path
    finally:
        connection.close()


def _checked(connection: Connection, marks: Sequence[Mark], progress: Progress) -> CheckedJournal:
    """Entries are read and decoded once: what they give is made beside their being verified."""
    with Replay() as replay:
        checked = _checked_chains(connection, marks, progress, replay=replay.hear)
        differing = _differing(connection, checked, replay)
    if differing:
        raise Refusal("figures_differ", tables=", ".join(differing), command="pos-app verify --rebuild")
    return checked


def _checked_chains(
    connection: Connection, marks: Sequence[Mark], progress: Progress, *, replay: ReplayEntry | None = None
) -> CheckedJournal:
    with SignatureProcesses() as processes:
        audit = JournalAudit(
            partial(journal.entries_between, connection),
            progress=progress,
            replay=replay,
            elsewhere=processes.verify,
            helpers=processes.helpers,
        )
        fault = _fault_of_chains(connection, audit)
    if fault:
        raise faulty(fault, audit.chains)
    _require_marked(connection, marks)
    _require_acknowledged(connection)
    return CheckedJournal(tuple(audit.chains), audit.absent, marked=bool(marks))


def _fault_of_chains(connection: Connection, audit: JournalAudit) -> Fault | None:
    """Chains fill the journal from its first position to its last, and nothing lies beside them."""
    followed = 0
    for number, incarnation, first_position in journal.incarnations(connection):
        fault = audit.follow(number, incarnation, journal.entries(connection, incarnation=incarnation))
        if fault:
            return fault
        if first_position != followed + 1:
            return Fault(incarnation, 1, FaultKind.STRAY)
        followed += audit.chains[-1].entries
    if not audit.chains:
        return Fault(IncarnationId(""), 1, FaultKind.GAP)
    if (journal.count_entries(connection), journal.last_position(connection)) == (followed, followed):
        return None
    end = audit.chains[-1].head
    return Fault(end.incarnation, end.seq + 1, FaultKind.STRAY)


def _require_acknowledged(connection: Connection) -> None:
    """What head office said it holds is here, entry for entry."""
    for _number, incarnation, _first_position in journal.incarnations(connection):
        held = acknowledged(connection, incarnation)
        entry = next(journal.entries_between(connection, incarnation, held.seq, held.seq), None)
        if held.seq and (entry is None or entry.head != held):
            raise Refusal("journal_not_as_acknowledged", seq=held.seq)


def _require_marked(connection: Connection, marks: Sequence[Mark]) -> None:
    """The end of the journal proves itself to nobody: whoever shortens it also has to reach its marks."""
    mark = furthest(unanswered(connection, marks))
    if mark is None:
        return
    held, at_mark = journal.last_position(connection), journal.entry_at(connection, mark.position)
    if standing(position=held, hash_at_mark=at_mark.hash.hex() if at_mark else None, mark=mark) is Standing.BEHIND:
        raise Refusal("journal_not_as_marked", held=held, marked=mark.position)


def _differing(connection: Connection, checked: CheckedJournal, replay: Replay) -> tuple[str, ...]:
    try:
        return replay.differing(connection)
    except Bug as error:
        if error.code != "replay_failed":
            raise
        incarnation, seq = IncarnationId(str(error.params["incarnation"])), int(error.params["seq"])
        fault = Fault(incarnation, seq, FaultKind.CONTRADICTION, str(error.params["why"]))
        raise faulty(fault, checked.chains) from error
