"""A desktop session with a real keyring in it: gnome-keyring on a D-Bus of its own, unlocked, as SYNC.md § 5 says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]

_UNLOCKED = """
printf %s secret | "$1" --unlock --components=secrets >/dev/null
echo "$DBUS_SESSION_BUS_ADDRESS"
exec cat
"""
"""Says where the bus is, and stays until its standard input ends."""


@contextmanager
def keyring_session(home: Path, needs: Callable[[str], Path]) -> Iterator[Mapping[str, str]]:
    """The environment of a program in that session; the bus and the keyring end with it. `home` is its user's."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    environment = environment_of(home) | {"XDG_RUNTIME_DIR": str(runtime)}
    command: list[str | Path] = [
        needs("dbus-run-session"),
        "--",
        "sh",
        "-c",
        _UNLOCKED,
        "sh",
        needs("gnome-keyring-daemon"),
    ]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as session:
        assert session.stdin is not None
        assert session.stdout is not None
        assert session.stderr is not None
        address = session.stdout.readline().strip()
        try:
            assert address, session.stderr.read()
            yield environment | {"DBUS_SESSION_BUS_ADDRESS": address}
        finally:
            session.stdin.close()
            session.wait(timeout=60)


def environment_of(home: Path) -> dict[str, str]:
    """Of a user at `home` who has no keyring."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
