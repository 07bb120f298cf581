"""From the till's threads to the window's: futures and events arrive as calls on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import RLock
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

_Result = TypeVar("_Result")


class Bridge(QObject):
    """`happened` carries what the till's threads report with `tell`; `when_done` brings results home.

    A thread that is inside Qt when the interpreter ends takes the program down with a crash. So each call into Qt
    holds the lock, and `close`, the last thing before the end, waits for it and lets nobody in after it.
    """

    happened = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)
        self._crossing = RLock()
        self._closed = False

    def tell(self, event: object) -> None:
        """Emits `happened` on the GUI thread, whichever thread calls."""
        self._cross(lambda: self.happened.emit(event))

    def close(self) -> None:
        """From now on nothing arrives, and no thread is inside."""
        with self._crossing:
            self._closed = True

    def when_done(
        self,
        future: Future[_Result],
        done: Callable[[_Result], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Calls `done` or `failed` on the GUI thread once `future` is settled.

        `failed` is a method of whoever asked: where that page has gone meanwhile, nobody is told.
        """

        def deliver() -> None:
            asker = getattr(failed, "__self__", None)
            if isinstance(asker, QObject) and not isValid(asker):
                return
            error = future.exception()
            if error is None:
                done(future.result())
            else:
                failed(error)

        future.add_done_callback(lambda _settled: self._cross(lambda: self._arrived.emit(deliver)))

    def _cross(self, emit: Callable[[], object]) -> None:
        with self._crossing:
            if not self._closed:
                emit()
