"""A thermal printer on a real socket: takes bytes, answers DLE EOT and GS r, and misbehaves as told."""

from __future__ import annotations

import enum
import re
import socket
import struct
import threading
from collections.abc import Mapping

from tests.printing.escpos_interpreter import printed
from tests.printing.escpos_paper import Paper

READY: Mapping[int, int] = {1: 0x12, 2: 0x12, 4: 0x12}
"""DLE EOT n: nothing wrong, by Epson's command reference."""
NO_PAPER: Mapping[int, int] = {1: 0x1A, 2: 0x32, 4: 0x72}
COVER_OPEN: Mapping[int, int] = {1: 0x1A, 2: 0x16, 4: 0x12}
OFFLINE: Mapping[int, int] = {1: 0x1A, 2: 0x12, 4: 0x12}
MUTE: Mapping[int, int] = {}

_QUESTION = re.compile(rb"\x10\x04([\x01-\x04])|\x1dr([\x01\x02])", re.DOTALL)
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing is a reset."""


class Mishap(enum.Enum):
    """What happens once `TcpPrinter.takes` bytes are in."""

    CUT = enum.auto()
    STALL = enum.auto()
    PAPER_OUT = enum.auto()


class TcpPrinter:
    """Listens on a free port until closed. `answers` are those to DLE EOT; `confirms`: it answers GS r, in order."""

    def __init__(
        self,
        answers: Mapping[int, int] = READY,
        *,
        confirms: bool = True,
        takes: int = 1 << 30,
        then: Mishap = Mishap.CUT,
        width: int = 576,
    ) -> None:
        self.answers, self.confirms, self._takes, self._then, self._width = answers, confirms, takes, then, width
        self.jobs: list[bytes] = []
        """What each connection brought, its questions taken out."""
        self._closing = threading.Event()
        self._ended, self._over = threading.Condition(), 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.05)
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def papers(self, connections: int) -> list[Paper]:
        """What came out of so many connections, once they are over: a paper each, where something was printed."""
        with self._ended:
            assert self._ended.wait_for(lambda: self._over >= connections, 10)
        return [printed(job, width=self._width) for job in self.jobs if job]

    def close(self) -> None:
        self._closing.set()
        self._thread.join(10)
        self._listening.close()

    def _work(self) -> None:
        while not self._closing.is_set():
            try:
                caller, _address = self._listening.accept()
            except TimeoutError:
                continue
            with caller:
                caller.settimeout(0.05)
                self._serve(caller)
            with self._ended:
                self._over += 1
                self._ended.notify_all()

    def _serve(self, caller: socket.socket) -> None:
        place = len(self.jobs)
        self.jobs.append(b"")
        waiting = b""
        while not self._closing.is_set():
            try:
                data = caller.recv(4096)
            except TimeoutError:
                continue
            except ConnectionResetError:
                return
            if not data:
                return
            waiting = self._answered(caller, waiting + data, place)
            if len(self.jobs[place]) >= self._takes and self._is_over(caller):
                return

    def _answered(self, caller: socket.socket, data: bytes, place: int) -> bytes:
        """Answers what is asked in `data`, keeps the rest as paper, and returns what may be half a question."""
        end = 0
        for asked in _QUESTION.finditer(data):
            self.jobs[place] += data[end : asked.start()]
            end = asked.end()
            if asked[1]:
                answer = self.answers.get(asked[1][0])
                caller.sendall(b"" if answer is None else bytes((answer,)))
            elif self.confirms and len(self.jobs[place]) < self._takes:
                caller.sendall(b"\x00")
        rest = data[end:]
        kept = next((length for length in (2, 1) if rest[-length:] in _BEGINNINGS), 0)
        self.jobs[place] += rest[: len(rest) - kept]
        return rest[len(rest) - kept :]

    def _is_over(self, caller: socket.socket) -> bool:
        match self._then:
            case Mishap.CUT:
                caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                return True
            case Mishap.STALL:
                self._closing.wait()
                return True
            case Mishap.PAPER_OUT:
                self.answers = NO_PAPER
                return False


_BEGINNINGS = (b"\x10", b"\x10\x04", b"\x1d", b"\x1dr")
