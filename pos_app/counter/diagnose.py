"""A diagnosis of this till for head office: gathered beside selling, sealed, sent or saved to a file.

What is gathered is named here, thing by thing; of the logs only when, how bad, which part of the program and where in
its own files. What logs say in words stays on the till.
"""

from __future__ import annotations

import builtins
import platform
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pos_app
from pos_app import SOFTWARE
from pos_app.counter.aside import aside
from pos_app.counter.check_journal import check_journal
from pos_app.counter.known_office import OfficeKnown, office_known
from pos_app.counter.preferences import Preferences, preferences
from pos_app.counter.till import Till
from pos_app.domain.refusals import PosError, Refusal, Unavailable
from pos_app.durable_file import write_durably
from pos_app.perimeter import perimeter
from pos_app.sentences import SENTENCES
from pos_app.store import journal, outbox
from pos_app.store.opening import snapshot
from pos_app.sync.diagnosis import MOST_TROUBLES, Counted, Diagnosis, Trouble, sealed_diagnosis

if TYPE_CHECKING:
    from pos_app.counter.running import RunningTill

LARGEST_LOG_BYTES = 512 * 1024
"""Only the end of the newest log is read."""
_RECORD = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d+ (?P<level>WARNING|ERROR|CRITICAL) \S+ (?P<part>pos_app[\w.]*)(?= |$)"
)
_PLACE = re.compile(r'  File ".*[/\\]pos_app[/\\](?P<file>[\w/\\]+\.py)", line (?P<line>\d+), in ')
_ERROR = re.compile(r"(?:[A-Za-z_][\w.]*\.)?(?P<error>[A-Z][A-Za-z]{1,40})(?:: (?P<code>[a-z_]+))?")
_FAMILIES = ("Refusal", "Unavailable", "Bug")
_PROGRAM = Path(pos_app.__file__).parent
_MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class _Standing:
    series: str
    guarded_by: str
    now_ms: int


def diagnose(running: RunningTill, *, screens: Sequence[str]) -> Future[bytes]:
    """The sealed diagnosis of a till that has joined head office. `screens` are sizes, as the desktop knows them.

    The future may hold Refusal("office_not_joined", "files_want_key").
    """
    return aside(lambda: _diagnosis(running, tuple(screens)), name="diagnose")


def save_diagnosis(running: RunningTill, *, screens: Sequence[str], path: Path) -> Future[Path]:
    """The same in a file, for whoever has no network now. The future may hold
    Unavailable("diagnosis_not_saved") too."""

    def save() -> Path:
        sealed = _diagnosis(running, tuple(screens))
        try:
            write_durably(path, sealed)
        except OSError as error:
            raise Unavailable("diagnosis_not_saved", path=str(path)) from error
        return path

    return aside(save, name="diagnose")


def troubles_of(log: str) -> Iterator[Trouble]:
    """What a log tells of, without a word of what it says: names of our parts, files and codes only."""
    at, level, part, error, places = "", "", "", "", list[str]()
    for line in log.splitlines():
        if found := _RECORD.match(line):
            if at:
                yield Trouble(at=at, level=level, part=part, error=error, places=tuple(places[-_MOST_PLACES:]))
            at, level, part = found["at"], found["level"], _ours(found["part"])
            error, places = "", []
        elif place := _PLACE.match(line):
            file = place["file"].replace("\\", "/")
            if (_PROGRAM / file).is_file():
                places.append(f"{file}:{place['line'][:9]}")
        elif (raised := _ERROR.match(line)) and at:
            error = _known(raised["error"], raised["code"] or "") or error
    if at:
        yield Trouble(at=at, level=level, part=part, error=error, places=tuple(places[-_MOST_PLACES:]))


def _known(error: str, code: str) -> str:
    """The kind of error where Python or we have one of this name, and its code where that is one of ours."""
    if error in _FAMILIES:
        return f"{error} {code}" if code in SENTENCES else error
    return error if hasattr(builtins, error) else ""


def _ours(part: str) -> str:
    """The name of a part of this program; empty for what only looks like one."""
    path = _PROGRAM.joinpath(*part.split(".")[1:])
    return part if path.is_dir() or path.with_suffix(".py").is_file() else ""


def _diagnosis(running: RunningTill, screens: tuple[str, ...]) -> bytes:
    office, chosen, standing = running.run(_standing).result()
    if not office.address:
        raise Refusal("office_not_joined")
    if not office.office_key:
        raise Refusal("files_want_key")
    with snapshot(running.folder.database, running.key_file.keys.database) as connection:
        counted = journal.count_by_kind(connection)
        unsent = outbox.unsent_count(connection)
    troubles = tuple(troubles_of(_log_of(running.folder.logs / "till.log")))
    made = Diagnosis(
        made_ms=standing.now_ms,
        software=SOFTWARE,
        perimeter=perimeter(),
        system=platform.system(),
        python=platform.python_version(),
        series=standing.series,
        language=chosen.language,
        theme=chosen.theme,
        guarded_by=standing.guarded_by,
        entries=sum(counted.values()),
        unsent=unsent,
        verified=_verified(running),
        counted=tuple(Counted(what=kind, count=count) for kind, count in sorted(counted.items())),
        screens=screens,
        troubles=troubles[-MOST_TROUBLES:],
    )
    return sealed_diagnosis(made, signer=running.signer, office_key=bytes.fromhex(office.office_key))


def _standing(till: Till) -> tuple[OfficeKnown, Preferences, _Standing]:
    standing = _Standing(till.store.state.series, till.vault.guarded_by, till.clock.now_ms())
    return office_known(till), preferences(till), standing


def _verified(running: RunningTill) -> str:
    """Empty where the whole journal holds, else the code of what is wrong with it."""
    try:
        check_journal(running.folder, running.key_file)
    except PosError as error:
        return error.code
    return ""


def _log_of(path: Path) -> str:
    """The end of the log; empty where there was no trouble yet."""
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - LARGEST_LOG_BYTES))
            return file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
