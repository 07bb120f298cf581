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
from pos_app.demo.organisation import DemoTill, build_tills, demo_office
from tests.bench.row import Row
from tests.printing.tcp_printer import TcpPrinter

FRAME_MS = 16
WORST_MS = 50
SALES, SALES_OF_VOUCHERS = 150, 8
"""Ten vouchers each, printed on a receipt printer meanwhile: what the processor did for this process alone counts, so
that the printer, which is a program here, is no part of it."""
TIMEOUT_S = 300
_ROOT = Path(__file__).parents[2]


def rows() -> Iterator[Row]:
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as name, demo_office(Path(name) / "office", clock=clock) as office:
        first, second, *_more = build_tills(Path(name) / "points", office, clock=clock)
        gaps_ms = _gaps_ms(first, SALES)
        yield Row("gui_stall_p99", "ms", gaps_ms[len(gaps_ms) * 99 // 100], FRAME_MS, "one frame", goal=1)
        yield Row("gui_stall_worst", "ms", gaps_ms[-1], WORST_MS, "what is noticed", goal=1)
        printer = TcpPrinter()
        try:
            gaps_ms = _gaps_ms(second, SALES_OF_VOUCHERS, f"127.0.0.1:{printer.port}")
        finally:
            printer.close()
        yield Row("gui_stall_vouchers", "ms", gaps_ms[-1], FRAME_MS, "one frame", goal=1)


def _gaps_ms(till: DemoTill, sales: int, *printer: str) -> list[float]:
    """The gaps of a process that sells so often, in their order."""
    folders = [str(till.folder.data), str(till.folder.marks)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.busy_desk", *folders, till.coordinator.code, str(sales), *printer],
        cwd=_ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        input=till.key.hex(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=TIMEOUT_S,
    )
    return sorted(map(float, done.stdout.split()))
