"""One process owns a till's database: a second one is refused before it opens anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

from pos_app.domain.refusals import Refusal

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_PID_OFFSET = 1
"""The first byte is what Windows locks, and what is locked cannot be read there."""


class ProcessLock:
    """Held until `release` or the end of the process, however it ends: the system lets go of it."""

    def __init__(self, path: Path) -> None:
        """Raises Refusal("till_already_open", pid) where another process holds it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._file = os.fdopen(descriptor, "r+b")
        try:
            _lock(self._file)
        except OSError:
            self._file.seek(_PID_OFFSET)
            pid = self._file.read(20).decode(errors="replace").strip()
            self._file.close()
            raise Refusal("till_already_open", pid=pid or "?") from None
        self._file.seek(0)
        self._file.truncate()
        self._file.write(b" " + str(os.getpid()).encode())
        self._file.flush()

    def release(self) -> None:
        self._file.close()
