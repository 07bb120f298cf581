"""The screen locks by itself: a desk that nobody touches must not stay open under somebody's name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

LOCK_AFTER_MS = 3 * 60_000
"""SYNC.md § 5. The basket in progress is kept."""
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleLock(QObject):
    """`idle` is emitted once nobody has touched the watched window for `after_ms`."""

    idle = Signal()

    def __init__(self, parent: QObject | None = None, *, after_ms: int = LOCK_AFTER_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self.idle)

    def watch(self, window: QWindow) -> None:
        window.installEventFilter(self)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if event.type() in _TOUCHES:
            self._timer.start()
        return False
