"""Opening a till: its lock, its database, its marks; a new incarnation where the database stands behind them."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from pos_app import SOFTWARE
from pos_app.clock import Clock
from pos_app.counter.contact import keep_look
from pos_app.counter.load_rules import rules_in_force
from pos_app.counter.till import Till
from pos_app.counter.vault_of import vault_of
from pos_app.domain.catalogue import catalogue_of
from pos_app.domain.catalogue_file import read_catalogue
from pos_app.domain.facts import (
    BackupMade,
    IncarnationOpened,
    IntegrityFaultFound,
    PreviousIncarnation,
    SoftwareUpdated,
    TillStarted,
    TillStopped,
)
from pos_app.domain.refusals import Unavailable
from pos_app.keys.key_file import OpenKeyFile
from pos_app.ledger.chain import Fault
from pos_app.ledger.signing import ALGORITHM, Signer
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.backup import Backup, back_up
from pos_app.store.journal_end import end_fault
from pos_app.store.lock import ProcessLock
from pos_app.store.marks import Mark, Standing, furthest, read_mark, standing, unseal_mark
from pos_app.store.migrations import migrate, schema_of
from pos_app.store.opening import Connection, open_for_writing
from pos_app.store.parameters import catalogue_text, read_parameter, write_parameter
from pos_app.store.people_index_repair import finish_index
from pos_app.store.rebuild import rebuild_projections
from pos_app.store.till_store import TillStore

_log = logging.getLogger(__name__)

_SOFTWARE_PARAMETER = "software"
_PROJECTED_PARAMETER = "projected_schema"


class OpenedTill(msgspec.Struct, frozen=True):
    """A till in use: its folder, its opened key file, its lock, and what the acts work on."""

    folder: TillFolder
    key_file: OpenKeyFile
    lock: ProcessLock
    till: Till


def open_till(
    folder: TillFolder, key_file: OpenKeyFile, *, clock: Clock, keyring_mark: str | None = None
) -> OpenedTill:
    """Opens the till of `folder` for this process alone.

    `keyring_mark` is the copy of the mark that the operating system's keyring holds, if any. Raises
    Refusal("till_already_open", "wrong_key", "database_newer", "database_damaged") and Unavailable.
    """
    lock = ProcessLock(folder.lock)
    try:
        store, key_file = _open_store(folder, key_file, clock=clock, keyring_mark=keyring_mark)
        text = catalogue_text(store.connection)
        catalogue = read_catalogue(text) if text else catalogue_of(products=(), families=(), vat=())
        rules = rules_in_force(store.connection)
        finish_index(store)
    except BaseException:
        lock.release()
        raise
    vault = vault_of(folder, key_file, store)
    return OpenedTill(folder, key_file, lock, Till(store, clock, catalogue, rules, vault))


def with_key_file(opened: OpenedTill, key_file: OpenKeyFile) -> OpenedTill:
    """The same till with a key file that got another slot, key or name."""
    opened.till.vault = vault_of(opened.folder, key_file, opened.till.store)
    return replace(opened, key_file=key_file)


def close_till(opened: OpenedTill) -> None:
    """Records the end of work, writes the mark and lets go of everything.

    A disk that refuses stops nobody from leaving: the next start then says that the end was not clean.
    """
    try:
        with opened.till.store.transaction() as act:
            keep_look(opened.till.store, act)
            act.append(TillStopped())
        opened.till.store.checkpoint(truncate=True)
        save_mark(opened)
    except (Unavailable, OSError):
        _log.warning("the end of work could not be recorded", exc_info=True)
    finally:
        abandon_till(opened)


def abandon_till(opened: OpenedTill) -> None:
    """Lets go of everything and records nothing."""
    opened.till.connection.close()
    opened.lock.release()


def save_mark(opened: OpenedTill) -> None:
    """Writes the mark beside the database's folder. Raises OSError."""
    opened.till.vault.save_mark()


