"""The ports that bytes leave through, each with a time limit: python-escpos opens them, and has none for writing.

Every port raises Unavailable("printer_unreachable") where it cannot be opened, "printer_silent" where it does not take
bytes in time and "printer_cut_off" where it goes away in the middle.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from pos_app.domain.refusals import Unavailable
from pos_app.printing.thermal.library import printers

OPEN_S = 5.0
SEND_S = 20.0
"""A printer works off its buffer meanwhile: a long slip takes seconds."""
AT_ONCE = 64
"""Bytes of an answer that are read together."""
_BITS_A_BYTE = 10
_LOOK_AGAIN_S = 0.01


class Port(Protocol):
    """`keeps`: what is sent stays in a file, so that no code may go there."""

    keeps: bool

    def open(self) -> None: ...

    def send(self, data: bytes) -> None: ...

    def answer(self, *, within_s: float) -> bytes:
        """What the printer said, empty where it said nothing in time."""
        ...

    def close(self) -> None:
        """Never waits for the printer."""
        ...


class NetworkPort:
    """A printer's own network socket, port 9100 by custom."""

    keeps = False

    def __init__(self, host: str, port: int = 9100, *, open_s: float = OPEN_S, send_s: float = SEND_S) -> None:
        self._address, self._open_s, self._send_s = (host, port), open_s, send_s

    def open(self) -> None:
        import socket  # a till without a printer on the network starts without it

        host, port = self._address
        self._printer = printers().Network(host, port, timeout=self._open_s)
        with opening():  # python-escpos leaves its socket open where it cannot connect, and knows no IPv6
            self._printer.device = socket.create_connection((host, port), timeout=self._open_s)

    def send(self, data: bytes) -> None:
        self._printer.device.settimeout(self._send_s)
        with talking():
            self._printer.device.sendall(data)

    def answer(self, *, within_s: float) -> bytes:
        self._printer.device.settimeout(within_s)
        with talking():
            try:
                said: bytes = self._printer.device.recv(AT_ONCE)
            except TimeoutError:
                return b""
            if not said:
                raise ConnectionResetError
        return said

    def close(self) -> None:
        self._printer.close()


class SerialPort:
    """A serial port, or one that a USB adapter makes."""

    keeps = False

    def __init__(self, device: str, baud: int = 38400, *, send_s: float = SEND_S) -> None:
        self._device, self._baud, self._send_s = device, baud, send_s

    def open(self) -> None:
        with opening():
            self._printer = printers().Serial(self._device, baudrate=self._baud, timeout=OPEN_S)
            self._printer.open()

    def send(self, data: bytes) -> None:
        line = self._printer.device
        line.write_timeout = self._send_s + len(data) * _BITS_A_BYTE / self._baud
        with talking():
            line.write(data)
            if not _emptied(line, within_s=line.write_timeout):
                raise TimeoutError

    def answer(self, *, within_s: float) -> bytes:
        line = self._printer.device
        line.timeout = within_s
        with talking():
            return bytes(line.read(1)) + bytes(line.read(line.in_waiting))

    def close(self) -> None:
        with talking():
            self._printer.device.reset_output_buffer()  # closing waits for what a stalled printer never takes
        self._printer.close()


def _emptied(line: Any, *, within_s: float) -> bool:
    """Whether what was written has left the computer; the system tells no other way than by its count."""
    until, pause = time.monotonic() + within_s, threading.Event()
    while line.out_waiting:
        if time.monotonic() > until:
            return False
        pause.wait(_LOOK_AGAIN_S)
    return True


@contextmanager
def opening() -> Iterator[None]:
    """What python-escpos and the system say when a port is not there, or its library is not, as Unavailable."""
    from escpos.exceptions import DeviceNotFoundError
    from usb.core import NoBackendError

    try:
        yield
    except (OSError, DeviceNotFoundError, NoBackendError, RuntimeError) as error:
        raise Unavailable("printer_unreachable") from error


@contextmanager
def talking() -> Iterator[None]:
    from serial import SerialTimeoutException
    from usb.core import USBTimeoutError

    try:
        yield
    except (TimeoutError, SerialTimeoutException, USBTimeoutError) as error:
        raise Unavailable("printer_silent") from error
    except OSError as error:
        raise Unavailable("printer_cut_off") from error
