"""The window itself: its size, and what closing it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow


class TillWindow(QMainWindow):
    """Made for 1366 by 768, usable from 1024 by 600; asks to stop the till when it closes."""

    def __init__(self, *, closing: Callable[[], object]) -> None:
        super().__init__()
        self._closing = closing
        self.setWindowTitle("pos-app")
        self.setMinimumSize(1000, 580)
        self.resize(1366, 768)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        self._closing()
        event.accept()
