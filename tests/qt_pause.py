"""Letting Qt and the other threads go on, in programs that drive the window without pytest-qt."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QTimer


def pause(ms: int) -> None:
    """Runs the event loop so long. `QTest.qWait` would keep Python from every other thread meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
