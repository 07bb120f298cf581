"""A thread beside the requests, which works when it is woken."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Self

from pos_app.domain.refusals import Unavailable

_log = logging.getLogger(__name__)


class WokenThread:
    """Runs while its `with` block lasts. Several processes may each have one: what it works on is locked there."""

    def __init__(self, name: str, *, retry_s: int) -> None:
        self._name = name
        self._retry_s = retry_s
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def wake(self) -> None:
        """There is something to do."""
        self._woken.set()

    def __enter__(self) -> Self:
        self._woken.set()  # what an earlier process did not come to
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._woken.set()
        self._thread.join()

    def _run(self) -> None:
        raise NotImplementedError

    def _failed(self, error: Exception) -> None:
        """Says so, and wakes the thread again after a while, unless it is stopped."""
        level = logging.INFO if isinstance(error, Unavailable) else logging.ERROR
        _log.log(level, "%s wait: %s", self._name, error, exc_info=error)
        self._stopped.wait(self._retry_s)
        self._woken.set()
