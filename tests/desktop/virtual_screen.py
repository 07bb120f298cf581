"""A screen that exists in memory (Xvfb), a keyboard on it (xdotool), and eyes: its pixels, read from its file.

There is no window manager, so the keyboard goes where it is pointed, and closing a window is asked as one would ask.
"""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

WIDTH, HEIGHT = 1366, 768
TIMEOUT_S = 60
PERSON_MS, SCANNER_MS = 60, 4
"""Between two keys."""

_LOOK_AGAIN_S = 0.02
_CLIENT_MESSAGE = 33


def wait_until(holds: Callable[[], object], what: str, *, timeout_s: float = TIMEOUT_S) -> None:
    """Looks again and again until `holds`; fails after `timeout_s`, saying `what` did not come."""
    until, pause = time.monotonic() + timeout_s, threading.Event()
    while not holds():
        assert time.monotonic() < until, f"waited {timeout_s} s in vain for: {what}"
        pause.wait(_LOOK_AGAIN_S)


class VirtualScreen:
    """`environment` is that of the programs to be shown on it."""

    def __init__(self, display: str, picture: Path) -> None:
        self._picture = picture
        self._display = display
        self.environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}

    def focus_window(self, title: str) -> str:
        """Waits for the window of this title and gives it the keyboard; its number."""
        command = ["search", "--sync", "--onlyvisible", "--name", f"^{title}$"]
        window = self._xdotool(command).split()[-1]
        self._xdotool(["windowfocus", "--sync", window])
        return window

    def press(self, *keys: str, gap_ms: int = PERSON_MS) -> None:
        """Strikes keys by their X names ("F12", "Return", "a") one after the other, a person's pace apart."""
        self._xdotool(["key", "--delay", str(gap_ms), *keys])

    def scan(self, barcode: str) -> None:
        """As a scanner does: all at once, and Enter."""
        self.press(*barcode, "Return", gap_ms=SCANNER_MS)

    def shows(self, colour: str, *, least: int = 300) -> bool:
        """Whether at least so many pixels have this colour ("#0f766e")."""
        red, green, blue = bytes.fromhex(colour.removeprefix("#"))
        return self._pixels().count(bytes((blue, green, red))) >= least

    def ask_to_close(self, window: str) -> None:
        """What a window manager sends for the cross in the corner (ICCCM § 4.2.8.1)."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = ctypes.c_ulong
        display = ctypes.c_void_p(x11.XOpenDisplay(self._display.encode()))
        protocols, delete = (x11.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
        message = struct.pack("iLiPLLi4x5l", _CLIENT_MESSAGE, 0, 1, 0, int(window), protocols, 32, delete, 0, 0, 0, 0)
        event = ctypes.create_string_buffer(message, 24 * ctypes.sizeof(ctypes.c_long))
        x11.XSendEvent(display, ctypes.c_ulong(int(window)), 0, ctypes.c_long(0), event)
        x11.XCloseDisplay(display)

    def _pixels(self) -> bytes:
        """Four bytes a pixel: blue, green, red, nothing. The file is in xwd's format."""
        content = self._picture.read_bytes()
        header_bytes, colours = (struct.unpack_from(">I", content, at)[0] for at in (0, 19 * 4))
        return content[header_bytes + 12 * colours :]

    def _xdotool(self, command: Sequence[str]) -> str:
        return subprocess.run(
            ["xdotool", *command], env=self.environment, check=True, capture_output=True, text=True, timeout=TIMEOUT_S
        ).stdout


@contextmanager
def virtual_screen(folder: Path, needs: Callable[[str], Path]) -> Iterator[VirtualScreen]:
    """A screen of its own number, which Xvfb chooses and tells; it ends with the block. `folder` holds its pixels."""
    needs("xdotool")
    folder.mkdir()
    read, write = os.pipe()
    command: list[str | Path] = [
        needs("Xvfb"), "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
        "-fbdir", folder, "-nolisten", "tcp", "-noreset",
    ]  # fmt: skip
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        try:
            with os.fdopen(read) as told:
                number = told.readline().strip()
            assert number, "Xvfb did not start"
            yield VirtualScreen(f":{number}", folder / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait(timeout=TIMEOUT_S)
