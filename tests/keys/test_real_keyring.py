"""A till whose key lives in the operating system's keyring, from day to day, each day a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.keys.keyring_session import ROOT, environment_of, keyring_session

TIMEOUT_S = 60


def till(environment: Mapping[str, str], verb: str, root: Path, *more: str) -> dict[str, Any]:
    """What a process of the till says, in the session of `environment`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.keys.keyring_till", verb, root, *more],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        timeout=TIMEOUT_S,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_the_keyring_opens_the_till_every_day_and_the_sheet_when_the_keyring_lost_it(
    needs: Callable[[str], Path], tmp_path: Path
) -> None:
    root = tmp_path / "till"
    with keyring_session(tmp_path, needs) as session:
        words = till(session, "set-up", root)["words"]
        first = till(session, "open", root)
        assert first["in_keyring"]
        second = till(session, "open", root)
        assert second == first | {"mark_was_in_keyring": True}

        assert till(session, "forget", root) == {"left": None}
        assert till(session, "open", root) == {"error": "keyring_key_wrong"}
        assert till(session, "open-with-words", root, words) == second, "the mark is still in the keyring"
        assert till(session, "open", root) == second, "the sheet was asked once: the keyring opens it again"


def test_on_a_computer_without_the_keyring_the_sheet_opens_the_till_each_time(
    needs: Callable[[str], Path], tmp_path: Path
) -> None:
    """The till's folder alone, elsewhere: its keyring stays behind."""
    root = tmp_path / "till"
    with keyring_session(tmp_path, needs) as session:
        words = till(session, "set-up", root)["words"]
        here = till(session, "open", root)
    elsewhere = environment_of(tmp_path)
    assert till(elsewhere, "open", root) == {"error": "keyring_missing"}
    for _ in range(2):
        assert till(elsewhere, "open-with-words", root, words) == {
            "incarnation": here["incarnation"],
            "in_keyring": False,
            "mark_was_in_keyring": False,
        }


def test_neither_the_key_nor_the_words_are_written_in_clear(needs: Callable[[str], Path], tmp_path: Path) -> None:
    root = tmp_path / "till"
    with keyring_session(tmp_path, needs) as session:
        words = till(session, "set-up", root)["words"]
        key = subprocess.run(
            [sys.executable, "-c", _SHOW_KEY, root / "data" / "till.keys"],
            env=session,
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
            timeout=TIMEOUT_S,
        ).stdout.strip()
    assert len(key) == 64
    kept = b"".join(
        path.read_bytes()
        for top in tmp_path.iterdir()
        if top.name != "runtime"  # the sockets of a session that ends
        for path in (top, *top.rglob("*"))
        if path.is_file()
    )
    for secret in (key.encode(), bytes.fromhex(key), words.encode()):
        assert secret not in kept


_SHOW_KEY = """
import sys
from pathlib import Path
from pos_app.keys.key_file import file_id_of
from pos_app.keys.os_keyring import read_from_keyring
print(read_from_keyring(f"till {file_id_of(Path(sys.argv[1]))} key"))
"""
