"""One process owns a till."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.domain.refusals import Refusal
from pos_app.store.lock import ProcessLock

_HOLD = """
import sys
from pathlib import Path
from pos_app.store.lock import ProcessLock
lock = ProcessLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_another_process_is_told_who_holds_it_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "till.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Refusal) as refused:
            ProcessLock(path)
        assert (refused.value.code, refused.value.params) == ("till_already_open", {"pid": str(holder.pid)})
        holder.kill()
        holder.wait(10)
        ProcessLock(path).release()


def test_a_released_lock_is_free_and_a_second_hold_of_one_process_is_refused(tmp_path: Path) -> None:
    first = ProcessLock(tmp_path / "deep" / "till.lock")
    with pytest.raises(Refusal):
        ProcessLock(tmp_path / "deep" / "till.lock")
    first.release()
    ProcessLock(tmp_path / "deep" / "till.lock").release()


def test_a_lock_file_that_somebody_wrote_in_says_no_pid(tmp_path: Path) -> None:
    path = tmp_path / "till.lock"
    path.write_bytes(b"\xff" * 100)
    ProcessLock(path).release()
