"""The storage thread: the one thread that writes, and does so in the order it was asked.

No Qt here: the desktop turns futures into signals, the headless day waits on them.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from pos_app.domain.refusals import Bug, Unavailable

_Owned = TypeVar("_Owned")
_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)


class StorageThread(Generic[_Owned]):
    """Runs acts on what it owns, one after the other. Its owner is made in the thread by `open_owned`.

    `when_idle` runs after acts once nothing more waits: checkpoint, mark. A Bug ends the taking of acts: the
    database stays as it is, further acts are refused with Unavailable("till_stopped"); `broken` then says so.
    """

    def __init__(
        self,
        open_owned: Callable[[], _Owned],
        *,
        name: str = "storage",
        when_idle: Callable[[_Owned], None] = lambda _owned: None,
        close_owned: Callable[[_Owned], None] = lambda _owned: None,
    ) -> None:
        self._tasks: queue.SimpleQueue[tuple[Future[object], Callable[[_Owned], object]] | None] = queue.SimpleQueue()
        self._when_idle = when_idle
        self._close_owned = close_owned
        self._stopped = threading.Event()
        self.broken = False
        self._opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._work, args=(open_owned,), name=name, daemon=True)
        self._thread.start()

    @property
    def opened(self) -> Future[None]:
        """Done when what the thread owns is open; holds the error where it could not be."""
        return self._opened

    def submit(self, act: Callable[[_Owned], _Result]) -> Future[_Result]:
        """Asks for `act`; its result, or what it raised, arrives in the future. Never blocks."""
        future: Future[_Result] = Future()
        if self._stopped.is_set():
            future.set_exception(Unavailable("till_stopped"))
        else:
            self._tasks.put((future, act))  # type: ignore[arg-type]  # each future keeps the type of its own act
        return future

    def close(self) -> None:
        """Finishes what was asked, closes what the thread owns and ends it."""
        self._tasks.put(None)
        self._thread.join()

    def _work(self, open_owned: Callable[[], _Owned]) -> None:
        try:
            owned = open_owned()
        except BaseException as error:  # noqa: BLE001  # the edge of a thread: told through `opened`
            self._stopped.set()
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        while (task := self._tasks.get()) is not None:
            self._run(task, owned)
            if self._tasks.empty() and not self.broken:
                self._idle(owned)
        self._stopped.set()
        self._refuse_the_rest()
        self._close_owned(owned)

    def _run(self, task: tuple[Future[object], Callable[[_Owned], object]], owned: _Owned) -> None:
        future, act = task
        if not future.set_running_or_notify_cancel():
            return
        if self._stopped.is_set():
            future.set_exception(Unavailable("till_stopped"))
            return
        try:
            result = act(owned)
        except Exception as error:  # noqa: BLE001  # the edge of a worker thread: told through the future
            if isinstance(error, Bug):
                _log.error("the till stops taking acts: %s", error, exc_info=error)
                self.broken = True
                self._stopped.set()
            future.set_exception(error)
        else:
            future.set_result(result)

    def _idle(self, owned: _Owned) -> None:
        try:
            self._when_idle(owned)
        except Exception:  # noqa: BLE001  # a mark or checkpoint that failed must not end the thread
            _log.exception("idle work failed")

    def _refuse_the_rest(self) -> None:
        while not self._tasks.empty():
            task = self._tasks.get()
            if task is not None:
                task[0].set_exception(Unavailable("till_stopped"))
