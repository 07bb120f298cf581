"""The log: a rotating file beside the till's data, and no secret in it by design.

Nothing sensitive is formatted: keys and words live in classes whose `repr` hides them, and an error's text is its
code and parameters.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s %(message)s"


def start_logging(folder: Path, *, name: str) -> None:
    """Writes warnings and worse to `folder`/`name`.log: five files of a megabyte at most; forbids core dumps."""
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger().addHandler(_TroubleLog(folder / f"{name}.log"))
    forbid_core_dumps()


def forbid_core_dumps() -> None:
    """A crash must not leave keys on the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _TroubleLog(logging.Handler):
    """A rotating file from its first record on: a start without trouble neither loads nor opens anything."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(self._path, maxBytes=1_000_000, backupCount=4, encoding="utf-8")
            self._file.setFormatter(logging.Formatter(_FORMAT))
        self._file.handle(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()
