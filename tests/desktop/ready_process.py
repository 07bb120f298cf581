"""`pos-app till` in a process that says on standard output when its window can be used, and what it then holds.

First line: "ready", once the names of the sign-in page are painted. Second: JSON of what is loaded. Then it closes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pos_app import cli
from pos_app.desktop import application

# isort: split
from PySide6.QtCore import QEvent, QObject, QTimer  # not before the program itself loads it

if TYPE_CHECKING:  # no import of its own: only what the program loads counts
    from pos_app.counter.preferences import Preferences
    from pos_app.desktop.window import TillView

STATM = Path("/proc/self/statm")
LIMIT_MS = 60_000


class Painted(QObject):
    """Calls `then` when the first of what it is installed on has been painted."""

    def __init__(self, parent: QObject, then: Callable[[], object]) -> None:
        super().__init__(parent)
        self._then: Callable[[], object] | None = then

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if self._then is not None and event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._then)
            self._then = None
        return False


class WatchedDesktop(application.Desktop):
    """Tells when somebody could sign in."""

    def start(self) -> None:
        super().start()
        self._painted = Painted(self, self._tell_ready)
        QTimer.singleShot(LIMIT_MS, self, lambda: self._cannot_open(TimeoutError()))

    def remake(self, chosen: Preferences) -> None:
        super().remake(chosen)
        self.desk.accounts_changed.connect(self._watch)

    def _cannot_open(self, error: BaseException) -> None:
        raise SystemExit(f"no ready: {error}")

    def _ask_to_unlock(self, error: BaseException) -> None:
        raise SystemExit(f"no ready: {error}")

    def _watch(self) -> None:
        for button in cast("TillView", self.view).sign_in.people.values():
            button.installEventFilter(self._painted)

    def _tell_ready(self) -> None:
        print("ready", flush=True)
        resident_b = int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        print(json.dumps({"modules": sorted(sys.modules), "resident_b": resident_b}), flush=True)
        self.window.close()


if __name__ == "__main__":
    application.Desktop = WatchedDesktop  # type: ignore[misc]  # the command then makes this one
    sys.exit(cli.main(["till", "--data", sys.argv[1], "--marks", sys.argv[2], "--key-stdin"]))
