"""The operating system's keyring: a real one, none at all, and one that does not answer."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.domain.refusals import Unavailable
from pos_app.keys import os_keyring
from pos_app.keys.os_keyring import read_from_keyring, write_to_keyring
from tests.keys.keyring_session import ROOT, environment_of, keyring_session

_ROUND_TRIP = """
from pos_app.keys.os_keyring import read_from_keyring, write_to_keyring
assert read_from_keyring("till") is None
write_to_keyring("till", "a key")
write_to_keyring("till", "another key")
print(read_from_keyring("till"), read_from_keyring("other"))
"""

_WITHOUT = """
from pos_app.domain.refusals import Unavailable
from pos_app.keys.os_keyring import write_to_keyring
try:
    write_to_keyring("till", "a key")
except Unavailable as error:
    print(error.code)
"""


def test_a_real_keyring_keeps_what_it_was_given(needs: Callable[[str], Path], tmp_path: Path) -> None:
    with keyring_session(tmp_path, needs) as session:
        told = subprocess.run(
            [sys.executable, "-c", _ROUND_TRIP],
            env=session,
            capture_output=True,
            check=False,
            cwd=ROOT,
            text=True,
            timeout=60,
        )
    assert told.stdout == "another key None\n", told.stderr
    kept = b"".join(path.read_bytes() for path in (tmp_path / ".local").rglob("*") if path.is_file())
    assert kept
    assert b"another key" not in kept


def test_without_a_keyring_nothing_is_kept_in_clear(tmp_path: Path) -> None:
    """`keyrings.alt` would store it in a file and report success."""
    told = subprocess.run(
        [sys.executable, "-c", _WITHOUT],
        env=environment_of(tmp_path),
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
        timeout=60,
    )
    assert told.stdout == "keyring_missing\n"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


class _Scripted:
    """A keyring backend that does what a test says."""

    def __init__(self, answer: Callable[[], str | None]) -> None:
        self._answer = answer

    def get_password(self, service: str, name: str) -> str | None:
        return self._answer()

    def set_password(self, service: str, name: str, value: str) -> None:
        self._answer()


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], str | None]], None]:
    def use(answer: Callable[[], str | None]) -> None:
        monkeypatch.setattr(os_keyring, "_backend", lambda: _Scripted(answer))

    return use


def test_a_keyring_that_asks_and_gets_no_answer_is_given_up(
    scripted: Callable[[Callable[[], str | None]], None],
) -> None:
    answered = threading.Event()

    def wait_for_somebody() -> None:
        answered.wait(30)

    scripted(wait_for_somebody)
    with pytest.raises(Unavailable) as refused:
        read_from_keyring("till", timeout_s=0)
    assert refused.value.code == "keyring_timeout"
    answered.set()


def test_a_locked_keyring_is_told_apart_from_a_missing_one(
    scripted: Callable[[Callable[[], str | None]], None],
) -> None:
    from keyring.errors import InitError, KeyringLocked

    for error, code in (
        (KeyringLocked(), "keyring_locked"),
        (InitError(), "keyring_locked"),
        (OSError(), "keyring_missing"),
    ):

        def fail(error: Exception = error) -> None:
            raise error

        scripted(fail)
        with pytest.raises(Unavailable) as refused:
            write_to_keyring("till", "x")
        assert refused.value.code == code


def test_what_is_not_there_is_none(scripted: Callable[[Callable[[], str | None]], None]) -> None:
    scripted(lambda: None)
    assert read_from_keyring("till") is None
