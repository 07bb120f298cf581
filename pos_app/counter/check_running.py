"""Verifying the journal while the till sells: beside every other thread, and an entry about how it ended."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.counter.aside import aside
from pos_app.counter.check_journal import CheckedJournal, Progress, check_backup, check_journal
from pos_app.counter.till import Till
from pos_app.domain.facts import IntegrityFaultFound, JournalChecked
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import PosError, Refusal
from pos_app.store import journal

if TYPE_CHECKING:
    from pos_app.counter.running import RunningTill


def check_running(running: RunningTill, *, operator: Operator, progress: Progress) -> Future[CheckedJournal]:
    """The whole journal verified; the future may hold what `check_journal` raises. Raises Refusal("right_missing").

    `progress` hears from a thread of its own. An entry that does not hold is recorded once in a new chain, in which
    selling goes on: head office hears of it with the next sync.
    """
    operator.require(Right.CHECK_JOURNAL)
    return aside(lambda: _check(running, operator, progress), name="verify")


def check_backup_here(running: RunningTill, *, operator: Operator, path: Path) -> Future[CheckedJournal]:
    """A backup of this till verified; the future may hold what `check_backup` raises.

    Raises Refusal("right_missing").
    """
    operator.require(Right.CHECK_JOURNAL)
    return aside(lambda: check_backup(path, running.key_file), name="verify")


def _check(running: RunningTill, operator: Operator, progress: Progress) -> CheckedJournal:
    try:
        checked = check_journal(running.folder, running.key_file, progress=progress)
    except Refusal as refusal:
        running.run(_record, operator=operator, fault=refusal.code).result()
        if refusal.code == "journal_faulty":
            running.run(_answer, running, operator, refusal).result()
        raise
    running.run(_record, operator=operator, fault="").result()
    return checked


def _record(till: Till, *, operator: Operator, fault: str) -> None:
    with till.store.transaction(operator.code) as act:
        act.append(JournalChecked(entries=till.store.position, fault=fault))


def _answer(till: Till, running: RunningTill, operator: Operator, refusal: PosError) -> None:
    found = _fault_found(till, refusal)
    known = (entry.fact() for _, entry in journal.every_entry(till.connection) if entry.kind == found.kind)
    if found in known:
        return
    running.branch_off(reason="integrity_fault")
    with till.store.transaction(operator.code) as act:
        act.append(found)


def _fault_found(till: Till, refusal: PosError) -> IntegrityFaultFound:
    prefix, told = str(refusal.params["incarnation"]), str(refusal.params["fault"])
    names = [name for _, name, _ in journal.incarnations(till.connection) if name.startswith(prefix)]
    return IntegrityFaultFound(incarnation=names[0], seq=int(refusal.params["seq"]), fault=told.partition(":")[0])
