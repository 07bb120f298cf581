"""Power loss, as SYNC.md § 7 has it: what the shipped engine writes and syncs is recorded, and every state that a disk
may be left in is tried. Between two syncs a disk may have done any of the writes, in any order, the last one in part.

`POS_CRASH_STATES` says how many states are tried; `POS_CRASH_SEED` replays those of one run.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from pos_app.clock import SystemClock
from pos_app.counter.open_till import abandon_till, open_till
from pos_app.domain.facts import SaleRecorded
from pos_app.keys.key_file import open_with_keyring_key
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.rebuild import projection_rows, rebuild_projections
from tests.tills import TemplateTill, copy_of, fault_of

ROOT = Path(__file__).parents[2]
KEY = bytes(32)
SALES = 6
STATES = int(os.environ.get("POS_CRASH_STATES", "24"))
SEED = int(os.environ.get("POS_CRASH_SEED", "1"))
SECTOR = 512


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was recorded: "write", "cut", "sync", or "told" for what the desk was told on standard output."""

    what: str
    at: int
    content: bytes
    path: str


@dataclass
class Disk:
    """What is safe of each file, and what was written since and may be there or not."""

    safe: dict[str, bytearray] = field(default_factory=dict)
    pending: dict[str, list[Call]] = field(default_factory=lambda: defaultdict(list))

    def take(self, call: Call) -> None:
        if call.what != "sync":
            self.pending[call.path].append(call)
            return
        content = self.safe.setdefault(call.path, bytearray())
        for each in self.pending.pop(call.path, []):
            done(content, each)

    def after_power_loss(self, drawn: Random) -> Iterator[tuple[str, bytes]]:
        """Each file as it may be found: some of what was pending, in another order, one write torn at a sector."""
        for path in {*self.safe, *self.pending}:
            content = bytearray(self.safe.get(path, b""))
            kept = [call for call in self.pending.get(path, []) if drawn.randrange(2)]
            drawn.shuffle(kept)
            for number, call in enumerate(kept):
                torn = number == len(kept) - 1 and drawn.randrange(2)
                done(content, call, most=drawn.randrange(len(call.content) // SECTOR + 1) * SECTOR if torn else None)
            yield path, bytes(content)


def done(content: bytearray, call: Call, *, most: int | None = None) -> None:
    if call.what == "cut":
        del content[call.at :]
        return
    written = call.content[:most]
    content.extend(bytes(max(0, call.at + len(written) - len(content))))
    content[call.at : call.at + len(written)] = written


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("gcc") is None:
        pytest.skip("the recorder is built with gcc, which is not here")
    library = tmp_path_factory.mktemp("recorder") / "recorder.so"
    source = Path(__file__).with_name("recorder.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def sell_under(recorder: Path, folder: TillFolder, to: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Sells in a process of its own, each sale followed by a checkpoint, and is cut off after the last."""
    preloaded = {"LD_PRELOAD": str(recorder), "RECORDED_FOLDER": str(folder.data.resolve()), "RECORDED_TO": str(to)}
    arguments = (folder.data, folder.marks, KEY.hex(), "1", str(SALES))
    return subprocess.run(
        [sys.executable, "-m", "tests.store.selling_process", *arguments],
        env=os.environ | preloaded | environment, cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip


def recorded(recorder: Path, folder: TillFolder, to: Path) -> list[Call]:
    """The calls of a run in which nothing fails."""
    assert sell_under(recorder, folder, to).returncode == 0
    content, calls, place = to.read_bytes(), [], 0
    while place < len(content):
        end = content.index(b"\n", place)
        what, at, count, path = content[place:end].decode().split(" ", 3)
        place = end + 1
        size = int(count) if what in ("write", "told") else 0
        calls.append(Call(what, int(at), content[place : place + size], path))
        place += size
    return calls


@dataclass(frozen=True, slots=True)
class Recorded:
    """A folder before a process sold in it, where it was, and what the process then asked of the disk."""

    before: Path
    folder: TillFolder
    calls: list[Call]

    def states(self, root: Path, calls: list[Call]) -> Iterator[tuple[Path, list[str]]]:
        """Folders as a power loss may leave them, with what the desk had been told by then."""
        drawn = Random(SEED)
        moments = sorted((drawn.randrange(1, len(calls) + 1) for _ in range(STATES)), reverse=True)
        disk, told = Disk(_safe(self.before, self.folder)), list[str]()
        for count, call in enumerate(calls, start=1):
            if call.what == "told":
                told += call.content.decode().split()
            else:
                disk.take(call)
            while moments and moments[-1] == count:
                found = root / f"state{len(moments)}"
                _put(self.before, found, self.folder, disk, drawn)
                yield found, told
                shutil.rmtree(found)
                moments.pop()


@pytest.fixture(scope="module")
def run(template: TemplateTill, recorder: Path, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    root = tmp_path_factory.mktemp("recorded")
    folder = copy_of(template, root / "till")
    shutil.copytree(root / "till", root / "before")
    return Recorded(root / "before", folder, recorded(recorder, folder, root / "calls"))


def test_what_was_told_before_the_power_went_is_there_afterwards_and_nothing_is_half_there(
    run: Recorded, tmp_path: Path
) -> None:
    assert sum(call.what == "told" for call in run.calls) >= SALES
    for found, told in run.states(tmp_path, run.calls):
        wrong = what_is_wrong(found, told)
        assert not wrong, f"{wrong}: POS_CRASH_SEED={SEED} POS_CRASH_STATES={STATES} {found.name}"


def test_an_engine_that_does_not_wait_for_the_disk_is_found_out(run: Recorded, tmp_path: Path) -> None:
    """As `synchronous = NORMAL` would be: the same calls without the syncs of the log."""
    careless = [call for call in run.calls if not (call.what == "sync" and call.path.endswith("-wal"))]
    assert any(what_is_wrong(found, told) for found, told in run.states(tmp_path, careless))


@pytest.mark.parametrize(("code", "error"), [("disk_full", errno.ENOSPC), ("disk_error", errno.EIO)])
def test_a_disk_that_fails_at_any_write_refuses_the_act_whole(
    template: TemplateTill, recorder: Path, tmp_path: Path, code: str, error: int
) -> None:
    """From the n-th write on, as long as the process runs; afterwards it is well again."""
    drawn = Random(f"{SEED}{code}")
    for turn in range(max(3, STATES // 8)):
        root = tmp_path / str(turn)
        folder = copy_of(template, root)
        chosen = {"FAIL_FROM": str(drawn.randrange(1, 60)), "FAIL_WITH": str(error)}
        run = sell_under(recorder, folder, root / "calls", **chosen)
        told = run.stdout.split()
        assert run.returncode == 0 or "Unavailable" in run.stderr, (chosen, run.stderr[-300:])
        assert not what_is_wrong(root, told), chosen


def what_is_wrong(root: Path, told: list[str]) -> str:
    """Of a till that is opened on what the disk was left with; empty where nothing is."""
    folder = TillFolder(root / "data", root / "marks")
    opened = open_till(folder, open_with_keyring_key(folder.key_file, KEY), clock=SystemClock())
    try:
        connection = opened.till.connection
        sold = [
            fact.ticket
            for _, entry in journal.every_entry(connection)
            if entry.kind == SaleRecorded.kind and isinstance(fact := entry.fact(), SaleRecorded)
        ]
        if missing := [ticket for ticket in told if ticket not in sold]:
            return f"{missing} was told and is gone"
        if fault := fault_of(connection):
            return f"the journal is broken: {fault}"
        before = projection_rows(connection)
        rebuild_projections(opened.till.store)
        return "" if projection_rows(connection) == before else "a sale is half there"
    finally:
        abandon_till(opened)


def _safe(before: Path, folder: TillFolder) -> dict[str, bytearray]:
    """The files of the database as they were, under the names that the recorder knows."""
    data = folder.data.resolve()
    return {
        str(data / path.name): bytearray(path.read_bytes())
        for path in (before / "data").iterdir()
        if path.name.startswith(folder.database.name)
    }


def _put(before: Path, found: Path, folder: TillFolder, disk: Disk, drawn: Random) -> None:
    shutil.copytree(before, found)
    for path, content in disk.after_power_loss(drawn):
        name = Path(path).relative_to(folder.data.resolve())
        if name.name.startswith(folder.database.name) and not name.name.endswith("-shm"):
            (found / "data" / name).write_bytes(content)
