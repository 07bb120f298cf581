"""Backing up a till at work: beside its database, and on another medium with what opens it; read back each time."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.counter.aside import aside
from pos_app.counter.till import Till
from pos_app.domain.facts import BackupMade
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Unavailable
from pos_app.store.backup import Backup, back_up
from pos_app.store.opening import open_for_reading
from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.store.till_store import NOBODY

if TYPE_CHECKING:
    from pos_app.counter.running import RunningTill

_MEDIUM, _LAST = "backup_medium", "last_backup_ms"
_DAY_MS = 24 * 3600 * 1000
KEY_FILE = "till.keys"


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """`medium` is the folder of the second copy, empty where there is none; `last_ms` 0 before the first backup."""

    medium: str
    last_ms: int


def backup_plan(till: Till) -> BackupPlan:
    connection = till.connection
    medium = read_parameter(connection, _MEDIUM, type=str, default="")
    return BackupPlan(medium, read_parameter(connection, _LAST, type=int, default=0))


def choose_medium(till: Till, *, operator: Operator, folder: str) -> BackupPlan:
    """Where second copies go from now on; an empty folder: nowhere."""
    operator.require(Right.CHANGE_SETTINGS)
    with till.store.transaction(operator.code) as act:
        write_parameter(act, _MEDIUM, folder)
    return backup_plan(till)


def backup_is_due(till: Till) -> bool:
    """Whether the last backup is more than a day old."""
    return till.clock.now_ms() - backup_plan(till).last_ms > _DAY_MS


def back_up_till(running: RunningTill, *, reason: str, operator: OperatorCode = NOBODY) -> Future[tuple[Path, ...]]:
    """Copies the database while the till sells; an entry says so. `reason`: "closing", "schedule" or "asked".

    The future may hold Unavailable("backup_failed", folder): of two copies the first then stands all the same.
    """
    return aside(lambda: _back_up(running, reason, operator), name="backup")


def _back_up(running: RunningTill, reason: str, operator: OperatorCode) -> tuple[Path, ...]:
    key = running.key_file.keys.database
    plan, series, now_ms = running.run(_known).result()
    connection = open_for_reading(running.folder.database, key)
    try:
        name = f"{series}-{now_ms}"
        made = back_up(connection, key=key, folder=running.folder.backups, name=name)
        running.run(_record, operator, made, reason).result()
        if not plan.medium:
            return (made.path,)
        folder = Path(plan.medium) / f"pos-app-{series}"
        copy = back_up(connection, key=key, folder=folder, name=name)
    finally:
        connection.close()
    try:
        running.key_file.export(folder / KEY_FILE)
    except OSError as error:
        raise Unavailable("backup_failed", folder=str(folder)) from error
    return made.path, copy.path


def _known(till: Till) -> tuple[BackupPlan, str, int]:
    return backup_plan(till), till.store.state.series, till.clock.now_ms()


def _record(till: Till, operator: OperatorCode, made: Backup, reason: str) -> None:
    with till.store.transaction(operator) as act:
        act.append(BackupMade(reason=reason, sha256=made.sha256, bytes=made.size))
        write_parameter(act, _LAST, till.clock.now_ms())
