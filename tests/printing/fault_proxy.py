"""A network that fails between the till and a printer: real sockets on both sides, and a fault between them."""

from __future__ import annotations

import enum
import socket
import struct
import threading

_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: closing is a reset."""
_LOOK_S = 0.05
_PATIENCE_S = 20


class Fault(enum.Enum):
    """`CUTS` and `STALLS` begin once `after` bytes went through."""

    NONE = enum.auto()
    REFUSES = enum.auto()
    CUTS = enum.auto()
    STALLS = enum.auto()


class FaultProxy:
    """Listens on a port of its own and passes bytes both ways, as far as its fault lets it.

    `held` is set once a connection stalls; it then stays so until the fault is taken away, which cuts it.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._fault, self._after = Fault.NONE, 0
        self.held = threading.Event()
        self._mended = threading.Event()
        self._closing = threading.Event()
        self._listening: socket.socket | None = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._work, args=(self._listening,), daemon=True)
        self._thread.start()

    def fail(self, fault: Fault, *, after: int = 0) -> None:
        """From the next connection on."""
        self.held.clear()
        self._mended.clear()
        self._fault, self._after = fault, after
        if fault is Fault.REFUSES:
            self._stop_listening()

    def mend(self) -> None:
        """Everything passes again; what was stalled is cut."""
        refused, self._fault = self._fault is Fault.REFUSES, Fault.NONE
        self._mended.set()
        if refused:
            self._closing = threading.Event()
            self._listening = socket.create_server(("127.0.0.1", self.port))
            self._thread = threading.Thread(target=self._work, args=(self._listening,), daemon=True)
            self._thread.start()

    def close(self) -> None:
        self._mended.set()
        self._stop_listening()

    def _stop_listening(self) -> None:
        self._closing.set()
        self._thread.join(_PATIENCE_S)
        if self._listening is not None:
            self._listening.close()

    def _work(self, listening: socket.socket) -> None:
        listening.settimeout(_LOOK_S)
        closing = self._closing
        while not closing.is_set():
            try:
                caller, _address = listening.accept()
            except TimeoutError:
                continue
            with caller, socket.create_connection(("127.0.0.1", self._target), timeout=_PATIENCE_S) as printer:
                self._pass(caller, printer, closing)

    def _pass(self, caller: socket.socket, printer: socket.socket, closing: threading.Event) -> None:
        """Both ways until either side hangs up, or the fault comes."""
        passed = 0
        back = threading.Thread(target=self._pass_back, args=(printer, caller), daemon=True)
        back.start()
        caller.settimeout(_LOOK_S)
        while not closing.is_set():
            room = self._after - passed if self._fault in (Fault.CUTS, Fault.STALLS) else 4096
            if room <= 0:
                self._break(caller)
                break
            try:
                data = caller.recv(min(room, 4096))
            except TimeoutError:
                continue
            except OSError:
                break
            if not data:
                break
            printer.sendall(data)
            passed += len(data)
        printer.shutdown(socket.SHUT_RDWR)
        back.join(_PATIENCE_S)

    def _pass_back(self, printer: socket.socket, caller: socket.socket) -> None:
        try:
            while data := printer.recv(4096):
                if self._fault is not Fault.STALLS or not self.held.is_set():
                    caller.sendall(data)
        except OSError:
            return

    def _break(self, caller: socket.socket) -> None:
        if self._fault is Fault.STALLS:
            self.held.set()
            self._mended.wait(_PATIENCE_S)
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