def saved_mark(folder: TillFolder) -> bytes:
    """The mark as it lies in its file, for the keyring's copy. Raises OSError."""
    return folder.mark.read_bytes()


def _open_store(
    folder: TillFolder, key_file: OpenKeyFile, *, clock: Clock, keyring_mark: str | None
) -> tuple[TillStore, OpenKeyFile]:
    fresh = not folder.database.exists()
    connection = open_for_writing(folder.database, key_file.keys.database)
    try:
        made: list[Backup] = []

        def back_up_first() -> None:
            name = f"before-migration-{clock.now_ms()}"
            made.append(back_up(connection, key=key_file.keys.database, folder=folder.backups, name=name))

        migrate(connection, before=back_up_first)
        store = TillStore(connection, signer=Signer(key_file.keys.signing_seed), clock=clock)
        _project_as_schema_says(store)
        if not fresh:
            fault = end_fault(connection)
            key_file = _continue_chain(store, key_file, known_marks(folder, key_file, keyring_mark))
            if fault:
                key_file = _answer_fault(store, key_file, fault)
            _record_start(store, made)
    except BaseException:
        connection.close()
        raise
    return store, key_file


def _project_as_schema_says(store: TillStore) -> None:
    """After a change of the schema the projections are made anew; also where the power went in between."""
    schema = schema_of(store.connection)
    if read_parameter(store.connection, _PROJECTED_PARAMETER, type=str, default="") != schema:
        rebuild_projections(store)
        with store.transaction() as act:
            write_parameter(act, _PROJECTED_PARAMETER, schema)


def known_marks(folder: TillFolder, key_file: OpenKeyFile, keyring_mark: str | None) -> list[Mark]:
    """The copies of the mark that are there and this till's own: the file's and the keyring's."""
    key = key_file.keys.database
    found = (read_mark(folder.mark, key), unseal_mark(keyring_mark.encode(), key) if keyring_mark else None)
    return [mark for mark in found if mark]


def _continue_chain(store: TillStore, key_file: OpenKeyFile, marks: Sequence[Mark]) -> OpenKeyFile:
    """Goes on with the chain where it ended, or opens a new incarnation and says why."""
    mark = furthest(unanswered(store.connection, marks))
    at_mark = journal.entry_at(store.connection, mark.position) if mark else None
    stands = standing(position=store.position, hash_at_mark=at_mark.hash.hex() if at_mark else None, mark=mark)
    if marks and not mark:
        stands = Standing.CURRENT
    if stands is Standing.CURRENT and store.signs_as(Signer(key_file.keys.signing_seed)):
        return key_file
    if stands is Standing.CURRENT:
        return open_incarnation(
            store, key_file, reason="key_replaced", previous=end_of(store), series=store.state.series
        )
    if stands is Standing.BEHIND and mark:
        previous = PreviousIncarnation(
            incarnation=mark.incarnation,
            seq=mark.seq,
            hash=mark.hash,
            last_ticket=mark.last_ticket,
            perpetual_cents=mark.perpetual_cents,
            perpetual_absolute_cents=mark.perpetual_absolute_cents,
        )
        key_file = key_file.with_new_signing_key()
        return open_incarnation(store, key_file, reason="restored", previous=previous, series=mark.series)
    key_file = key_file.with_new_signing_key()
    end = end_of(store, last_ticket=0)
    return open_incarnation(
        store, key_file, reason="mark_missing", previous=end, series=next_series(store.state.series)
    )


def _answer_fault(store: TillStore, key_file: OpenKeyFile, fault: Fault) -> OpenKeyFile:
    """The journal's end does not hold: says so in a new chain, where selling goes on."""
    key_file = key_file.with_new_signing_key()
    previous, series = end_of(store, last_ticket=0), next_series(store.state.series)
    key_file = open_incarnation(store, key_file, reason="integrity_fault", previous=previous, series=series)
    with store.transaction() as act:
        act.append(IntegrityFaultFound(incarnation=fault.incarnation, seq=fault.seq, fault=fault.kind))
    return key_file


