"""Requests that end: when the till closes, or when an answer trickles in for ever.

A socket's time-out counts from one byte to the next, so it bounds neither. A thread beside the request does: it shuts
the socket down, which the request meets as a network that was cut.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection

LOOK_S = 0.25
"""How often a running request is looked at."""


class CuttablePool(HTTPSConnectionPool):
    """One host's connections, of which a test or a closing till may cut the last one made."""

    def __init__(self, host: str, port: int, **options: object) -> None:
        self._made: list[HTTPSConnection] = []
        made = self._made

        class Connection(HTTPSConnection):
            """Tells the pool of itself before it connects."""

            def connect(self) -> None:
                made[:] = [self]
                super().connect()

        self.ConnectionCls = Connection
        super().__init__(host, port, **options)  # type: ignore[arg-type]  # as urllib3 names and checks them

    @contextmanager
    def watched(self, *, limit_s: float, cancelled: Callable[[], bool]) -> Iterator[None]:
        """Cuts what runs inside after `limit_s` seconds, or once `cancelled` says so."""
        done = threading.Event()

        def watch() -> None:
            for _ in range(int(limit_s / LOOK_S)):
                if done.wait(LOOK_S):
                    return
                if cancelled():
                    break
            while not done.is_set():
                self._cut()
                done.wait(LOOK_S)

        watcher = threading.Thread(target=watch, name="sync watch", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def _cut(self) -> None:
        """The socket's own shutdown, under TLS: `SSLSocket.shutdown` is not made for two threads."""
        for connection in self._made:
            if connection.sock is not None:
                with suppress(OSError):
                    socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
