"""What holds for every test: an own home, no screen, no network but this computer, no unexpected log record."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from pos_app.i18n import use_language

if not os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

_LOOPBACK = ("127.", "::1", "localhost")


class _Unexpected(logging.Handler):
    """Collects records of WARNING and worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing a test does reaches the user's folders."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def garbage_in_the_main_thread() -> Iterator[None]:
    """A cycle that holds a widget must not be collected by another thread: Qt would crash (pos_app.desktop.garbage)."""
    gc.disable()
    yield
    if gc.get_count()[0] > _GARBAGE:
        gc.collect()


_GARBAGE = 50_000
"""Objects that may wait: a full collection takes 50 ms."""


@pytest.fixture(autouse=True)
def in_french() -> None:
    use_language("fr")


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, as in qutebrowser's suite; `expected_log` takes those that belong."""
    handler = _Unexpected()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    taken = request.node.stash.get(_EXPECTED, [])
    unexpected = [r for r in handler.records if not any(part in r.getMessage() for part in taken)]
    assert not unexpected, [record.getMessage() for record in unexpected]


_EXPECTED = pytest.StashKey[list[str]]()


@pytest.fixture
def expected_log(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """`expected_log("part")`: a log record that holds this belongs to the test."""
    parts: list[str] = request.node.stash.setdefault(_EXPECTED, [])
    return parts.append


@pytest.fixture(autouse=True)
def only_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections leave this computer in no test."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if isinstance(host, str) and host and not host.startswith(_LOOPBACK):
            raise AssertionError(f"a test connects to {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A test ends the threads that it began."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and not t.name.startswith(_KEPT_THREADS)]
    for thread in left:
        thread.join(timeout=10)
    assert not [t.name for t in left if t.is_alive()]


_KEPT_THREADS = ("postgres log", "office", "AnyIO", "pool-", "Dummy", "keyring", "QThread")
"""Threads of fixtures that outlive one test, and workers that libraries keep."""


@pytest.fixture
def needs() -> Callable[[str], Path]:
    """`needs("pdftotext")`: the tool's path; the test is skipped, saying so, where it is not installed."""

    def find(tool: str) -> Path:
        found = shutil.which(tool)
        if not found:
            pytest.skip(f"{tool} is not installed")
        return Path(found)

    return find