def unanswered(connection: Connection, marks: Sequence[Mark]) -> list[Mark]:
    """The marks that no incarnation here goes on from.

    A copy that lags behind (the keyring's, or the file's after a power cut) still tells of a branch that a restore
    lost: it was answered once, by the incarnation that followed it, and its tickets are not to be numbered again.
    """
    answered: dict[str, int] = {}
    for _number, _incarnation, first_position in journal.incarnations(connection):
        first = journal.entry_at(connection, first_position)
        opened = first.fact() if first else None
        if isinstance(opened, IncarnationOpened) and isinstance(opened.previous, PreviousIncarnation):
            answered[opened.previous.incarnation] = opened.previous.seq
    return [mark for mark in marks if answered.get(mark.incarnation, 0) < mark.seq]


def branch_off(opened: OpenedTill, *, reason: str) -> OpenedTill:
    """Goes on in a chain of its own, under a new key, with ticket numbers that were never used (SYNC.md § 3).

    `reason`: "fork" where head office holds other entries under this journal's numbers (a disk that was copied or put
    back), "integrity_fault" where an entry does not hold.
    """
    store = opened.till.store
    key_file = opened.key_file.with_new_signing_key()
    previous, series = end_of(store, last_ticket=0), next_series(store.state.series)
    return with_key_file(opened, open_incarnation(store, key_file, reason=reason, previous=previous, series=series))


def open_incarnation(
    store: TillStore,
    key_file: OpenKeyFile,
    *,
    reason: str,
    series: str,
    previous: PreviousIncarnation | msgspec.UnsetType = msgspec.UNSET,
) -> OpenKeyFile:
    """Begins an incarnation, signed with the key that `key_file` holds now; only the first has no `previous`."""
    signer = Signer(key_file.keys.signing_seed)
    store.open_incarnation(
        signer,
        IncarnationOpened(
            public_key=signer.public_key.hex(),
            algorithm=ALGORITHM,
            software=SOFTWARE,
            series=series,
            reason=reason,
            previous=previous,
        ),
    )
    return key_file


def end_of(store: TillStore, *, last_ticket: int | None = None) -> PreviousIncarnation:
    """Where the chain in force ends; `last_ticket` 0 where the next series begins anew."""
    state = store.state
    return PreviousIncarnation(
        incarnation=store.head.incarnation,
        seq=store.head.seq,
        hash=store.head.hash.hex(),
        last_ticket=state.last_ticket if last_ticket is None else last_ticket,
        perpetual_cents=state.perpetual_cents,
        perpetual_absolute_cents=state.perpetual_absolute_cents,
    )


def next_series(series: str) -> str:
    """The series after one whose last ticket is unknown: MRS1, MRS1B, MRS1C ... MRS1Z, MRS1ZB."""
    if series[-1:].isdigit() or series.endswith("Z"):
        return series + "B"
    return series[:-1] + chr(ord(series[-1]) + 1)


def _record_start(store: TillStore, backups: list[Backup]) -> None:
    """What happened between the last entry and now, in one transaction."""
    last = journal.entry_at(store.connection, store.position)
    was = read_parameter(store.connection, _SOFTWARE_PARAMETER, type=str, default=SOFTWARE)
    with store.transaction() as act:
        for made in backups:
            act.append(BackupMade(reason="migration", sha256=made.sha256, bytes=made.size))
        if was != SOFTWARE:
            act.append(SoftwareUpdated(was=was, now=SOFTWARE))
            write_parameter(act, _SOFTWARE_PARAMETER, SOFTWARE)
            from pos_app.counter.reference_feeds import read_again

            read_again(act)
        keep_look(store, act)
        act.append(TillStarted(clean=last is not None and last.kind == TillStopped.kind))
