"""The storage thread: acts in their order, results and errors through futures."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from pos_app.domain.refusals import Bug, Refusal, Unavailable
from pos_app.store.storage_thread import StorageThread

PATIENCE_S = 10


def _add(said: str, owned: list[str]) -> None:
    owned.append(said)


def _note(order: list[str], said: str, _owned: object) -> None:
    order.append(said)


def test_the_owner_is_made_and_used_in_the_thread_and_acts_keep_their_order() -> None:
    thread = StorageThread(lambda: [threading.current_thread().name])
    for number in range(100):
        thread.submit(partial(_add, str(number)))
    names = thread.submit(lambda owned: [*owned, threading.current_thread().name]).result(PATIENCE_S)
    thread.close()
    assert names == ["storage", *map(str, range(100)), "storage"]


def test_an_owner_that_cannot_be_made_is_told() -> None:
    def fail() -> list[int]:
        raise Refusal("wrong_key")

    thread = StorageThread(fail)
    with pytest.raises(Refusal):
        thread.opened.result(PATIENCE_S)
    with pytest.raises(Unavailable) as refused:
        thread.submit(len).result(PATIENCE_S)
    assert refused.value.code == "till_stopped"
    thread.close()


@pytest.mark.parametrize("error", [Refusal("no"), Unavailable("disk_full"), ZeroDivisionError()])
def test_an_error_belongs_to_its_act_and_the_next_one_runs(error: Exception) -> None:
    def fail(_owned: list[int]) -> None:
        raise error

    thread: StorageThread[list[int]] = StorageThread(lambda: [1])
    with pytest.raises(type(error)):
        thread.submit(fail).result(PATIENCE_S)
    assert thread.submit(len).result(PATIENCE_S) == 1
    thread.close()


def test_a_bug_ends_the_taking_of_acts(expected_log: Callable[[str], None]) -> None:
    expected_log("the till stops taking acts")
    done: list[int] = []

    def fail(_owned: list[int]) -> None:
        raise Bug("invariant_broken")

    thread: StorageThread[list[int]] = StorageThread(lambda: done)
    broken, late = thread.submit(fail), thread.submit(lambda owned: owned.append(1))
    with pytest.raises(Bug):
        broken.result(PATIENCE_S)
    with pytest.raises(Unavailable):
        late.result(PATIENCE_S)
    assert done == []
    thread.close()


def test_idle_work_waits_until_nothing_more_is_asked() -> None:
    may_go_on, idle = threading.Event(), threading.Event()
    order: list[str] = []

    def when_idle(_owned: object) -> None:
        order.append("idle")
        idle.set()

    thread = StorageThread(object, when_idle=when_idle)
    thread.submit(lambda _owned: may_go_on.wait(PATIENCE_S))
    for number in range(3):
        thread.submit(partial(_note, order, f"act {number}"))
    may_go_on.set()
    assert idle.wait(PATIENCE_S)
    thread.close()
    assert order[:4] == ["act 0", "act 1", "act 2", "idle"]


def test_idle_work_that_fails_ends_nothing(expected_log: Callable[[str], None]) -> None:
    expected_log("idle work failed")

    def when_idle(_owned: object) -> None:
        raise OSError("the folder of marks is gone")

    thread = StorageThread(object, when_idle=when_idle)
    thread.submit(id).result(PATIENCE_S)
    thread.submit(id).result(PATIENCE_S)
    thread.close()


def test_closing_does_what_was_asked_and_refuses_the_rest() -> None:
    closed: list[str] = []
    thread = StorageThread(lambda: ["owner"], close_owned=closed.extend)
    last = thread.submit(lambda owned: owned.append("act"))
    thread.close()
    assert last.result(0) is None
    assert closed == ["owner", "act"]
    with pytest.raises(Unavailable):
        thread.submit(len).result(PATIENCE_S)


def test_a_cancelled_act_is_not_run() -> None:
    may_go_on, done = threading.Event(), []
    thread = StorageThread(object)
    thread.submit(lambda _owned: may_go_on.wait(PATIENCE_S))
    unwanted = thread.submit(lambda _owned: done.append("unwanted"))
    assert unwanted.cancel()
    may_go_on.set()
    thread.close()
    assert done == []
