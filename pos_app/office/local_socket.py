"""A Unix socket for a reverse proxy on the same machine, which does the TLS: one for each process of head office."""

from __future__ import annotations

import socket
from pathlib import Path

from pos_app.domain.refusals import Unavailable

PREFIX = "unix:"
_FOR_THE_GROUP = 0o660
"""Who may enter the folder that it lies in is the service manager's matter; nobody else reaches it either way."""


def local_socket(path: Path) -> socket.socket:
    """A socket bound to `path`; what a process that is gone left there makes way. Raises Unavailable("path_taken")."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if path.is_socket() and not _answers(path):
            path.unlink()
        listener.bind(str(path))
        path.chmod(_FOR_THE_GROUP)
    except OSError as error:
        listener.close()
        raise Unavailable("path_taken", path=str(path), why=str(error.strerror)) from error
    return listener


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(str(path)) == 0
