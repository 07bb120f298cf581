"""The sync thread: runs one sync at a time, when asked, on its timer, and when the network seems back.

It holds no database connection. A failed sync is tried again after a wait that doubles up to 15 minutes, drawn at
random so that 500 tills do not come back together (full jitter, SYNC.md § 2); one that head office asked to wait stays
away for so long, and at most as long again.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future

from pos_app.domain.refusals import PosError, Unavailable
from pos_app.sync.slots import CYCLE_S

_log = logging.getLogger(__name__)

FIRST_WAIT_S = 30
LONGEST_WAIT_S = 15 * 60
AFTER_START_S = 60
"""The first sync comes within this, at random: tills are switched on at the same hour."""


class SyncThread:
    """Calls `work` in a thread of its own; `ended` hears its result or error. `enabled` says whether there is anything
    to sync with; `until_next`, in how many seconds the next one begins by itself, no later than `trickle_s`."""

    def __init__(
        self,
        work: Callable[[], object],
        *,
        enabled: Callable[[], bool],
        ended: Callable[[object], None],
        trickle_s: int = CYCLE_S,
        until_next: Callable[[], int] | None = None,
    ) -> None:
        self._work = work
        self._enabled = enabled
        self._ended = ended
        self._trickle_s = trickle_s
        self._until_next = until_next or (lambda: trickle_s)
        self._failures = 0
        self._asked_to_wait_s = 0
        self._started = False
        self._wanted = threading.Event()
        self._closing = threading.Event()
        self._interrupted = threading.Event()
        self._errands: list[tuple[Future[object], Callable[[], object], bool]] = []
        self._requested = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._loop, name="sync", daemon=True)
        self._thread.start()

    @property
    def closing(self) -> bool:
        """Whether a running sync should stop at its next step."""
        return self._closing.is_set()

    @property
    def stopping(self) -> bool:
        """Whether a running sync should stop at its next step: the till closes, or somebody asked."""
        return self.closing or self._interrupted.is_set()

    def interrupt(self) -> None:
        """Stops the sync that runs now; what it did stays done, and the next one goes on there."""
        self._interrupted.set()

    def request(self) -> None:
        """Asks for a sync now: the button, or the network that came back. Never blocks."""
        self._requested = True
        self._wanted.set()

    def run(self, errand: Callable[[], object], *, then_sync: bool = True) -> Future[object]:
        """Runs something else in this thread, so that it never meets a sync: joining head office, files on a stick.

        `then_sync`: a sync follows. What was not begun when the thread closes is cancelled.
        """
        future: Future[object] = Future()
        with self._lock:
            if self.closing:
                future.cancel()
            else:
                self._errands.append((future, errand, then_sync))
        self._wanted.set()
        return future

    def close(self) -> None:
        self._closing.set()
        self._wanted.set()
        self._thread.join()

    def _loop(self) -> None:
        while not self._closing.is_set():
            woken = self._wanted.wait(self._wait_s())
            self._wanted.clear()
            if self._closing.is_set():
                break
            try:
                self._turn(woken=woken)
            except Exception:  # noqa: BLE001  # the edge of the thread: a disk that refuses now may not next time
                _log.exception("a turn of the sync thread failed")
                self._failures += 1
        with self._lock:
            for future, _, _ in self._errands:
                future.cancel()

    def _turn(self, *, woken: bool) -> None:
        asked, self._requested = self._requested, False
        due = self._run_errands() or asked or not woken
        self._started = self._started or due
        if due and self._enabled():
            self._sync()
        elif asked:
            self._ended(Unavailable("office_not_joined"))

    def _wait_s(self) -> int:
        if not self._started:
            return min(1 + secrets.randbelow(AFTER_START_S), self._trickle_s)
        if not self._failures:
            return min(self._until_next(), self._trickle_s)
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S << min(self._failures - 1, 10), self._trickle_s)
        return max(1 + secrets.randbelow(longest), self._asked_to_stay_away_s())

    def _asked_to_stay_away_s(self) -> int:
        asked = self._asked_to_wait_s
        return min(asked + secrets.randbelow(asked + 1), LONGEST_WAIT_S)

    def _sync(self) -> None:
        self._interrupted.clear()
        try:
            result = self._work()
        except PosError as error:
            self._failures += 1
            self._asked_to_wait_s = int(error.params.get("retry_after_s", 0))
            self._ended(error)
        except Exception as error:  # noqa: BLE001  # the edge of a thread: the till goes on, the next sync may succeed
            _log.exception("sync failed")
            self._failures += 1
            self._ended(error)
        else:
            self._failures = self._asked_to_wait_s = 0
            self._ended(result)

    def _run_errands(self) -> bool:
        """Runs what was asked; whether a sync is to follow."""
        with self._lock:
            errands, self._errands = self._errands, []
        self._interrupted.clear()
        for future, errand, _ in errands:
            try:
                future.set_result(errand())
            except Exception as error:  # noqa: BLE001  # the edge of a thread: told through the future
                future.set_exception(error)
        return any(then_sync for _, _, then_sync in errands)
