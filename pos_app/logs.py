"""The log: a rotating file beside the till's data, and no secret in it by design.

Nothing sensitive is formatted: keys and words live in classes whose `repr` hides them, and an error's text is its
code and parameters.
"""

from __future__ import annotations

import logging
import logging.handlers
import sys
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s %(message)s"


def start_logging(folder: Path, *, name: str) -> None:
    """Writes warnings and worse to `folder`/`name`.log: five files of a megabyte at most; forbids core dumps."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / f"{name}.log", maxBytes=1_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    forbid_core_dumps()


def forbid_core_dumps() -> None:
    """A crash must not leave keys on the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
