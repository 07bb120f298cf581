"""Ports of printers beside the computer: USB, the Windows spooler, device files and plain files."""

from __future__ import annotations

import os
import select
import time
from pathlib import Path
from typing import Any

from pos_app.domain.refusals import Unavailable
from pos_app.printing.thermal.library import printers
from pos_app.printing.thermal.ports import AT_ONCE, SEND_S, opening, talking

_PRINTER_CLASS = 7
_INWARDS = 0x80


class UsbPort:
    """A printer of USB's printer class, by its vendor's and its own number, or the first one that is found. `options`
    go to usb.core.find."""

    keeps = False

    def __init__(self, vendor: int = 0, product: int = 0, *, send_s: float = SEND_S, **options: object) -> None:
        self._numbers, self._send_s, self._options = (vendor, product), send_s, options
        if not vendor:
            self._options["custom_match"] = _is_printer

    def open(self) -> None:
        vendor, product = self._numbers
        self._printer = printers().Usb(vendor, product, usb_args=dict(self._options))
        with opening():
            self._printer.open()
            self._out, self._in = _endpoints(self._printer.device)

    def send(self, data: bytes) -> None:
        with talking():
            self._printer.device.write(self._out, data, round(self._send_s * 1000))

    def answer(self, *, within_s: float) -> bytes:
        from usb.core import USBTimeoutError

        with talking():
            try:
                return bytes(self._printer.device.read(self._in, AT_ONCE, round(within_s * 1000)))
            except USBTimeoutError:
                return b""

    def close(self) -> None:
        self._printer.close()


class WindowsPort:
    """A queue of the Windows spooler, which takes bytes as they are and tells nothing of the paper.

    The spooler deletes its own file once printed; a queue that keeps printed documents must not be used for codes.
    """

    keeps = False

    def __init__(self, queue: str) -> None:
        self._queue = queue

    def open(self) -> None:
        with opening():
            self._printer = printers().Win32Raw(self._queue)
            self._printer.open("pos-app")

    def send(self, data: bytes) -> None:
        from pywintypes import error as windows_error

        try:
            self._printer._raw(data)  # noqa: SLF001  # python-escpos's documented way to send bytes
        except windows_error as error:
            raise Unavailable("printer_cut_off") from error

    def answer(self, *, within_s: float) -> bytes:  # noqa: ARG002  # the spooler answers at once: nothing
        return b""

    def close(self) -> None:
        self._printer.close()


class DevicePort:
    """The system's own device file of a printer (/dev/usb/lp0)."""

    keeps = False

    def __init__(self, path: Path, *, send_s: float = SEND_S) -> None:
        self._path, self._send_s = path, send_s

    def open(self) -> None:
        with opening():
            if not self._path.is_char_device():
                raise FileNotFoundError(self._path)
            self._file = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)

    def send(self, data: bytes) -> None:
        until = time.monotonic() + self._send_s
        with talking():
            while data:
                if not select.select([], [self._file], [], max(0.0, until - time.monotonic()))[1]:
                    raise TimeoutError
                data = data[os.write(self._file, data) :]

    def answer(self, *, within_s: float) -> bytes:
        with talking():
            readable = select.select([self._file], [], [], within_s)[0]
            return os.read(self._file, AT_ONCE) if readable else b""

    def close(self) -> None:
        os.close(self._file)


class FilePort:
    """A plain file, which keeps what a printer would have been sent."""

    keeps = True

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self) -> None:
        with opening():
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def send(self, data: bytes) -> None:
        with talking():
            os.write(self._file, data)
            os.fsync(self._file)

    def answer(self, *, within_s: float) -> bytes:  # noqa: ARG002  # a file answers at once: nothing
        return b""

    def close(self) -> None:
        os.close(self._file)


def _is_printer(device: Any) -> bool:
    return any(interface.bInterfaceClass == _PRINTER_CLASS for config in device for interface in config)


def _endpoints(device: Any) -> tuple[int, int]:
    """Where the printer takes bytes and where it answers: they differ from one model to the next."""
    for interface in device.get_active_configuration():
        if interface.bInterfaceClass == _PRINTER_CLASS:
            found = [endpoint.bEndpointAddress for endpoint in interface]
            outwards = [address for address in found if not address & _INWARDS]
            inwards = [address for address in found if address & _INWARDS]
            return outwards[0], inwards[0] if inwards else _INWARDS
    raise Unavailable("printer_unreachable")
