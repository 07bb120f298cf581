"""Counting what a sale costs the disk: the syncs between one ticket told and the next, as the kernel saw them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.counter.open_till import abandon_till, open_till
from pos_app.settings import TillFolder
from tests.store.selling_process import BEGINS
from tests.tills import TemplateTill, keys_of

KEY = bytes(range(32))
_SYNC = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(fsync|fdatasync|sync_file_range|msync)\(")
_TOLD = re.compile(r'write\(1, "MRS1-\d+')
_BEGINS = f'"{BEGINS.decode()}"'


def syncs_before_each_answer(template: TemplateTill, folder: TillFolder, *, sales: int, strace: Path) -> list[int]:
    """How many syncs the kernel saw from the beginning of each sale to its answer, the first ones left out.

    What follows the answer (checkpoint and mark, done once nothing waits) is not the desk's time.
    """
    key_file = keys_of(template, folder).with_keyring_slot(KEY)
    abandon_till(open_till(folder, key_file, clock=SystemClock()))
    trace = folder.data / "trace"
    subprocess.run(
        [
            *(strace, "-f", "-qq", "-e", "trace=fsync,fdatasync,msync,sync_file_range,write"),
            *("-o", trace, sys.executable, "-m", "tests.store.selling_process"),
            *(folder.data, folder.marks, KEY.hex(), "1", str(sales)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
        timeout=120,
    )
    return _counted(trace.read_text(errors="replace"))[2:]


def _counted(trace: str) -> list[int]:
    counts: list[int] = []
    syncs = 0
    for line in trace.splitlines():
        if _BEGINS in line:
            syncs = 0
        elif _SYNC.match(line):
            syncs += 1
        elif _TOLD.search(line):
            counts.append(syncs)
    return counts
