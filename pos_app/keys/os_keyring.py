"""The operating system's keyring, with its backend pinned and a time limit.

Never `keyrings.alt`: without D-Bus it stored the key in clear and reported success. A locked keyring blocks on a
prompt, hence the worker thread that may be left behind (SYNC.md § 5).
"""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pos_app.domain.refusals import Unavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "pos-app"
TIMEOUT_S = 20
"""Long enough for a person to answer the keyring's own prompt."""

_T = TypeVar("_T")


def read_from_keyring(name: str, *, timeout_s: int = TIMEOUT_S) -> str | None:
    """What the keyring holds under `name`, None where nothing.

    Raises Unavailable("keyring_missing", "keyring_locked", "keyring_timeout").
    """
    return _within(timeout_s, lambda: _backend().get_password(SERVICE, name))


def write_to_keyring(name: str, value: str, *, timeout_s: int = TIMEOUT_S) -> None:
    """Keeps `value` under `name`. Raises Unavailable as `read_from_keyring` does."""
    _within(timeout_s, lambda: _backend().set_password(SERVICE, name, value))


def _backend() -> KeyringBackend:
    """This platform's own keyring, never another that `keyring` might find."""
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Backend
    elif sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as Backend
    else:
        from keyring.backends.SecretService import Keyring as Backend
    return Backend()


def _within(timeout_s: int, work: Callable[[], _T]) -> _T:
    """Runs `work` in a thread of its own and gives up on it after `timeout_s`."""
    outcome: queue.SimpleQueue[tuple[_T | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put((work(), None))
        except Exception as error:  # noqa: BLE001  # the edge of a worker thread: told to the caller below
            outcome.put((None, error))

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        value, error = outcome.get(timeout=timeout_s)
    except queue.Empty:
        raise Unavailable("keyring_timeout", timeout_s=timeout_s) from None
    if error is not None:
        raise _classified(error) from error
    return value  # type: ignore[return-value]  # None only where T allows it


def _classified(error: Exception) -> Unavailable:
    from keyring.errors import InitError, KeyringLocked

    if isinstance(error, KeyringLocked | InitError):
        return Unavailable("keyring_locked")
    return Unavailable("keyring_missing", why=type(error).__name__)
