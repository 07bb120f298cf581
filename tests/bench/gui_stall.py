"""How long the GUI thread keeps a person waiting while it sells, prints and syncs: gaps between its loop's ticks.

A real desktop, without a screen, on the demo's Marseille till, in a process of its own; its head office, in this one,
shares the computer's cores, as nothing at a counter does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.demo.organisation import build_tills, demo_office
from tests.bench.row import Row

FRAME_MS = 16
WORST_MS = 50
SALES = 150
TIMEOUT_S = 300
_ROOT = Path(__file__).parents[2]


def rows() -> Iterator[Row]:
    p99_ms, worst_ms = _measured()
    yield Row("gui_stall_p99", "ms", p99_ms, FRAME_MS, "one frame", goal=1)
    yield Row("gui_stall_worst", "ms", worst_ms, WORST_MS, "what is noticed", goal=1)


def _measured() -> tuple[float, float]:
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as name, demo_office(Path(name) / "office", clock=clock) as office:
        till = build_tills(Path(name) / "points", office, clock=clock)[0]
        folders = [str(till.folder.data), str(till.folder.marks)]
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.busy_desk", *folders, till.coordinator.code, str(SALES)],
            cwd=_ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            input=till.key.hex(),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=TIMEOUT_S,
        )
    gaps_ms = sorted(map(float, done.stdout.split()))
    return gaps_ms[len(gaps_ms) * 99 // 100], gaps_ms[-1]
