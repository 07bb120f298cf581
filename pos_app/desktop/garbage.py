"""Python's cycle collector, kept to the GUI thread.

CPython collects in whichever thread happens to allocate. A cycle that holds a widget would then be destroyed by the
storage or the sync thread, and Qt crashes the program. So automatic collection is off and a timer collects here.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PERIOD_MS = 1_000
FREEZE_MS = 5_000
"""What was loaded by then stays for good: no collection walks over it again, which took the GUI thread 40 ms."""


class GuiGarbage(QObject):
    """Collects in the thread that made it, a generation at a time, by the interpreter's own thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_what_is_due)
        self._timer.start(PERIOD_MS)
        QTimer.singleShot(FREEZE_MS, self, gc.freeze)

    def collect_what_is_due(self) -> None:
        due = [
            generation
            for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > threshold
        ]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """Collects all there is, then gives collection back to the interpreter."""
        self._timer.stop()
        gc.collect()
        gc.enable()
