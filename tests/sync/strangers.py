"""What may stand where head office should: servers of one answer."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType

from pos_app.office.authority import Authority

Answer = bytes | Callable[[], Iterator[bytes]]


class Stranger:
    """Gives `answer` to whatever it is asked, over TLS where it has an `authority`; tills reach it at `address`."""

    def __init__(self, answer: Answer, *, authority: Authority | None = None) -> None:
        self._answer = answer
        self._context: ssl.SSLContext | None = None
        if authority:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(authority.server_certificate, authority.server_key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.asked = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="stranger")
        self._thread.start()

    def __enter__(self) -> Stranger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                accepted, _ = self._listener.accept()
                with suppress(OSError), accepted:
                    self._answer_to(accepted)

    def _answer_to(self, accepted: socket.socket) -> None:
        stream = self._context.wrap_socket(accepted, server_side=True) if self._context else accepted
        with stream:
            _read_request(stream) if self._context else stream.recv(64 * 1024)
            self.asked.set()
            for part in [self._answer] if isinstance(self._answer, bytes) else self._answer():
                stream.sendall(part)


def _read_request(stream: socket.socket) -> None:
    """To its end: a server that closes before takes its own answer back."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = stream.recv(64 * 1024)
        if not part:
            return
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    missing = int(length[1]) - len(body) if length else 0
    while missing > 0:
        missing -= len(stream.recv(missing))


def http(status: str, body: bytes, *headers: str) -> bytes:
    """A whole answer."""
    lines = (f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", "")
    return "\r\n".join(lines).encode() + body


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
    while True:
        yield bytes(64 * 1024)


def trickling() -> Iterator[bytes]:
    """A byte now and then: no time-out between two bytes ever ends it."""
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
    pause = threading.Event()
    while True:
        yield b" "
        pause.wait(0.05)
