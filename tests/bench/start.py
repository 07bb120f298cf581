"""Starting the till up to where somebody can sign in: against a bare QMainWindow, with a full journal, in memory.

Each start is a process of its own, without a screen; the time is from its birth to what it says of itself.
"""

from __future__ import annotations

import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.counter.open_till import close_till, open_till
from pos_app.settings import TillFolder
from tests.bench.row import Row, side_by_side
from tests.desktop.ready import Ready, environment, until_ready
from tests.store.long_journal import lengthen
from tests.tills import copy_of, keys_of, make_template

ENTRIES = 200_000
LIMIT_MB = 110
BARE_WINDOW = """
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        print("ready", flush=True)
        application.quit()

application = QApplication([])
window = Window()
window.resize(1366, 768)
window.show()
application.exec()
"""


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        empty, full = Starts(root / "empty", root / "bytecode"), Starts(root / "full", root / "bytecode", ENTRIES)
        yield side_by_side(
            "start",
            unit="ms",
            ours=empty.took_ms,
            reference=lambda: _bare_window_ms(root / "bytecode"),
            reference_name="bare QMainWindow",
            goal=2.5,
            rounds=15,
        )
        yield side_by_side(
            "start_full_vs_empty",
            unit="ms",
            ours=full.took_ms,
            reference=empty.took_ms,
            reference_name="a till with no entries",
            goal=1.2,
        )
        resident_mb = statistics.median(ready.resident_mb for ready in full.seen)
        yield Row("memory_mb", "MB", resident_mb, LIMIT_MB, "limit, resident when ready, full journal", goal=1.0)


class Starts:
    """One till, started again and again."""

    def __init__(self, root: Path, bytecode: Path, entries: int = 0) -> None:
        template = make_template(root / "template")
        self._folder: TillFolder = copy_of(template, root)
        self._bytecode = bytecode
        self._key = secrets.token_bytes(32)
        self.seen: list[Ready] = []
        key_file = keys_of(template, self._folder).with_keyring_slot(self._key)
        if entries:
            opened = open_till(self._folder, key_file, clock=SystemClock())
            lengthen(opened.till, template.coordinator, entries=entries)
            close_till(opened)

    def took_ms(self) -> float:
        self.seen.append(until_ready(self._folder, self._key, bytecode=self._bytecode))
        return self.seen[-1].took_ms


def _bare_window_ms(bytecode: Path) -> float:
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", BARE_WINDOW],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(bytecode),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return (time.perf_counter() - begun) * 1000
