"""The evening in one press: the journal verified, a backup, a sync with its proof; and one outcome of all three."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

import msgspec

from pos_app.counter.aside import aside
from pos_app.counter.back_up_till import back_up_till
from pos_app.counter.check_running import check_running
from pos_app.counter.till import Till
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import PosError
from pos_app.store.outbox import unsent_count
from pos_app.sync.outcome import Synced

if TYPE_CHECKING:
    from pos_app.counter.running import RunningTill


class Stage(enum.StrEnum):
    """What the press does, in this order."""

    CHECK = "check"
    BACK_UP = "back_up"
    SYNC = "sync"


class EveningEnded(msgspec.Struct, frozen=True):
    """How it ended. `open_day` is the number of a day that nobody closed, 0 where there is none; `failed` says what
    stopped each stage that did not succeed; `synced` is None at a till alone and where the sync failed."""

    open_day: int
    unsent: int
    enrolled: bool
    failed: dict[Stage, PosError]
    synced: Synced | None
    cancelled: bool = False


class _StoppedError(Exception):
    """Somebody stopped a check that runs."""


class EveningRun:
    """One press. `tell` hears (stage, done, in all) from threads of its own; a stage that fails stops no other, for a
    backup is worth most where a check failed."""

    def __init__(self, running: RunningTill, *, operator: Operator, tell: Callable[[Stage, int, int], object]) -> None:
        """Raises Refusal("right_missing")."""
        operator.require(Right.BACK_UP)
        self._running, self._operator, self._tell = running, operator, tell
        self._stopped = threading.Event()
        self._total = 0

    def begin(self) -> Future[EveningEnded]:
        return aside(self._run, name="evening")

    def stop(self) -> None:
        """What is done stays done; what runs ends at its next step."""
        self._stopped.set()
        self._running.interrupt_sync()

    def _run(self) -> EveningEnded:
        open_day, self._total, enrolled = self._running.run(_standing).result()
        failed: dict[Stage, PosError] = {}
        synced: Synced | None = None
        for stage, work in ((Stage.CHECK, self._check), (Stage.BACK_UP, self._back_up), (Stage.SYNC, self._sync)):
            if self._stopped.is_set() or (stage is Stage.SYNC and not enrolled):
                break
            self._tell(stage, 0, 0)
            try:
                synced = work() or synced
            except _StoppedError:
                break
            except PosError as error:
                failed[stage] = error
        return EveningEnded(
            open_day=open_day,
            unsent=self._running.run(lambda till: unsent_count(till.connection)).result(),
            enrolled=enrolled,
            failed=failed,
            synced=synced,
            cancelled=self._stopped.is_set(),
        )

    def _check(self) -> None:
        if self._operator.may(Right.CHECK_JOURNAL):
            check_running(self._running, operator=self._operator, progress=self._checked).result()

    def _checked(self, done: int) -> None:
        if self._stopped.is_set():
            raise _StoppedError
        self._tell(Stage.CHECK, done, max(done, self._total))

    def _back_up(self) -> None:
        back_up_till(self._running, reason="closing", operator=self._operator.code).result()

    def _sync(self) -> Synced:
        return self._running.sync.once(stopped=self._stopped.is_set).result()


def _standing(till: Till) -> tuple[int, int, bool]:
    from pos_app.counter.known_office import office_known

    return till.store.state.day, till.store.position, bool(office_known(till).address)
