"""The log stays small, says what went wrong, and no core dump holds a key."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_app.logs import start_logging

FILES, MEGABYTE = 5, 1_000_000


@pytest.fixture
def log(tmp_path: Path, expected_log: Callable[[str], None]) -> Iterator[Path]:
    expected_log("written by the test")
    before = list(logging.getLogger().handlers)
    start_logging(tmp_path / "logs", name="till")
    yield tmp_path / "logs" / "till.log"
    for handler in set(logging.getLogger().handlers) - set(before):
        logging.getLogger().removeHandler(handler)
        handler.close()


def test_warnings_are_written_and_what_is_normal_is_not(log: Path) -> None:
    logging.getLogger("pos_app.test").info("normal")
    assert not log.exists(), "a till without trouble has no log"
    logging.getLogger("pos_app.test").warning("written by the test, é")
    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert "WARNING" in line
    assert line.endswith("pos_app.test written by the test, é")


def test_a_till_that_complains_for_years_fills_no_disk(log: Path) -> None:
    for _ in range(8):
        logging.getLogger("pos_app.test").error("written by the test %s", "x" * (MEGABYTE - 200))
    files = list(log.parent.iterdir())
    assert len(files) == FILES
    assert all(file.stat().st_size <= MEGABYTE for file in files)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no core dumps unless told to")
def test_a_process_of_ours_leaves_no_core_dump() -> None:
    """Seen from a process of its own, since the limit cannot be raised again."""
    asked = (
        "from pos_app.logs import forbid_core_dumps as f; import resource as r; f(); print(r.getrlimit(r.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0)"
