"""A network that cuts and stalls: a proxy of bytes that knows nothing of TLS."""

from __future__ import annotations

import selectors
import socket
import struct
import threading
from enum import Enum
from types import TracebackType

_RESET = struct.pack("ii", 1, 0)
_CHUNK = 16 * 1024


class Direction(Enum):
    """Which way bytes go: from the till, or to it."""

    UP = "up"
    DOWN = "down"


class BadNetwork:
    """Stands between a till and `office` ("host:port"); tills reach it at `address`.

    After `cut_after` bytes in the `cut` direction, counted over all connections, each connection is reset and no new
    one is taken. After `stall_after` bytes up, bytes go no further until `resume`; `stalled` is then set. `passed`
    counts the bytes that went through, `connections` those that were made.
    """

    def __init__(
        self,
        office: str,
        *,
        cut: Direction = Direction.UP,
        cut_after: int | None = None,
        stall_after: int | None = None,
    ) -> None:
        host, _, port = office.rpartition(":")
        self._office = (host, int(port))
        self._cut, self._cut_after, self._stall_after = cut, cut_after, stall_after
        self.passed = {Direction.UP: 0, Direction.DOWN: 0}
        self.connections = 0
        self.stalled = threading.Event()
        self._resumed = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._wake, self._waker = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, name="bad network")
        self._thread.start()

    def resume(self) -> None:
        self._stall_after = None
        self._resumed.set()

    def __enter__(self) -> BadNetwork:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waker.send(b"x")
        self._resumed.set()
        self._thread.join()
        for each in (self._wake, self._waker, self._listener):
            each.close()

    def _serve(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._listener, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while True:
                ready = [key for key, _ in selector.select()]
                if any(key.fileobj is self._wake for key in ready):
                    break
                for key in ready:
                    if key.fileobj is self._listener:
                        self._connect(selector)
                    elif key.fd in selector.get_map():
                        self._pass_on(selector, key)
            for key in list(selector.get_map().values()):
                if key.data:
                    self._reset(selector, key)

    def _connect(self, selector: selectors.BaseSelector) -> None:
        till, _ = self._listener.accept()
        self.connections += 1
        if self._is_cut():
            till.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            till.close()
            return
        office = socket.create_connection(self._office)
        selector.register(till, selectors.EVENT_READ, (office, Direction.UP))
        selector.register(office, selectors.EVENT_READ, (till, Direction.DOWN))

    def _pass_on(self, selector: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
        """Moves bytes from one end to the other, up to the byte where the network fails."""
        assert isinstance(key.fileobj, socket.socket)
        to, direction = key.data
        try:
            content = key.fileobj.recv(_CHUNK)
            if self._cut_after is not None and direction is self._cut:
                content = content[: max(0, self._cut_after - self.passed[direction])]
            to.sendall(content)
        except OSError:
            content = b""
        self.passed[direction] += len(content)
        if not content or self._is_cut():
            self._reset(selector, key)
        elif self._stall_after is not None and self.passed[Direction.UP] >= self._stall_after:
            self.stalled.set()
            self._resumed.wait()

    def _is_cut(self) -> bool:
        return self._cut_after is not None and self.passed[self._cut] >= self._cut_after

    def _reset(self, selector: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
        assert isinstance(key.fileobj, socket.socket)
        ends: tuple[socket.socket, socket.socket] = (key.fileobj, key.data[0])
        for each in ends:
            if each.fileno() < 0:
                continue
            selector.unregister(each)
            each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            each.close()
