"""Wiping an operator's file after its codes were taken in, as far as a program can."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pos_app.domain.refusals import Unavailable
from pos_app.durable_file import sync_folder

_BLOCK = 1 << 20


def wipe_file(path: Path) -> None:
    """Overwrites `path` with random bytes, syncs it to the disk, and deletes it under another name.

    What this cannot promise is said where it is offered: an SSD or a USB stick writes elsewhere than before, and other
    copies (mail, backups, the recycle bin) stay. Raises Unavailable("file_not_wiped", file).
    """
    try:
        with path.open("r+b", buffering=0) as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(secrets.token_bytes(min(left, _BLOCK)))
            os.fsync(file.fileno())
        nameless = path.with_name(secrets.token_hex(8))
        path.rename(nameless)
        nameless.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise Unavailable("file_not_wiped", file=path.name) from error
