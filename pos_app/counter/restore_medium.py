"""Finding the newest backup on a medium, and putting it back: on the till's own computer, or on a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pos_app.clock import Clock
from pos_app.counter.back_up_till import KEY_FILE
from pos_app.counter.check_journal import Progress
from pos_app.counter.keyring_slot import unlock_with_words
from pos_app.counter.restore_till import Restored, restore_till
from pos_app.domain.refusals import Refusal
from pos_app.durable_file import write_durably
from pos_app.keys.recovery_words import RecoveryWords
from pos_app.settings import TillFolder

_NAME = re.compile(r"([A-Z]{2,6}[0-9]+[A-Z]*)-([0-9]{10,15})\.db")
_FOLDERS = ("", "pos-app-*", "*/pos-app-*")


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """A backup by its name: of which series of tickets, and when it was made (ms since 1970)."""

    path: Path
    series: str
    made_ms: int


def backups_in(medium: Path) -> tuple[FoundBackup, ...]:
    """The backups in a folder, on a stick or a second disk; the newest first."""
    found = {}
    for pattern in _FOLDERS:
        for path in medium.glob(f"{pattern}/*.db" if pattern else "*.db"):
            named = _NAME.fullmatch(path.name)
            if named:
                found[path] = FoundBackup(path, named[1], int(named[2]))
    return tuple(sorted(found.values(), key=lambda one: -one.made_ms))


def restore_newest(
    folder: TillFolder,
    medium: Path,
    words: RecoveryWords,
    *,
    clock: Clock,
    progress: Progress = lambda _done: None,
) -> Restored:
    """Puts the newest backup of `medium` back, opened by the words of the recovery sheet; on a new computer the key
    file that lies beside it comes too.

    Raises Refusal("no_backup_there", "recovery_words_of_other_till") and what `restore_till` raises; on a new computer
    nothing then stays behind.
    """
    backups = backups_in(medium)
    if not backups:
        raise Refusal("no_backup_there", folder=str(medium))
    is_new = not folder.exists
    if is_new:
        _bring_key_file(folder, backups[0])
    try:
        unlocked = unlock_with_words(folder, words)
        return restore_till(
            folder,
            unlocked.key_file,
            backups[0].path,
            clock=clock,
            keyring_mark=unlocked.keyring_mark,
            progress=progress,
        )
    except BaseException:
        if is_new:
            folder.key_file.unlink(missing_ok=True)
        raise


def _bring_key_file(folder: TillFolder, backup: FoundBackup) -> None:
    beside = backup.path.parent / KEY_FILE
    if not beside.is_file():
        raise Refusal("no_backup_there", folder=str(backup.path.parent))
    folder.data.mkdir(parents=True, exist_ok=True)
    write_durably(folder.key_file, beside.read_bytes())
