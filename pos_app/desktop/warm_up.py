"""What the first sale, its paper and the first sync need, loaded while the PIN is keyed.

Later it would be loaded by whoever needs it first, in the middle of selling: seconds of imports that take the
interpreter from the GUI thread again and again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from pos_app.desktop.desk import Desk

MODULES = (
    "pos_app.counter.sell",
    "pos_app.counter.void_basket",
    "pos_app.counter.print_documents",
    "pos_app.counter.reveal_code",
    "pos_app.printing.writers",
    "pos_app.desktop.backup_watch",
    "pos_app.desktop.network_watch",
    "urllib3",
    "pos_app.sync.cuttable",
    "pos_app.sync.run",
    "pos_app.counter.sync_outbox",
    "pos_app.counter.record_sync",
)
AFTER_MS = 500
"""The window makes its sale page before (`PREPARE_MS`)."""
_log = logging.getLogger(__name__)


class WarmUp(QObject):
    """Loads `MODULES` and then what the desk's printers need, step by step, in a thread of its own, until it is closed.
    It begins once it is said who may sign in, however long that took."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._printing = desk.running.printing
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._load, name="warm-up")
        desk.accounts_changed.connect(self._begin_soon, Qt.ConnectionType.SingleShotConnection)

    @property
    def ended(self) -> bool:
        return self._thread.ident is not None and not self._thread.is_alive()

    def close(self) -> None:
        """It ends after the step at hand; nobody waits for it."""
        self._closing.set()

    def _begin_soon(self) -> None:
        QTimer.singleShot(AFTER_MS, self, self._begin)

    def _begin(self) -> None:
        if not self._closing.is_set():
            self._thread.start()

    def _load(self) -> None:
        try:
            for _step in self._steps():
                if self._closing.is_set():
                    return
        except Exception:  # noqa: BLE001  # the edge of a thread: whoever needs it will be told
            _log.exception("what is needed later could not be loaded now")

    def _steps(self) -> Iterator[object]:
        yield from map(import_module, MODULES)
        yield from self._printing.warm_up()
