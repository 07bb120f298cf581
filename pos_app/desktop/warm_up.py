"""What the first sale, its paper and the first sync need, loaded while the PIN is keyed.

Later it would be loaded by whoever needs it first, in the middle of selling: seconds of imports that take the
interpreter from the GUI thread again and again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from importlib import import_module

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
_log = logging.getLogger(__name__)


class WarmUp:
    """Loads `MODULES` and then does what `more` gives, step by step, in a thread of its own, until it is closed."""

    def __init__(self, more: Callable[[], Iterator[object]]) -> None:
        self._more = more
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._load, name="warm-up")
        self._thread.start()

    @property
    def ended(self) -> bool:
        return not self._thread.is_alive()

    def close(self) -> None:
        """It ends after the step at hand; nobody waits for it."""
        self._closing.set()

    def _load(self) -> None:
        try:
            for _step in self._steps():
                if self._closing.is_set():
                    return
        except Exception:  # noqa: BLE001  # the edge of a thread: whoever needs it will be told
            _log.exception("what is needed later could not be loaded now")

    def _steps(self) -> Iterator[object]:
        yield from map(import_module, MODULES)
        yield from self._more()
