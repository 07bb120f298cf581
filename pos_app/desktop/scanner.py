"""A barcode scanner as a keyboard: a burst of keys ending in Enter is a scan, wherever the focus is.

Keys of a possible burst are held back until they prove to be typing, so that a scan never types into an amount or a
PIN and its Enter never means "yes" (SYNC.md § 5). A person's keys come through unchanged, a few milliseconds later.
A burst with a character that no article's barcode has (head office's code for joining, an address) is typed where the
focus is, without its Enter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from shiboken6 import isValid

LONGEST_GAP_MS = 30
LONGEST_SCAN = 64
SHORTEST_SCAN = 4
"""Fewer keys at that speed may be a hand rolling over the keyboard."""

_ACCEPTED = re.compile(r"[0-9A-Za-z-]")
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(slots=True)
class Burst:
    """Keys that came so quickly after each other that they may be a scan. Times in milliseconds."""

    text: str = ""
    last_ms: int = 0

    def takes(self, character: str, at_ms: int) -> bool:
        """Adds a key; whether it continues the burst (the first one always does)."""
        if self.text and at_ms - self.last_ms > LONGEST_GAP_MS:
            return False
        if not _ACCEPTED.fullmatch(character) or len(self.text) >= LONGEST_SCAN:
            return False
        self.text += character
        self.last_ms = at_ms
        return True

    def ends(self, at_ms: int) -> bool:
        """Whether Enter at `at_ms` makes the burst a scan."""
        return len(self.text) >= SHORTEST_SCAN and at_ms - self.last_ms <= LONGEST_GAP_MS


@dataclass(slots=True)
class _Held:
    """Key presses held back, with where they were going."""

    events: list[tuple[QObject, QKeyEvent]] = field(default_factory=list)


class ScannerFilter(QObject):
    """Watches one window; `scanned` carries the text of each scan.

    Qt hands a key to the native window before any widget: watching that one object costs nothing elsewhere.
    """

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spoiled_ms = -LONGEST_GAP_MS - 1
        self._burst = Burst()
        self._held = _Held()
        self._replaying = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(LONGEST_GAP_MS + 5)
        self._patience.timeout.connect(self._let_go)

    def watch(self, window: QWindow) -> None:
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if self._replaying or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        at_ms = event.timestamp()
        if at_ms - self._spoiled_ms <= LONGEST_GAP_MS:
            self._spoiled_ms = at_ms
            return event.key() in _ENDS
        if event.key() in _ENDS:
            if self._burst.ends(at_ms):
                self._finish()
                return True
            self._let_go()
            return False
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and self._burst.takes(event.text(), at_ms):
            self._hold(watched, event)
            return True
        in_burst = bool(self._burst.text) and at_ms - self._burst.last_ms <= LONGEST_GAP_MS
        self._let_go()
        if plain and self._burst.takes(event.text(), at_ms):
            self._hold(watched, event)
            return True
        if in_burst and event.text():
            self._spoiled_ms = at_ms
        return False

    def _hold(self, watched: QObject, event: QKeyEvent) -> None:
        self._held.events.append((watched, event.clone()))
        self._patience.start()

    def _finish(self) -> None:
        self._patience.stop()
        text, self._burst, self._held = self._burst.text, Burst(), _Held()
        self.scanned.emit(text)

    def _let_go(self) -> None:
        """It was typing after all: the keys go where they were going."""
        self._patience.stop()
        held, self._burst, self._held = self._held, Burst(), _Held()
        self._replaying = True
        try:
            for watched, event in held.events:
                if isValid(watched):  # the window may have been closed meanwhile
                    QCoreApplication.sendEvent(watched, event)
        finally:
            self._replaying = False
