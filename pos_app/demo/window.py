"""The demo with a window: head office in this process, the till in one of its own, its key over a pipe."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.demo.organisation import DEMO_PIN, build_tills, demo_office
from pos_app.i18n import gettext as _


def demo_window() -> int:
    """Builds the demo in a temporary folder, opens the Marseille till, and clears up when its window closes."""
    with tempfile.TemporaryDirectory(prefix="pos-app-demo-") as folder:
        clock = SystemClock()
        print(_("Building the demo: three points and their head office…"))
        with demo_office(Path(folder) / "office", clock=clock) as office:
            till = build_tills(Path(folder) / "points", office, clock=clock)[0]
            print(_("Everybody's PIN is {pin}. Receipts: {folder}").format(pin=DEMO_PIN, folder=till.folder.receipts))
            print(_("Head office, once in a browser: {link}").format(link=office.office.entering_link()))
            return _run_till(till.folder.data, till.folder.marks, till.key)


def _run_till(data: Path, marks: Path, key: bytes) -> int:
    command = [
        sys.executable, "-m", "pos_app", "till", "--data", str(data), "--marks", str(marks), "--key-stdin"
    ]  # fmt: skip
    process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True)  # noqa: S603  # this same program
    assert process.stdin is not None
    process.stdin.write(key.hex() + "\n")
    process.stdin.close()
    return process.wait()
