"""A coordinator's evening in a process of its own, step by step as the path says, until it ends or is killed.

`python -m tests.sync.evening_process DATA MARKS KEY`; two lines on standard output for each step, "begins" and "ended".
"""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable
from pathlib import Path

from pos_app.counter.back_up_till import back_up_till
from pos_app.counter.count_cash import accept_difference, count_cash
from pos_app.counter.evening import Step, close_evening, evening
from pos_app.counter.running import RunningTill
from pos_app.counter.sign_in import operators_on_file
from pos_app.counter.slips import confirm_slips
from pos_app.counter.till import Till
from pos_app.counter.till_events import SyncEnded, TillEvent
from pos_app.domain.operator import Operator, Role
from pos_app.keys.key_file import open_with_keyring_key
from pos_app.settings import TillFolder
from pos_app.store.vault import to_collect
from tests.clock import ManualClock

LEFT_CENTS = 5_000
COUNTED = {5_000: 1, 1_000: 1}


class EveningAlone:
    """Does what each step asks for; the drawer shows one difference."""

    def __init__(self, folder: TillFolder, key: bytes) -> None:
        self._ended: queue.SimpleQueue[SyncEnded] = queue.SimpleQueue()
        key_file = open_with_keyring_key(folder.key_file, key)
        self._running = RunningTill(folder, key_file, clock=ManualClock(), listener=self._hear)
        accounts = self._running.run(operators_on_file).result()
        self._operator = next(one.operator for one in accounts if one.operator.role is Role.COORDINATOR)

    def go(self) -> None:
        acts: dict[Step, Callable[[], object]] = {
            Step.SLIPS: self._hand_over,
            Step.COUNT: self._count,
            Step.DIFFERENCE: self._accept,
            Step.CLOSE: self._close,
            Step.BACKUP: self._back_up,
            Step.SEND: self._send,
        }
        while (step := self._running.run(evening).result().step) is not Step.DONE:
            print("begins", step.value, flush=True)
            acts[step]()
            print("ended", step.value, flush=True)
        self._running.stop()

    def _hear(self, event: TillEvent) -> None:
        if isinstance(event, SyncEnded):
            self._ended.put(event)

    def _hand_over(self) -> None:
        self._running.run(_hand_over_all, self._operator).result()

    def _count(self) -> None:
        self._running.run(count_cash, operator=self._operator, counts=COUNTED).result()

    def _accept(self) -> None:
        self._running.run(accept_difference, operator=self._operator, reason="unexplained").result()

    def _close(self) -> None:
        self._running.run(close_evening, operator=self._operator, left_cents=LEFT_CENTS).result()

    def _back_up(self) -> None:
        back_up_till(self._running, reason="closing").result()

    def _send(self) -> None:
        self._running.synchronise()
        outcome = self._ended.get().outcome
        if isinstance(outcome, BaseException):
            raise outcome


def _hand_over_all(till: Till, operator: Operator) -> None:
    confirm_slips(till, operator=operator, items=[one.item for one in to_collect(till.connection)])


def main(data: str, marks: str, key: str) -> None:
    EveningAlone(TillFolder(Path(data), Path(marks)), bytes.fromhex(key)).go()


if __name__ == "__main__":
    main(*sys.argv[1:])
