"""The till's program started in a process of its own, up to where somebody could sign in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from pos_app.settings import TillFolder

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ready:
    """`took_ms` from the start of the process to the names of the sign-in page; what it had loaded by then."""

    took_ms: float
    resident_mb: float
    modules: frozenset[str]


def until_ready(folder: TillFolder, key: bytes, *, bytecode: Path) -> Ready:
    """Starts the till of `folder`, waits until it is ready, and for its end.

    `bytecode` keeps what Python compiles, as an installed program has it, out of the checkout.
    """
    command = [sys.executable, "-m", "tests.desktop.ready_process", str(folder.data), str(folder.marks)]
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment(bytecode)
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(key.hex() + "\n")
        process.stdin.close()
        said = process.stdout.readline()
        took_ms = (time.perf_counter() - begun) * 1000
        told = process.stdout.read()
    assert (said, process.returncode) == ("ready\n", 0), (said, process.returncode)
    found = json.loads(told)
    return Ready(took_ms, found["resident_b"] / 1e6, frozenset(found["modules"]))


def environment(bytecode: Path) -> dict[str, str]:
    """Without a screen, and with compiled modules kept in `bytecode`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(bytecode)}
