"""When a sync runs: at once when asked, later and later after failures, and never after closing."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.sync.slots import CYCLE_S
from pos_app.sync.thread import FIRST_WAIT_S, LONGEST_WAIT_S, SyncThread

PATIENCE_S = 20


class Watched:
    """A sync thread whose work the test decides: `outcomes` are taken in turn, each a result or an error."""

    def __init__(self, *, enabled: bool = True, trickle_s: int = CYCLE_S) -> None:
        self.enabled = enabled
        self.outcomes: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.began: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.ended: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.thread = SyncThread(self._work, enabled=lambda: self.enabled, ended=self.ended.put, trickle_s=trickle_s)

    def _work(self) -> object:
        self.began.put(threading.current_thread().name)
        outcome = self.outcomes.get(timeout=PATIENCE_S)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def sync(self, outcome: object) -> object:
        self.outcomes.put(outcome)
        self.thread.request()
        return self.ended.get(timeout=PATIENCE_S)


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.thread.close()


def test_a_request_runs_at_once_in_the_sync_thread(watched: Watched) -> None:
    assert watched.sync("done") == "done"
    assert watched.began.get(timeout=PATIENCE_S) == "sync"


@pytest.mark.parametrize("error", [Unavailable("office_unreachable", address="a"), Refusal("till_revoked")])
def test_each_sync_has_one_outcome(watched: Watched, error: Exception) -> None:
    assert watched.sync(error) is error
    assert watched.sync(7) == 7
    assert watched.ended.empty()


def test_a_mistake_of_ours_is_told_and_the_thread_goes_on(
    watched: Watched, expected_log: Callable[[str], None]
) -> None:
    expected_log("sync failed")
    mistake = ValueError("ours")
    assert watched.sync(mistake) is mistake
    assert watched.sync("again") == "again"


def test_asking_several_times_while_one_runs_makes_one_more(watched: Watched) -> None:
    watched.thread.request()
    watched.began.get(timeout=PATIENCE_S)
    for _ in range(5):
        watched.thread.request()
    watched.outcomes.put(1)
    watched.outcomes.put(2)
    assert [watched.ended.get(timeout=PATIENCE_S) for _ in range(2)] == [1, 2]
    watched.enabled = False
    watched.thread.run(lambda: "nothing waits any more").result(PATIENCE_S)
    assert watched.ended.empty()


def test_an_errand_is_answered_and_its_error_too(watched: Watched) -> None:
    watched.enabled = False
    assert watched.thread.run(lambda: 41 + 1).result(PATIENCE_S) == 42

    def refused() -> None:
        raise Refusal("enrolment_code_refused")

    with pytest.raises(Refusal):
        watched.thread.run(refused).result(PATIENCE_S)
    assert watched.ended.empty(), "joining is no sync"


def test_a_sync_follows_the_errand_that_joined_head_office(watched: Watched) -> None:
    watched.enabled = False
    watched.outcomes.put("everything sent")

    def join() -> None:
        watched.enabled = True

    watched.thread.run(join).result(PATIENCE_S)
    assert watched.ended.get(timeout=PATIENCE_S) == "everything sent"


def test_a_till_alone_says_so_when_asked_and_only_then() -> None:
    watched = Watched(enabled=False)
    watched.thread.request()
    answer = watched.ended.get(timeout=PATIENCE_S)
    assert isinstance(answer, Unavailable)
    assert answer.code == "office_not_joined"
    watched.thread.close()
    assert watched.began.empty()


def test_a_till_that_nobody_asks_syncs_by_itself() -> None:
    watched = Watched(trickle_s=1)
    for number in range(2):
        watched.outcomes.put(number)
    assert [watched.ended.get(timeout=PATIENCE_S) for _ in range(2)] == [0, 1]
    watched.outcomes.put("the one that may have begun")
    watched.thread.close()


def test_after_failures_it_waits_longer_at_random_and_never_longer_than_said(watched: Watched) -> None:
    """Full jitter: drawn evenly from one second to a bound that doubles: 500 tills do not come back together."""
    for failures in range(1, 40):
        watched.sync(Unavailable("office_unreachable", address="a"))
        waits = [watched.thread._wait_s() for _ in range(200)]
        bound = min(FIRST_WAIT_S << min(failures - 1, 20), LONGEST_WAIT_S, CYCLE_S)
        assert 1 <= min(waits) <= bound // 4
        assert bound // 2 <= max(waits) <= bound
    watched.sync("back")
    assert watched.thread._wait_s() == CYCLE_S


def test_a_busy_head_office_that_names_a_time_is_not_asked_before(watched: Watched) -> None:
    watched.sync(Unavailable("office_busy", retry_after_s=300))
    assert min(watched.thread._wait_s() for _ in range(50)) >= 300
    watched.sync(Unavailable("office_busy", retry_after_s=10**9))
    assert max(watched.thread._wait_s() for _ in range(50)) <= LONGEST_WAIT_S
    watched.sync(Unavailable("office_unreachable", address="a"))
    assert min(watched.thread._wait_s() for _ in range(200)) < 300


def test_closing_waits_for_the_sync_that_runs_and_begins_no_other(watched: Watched) -> None:
    watched.thread.request()
    watched.began.get(timeout=PATIENCE_S)
    errand = watched.thread.run(lambda: "too late")
    closer = threading.Thread(target=watched.thread.close)
    closer.start()
    while not watched.thread.closing:
        closer.join(0.01)
    watched.outcomes.put("the last")
    closer.join(PATIENCE_S)
    assert not closer.is_alive()
    assert watched.ended.get(timeout=PATIENCE_S) == "the last"
    assert errand.cancelled()
    assert watched.thread.run(lambda: "later still").cancelled()
    assert watched.ended.empty()


def test_a_sync_that_is_interrupted_stops_and_the_next_one_runs_whole(watched: Watched) -> None:
    stopping = []
    watched.thread.request()
    watched.began.get(timeout=PATIENCE_S)
    stopping.append(watched.thread.stopping)
    watched.thread.interrupt()
    stopping.append(watched.thread.stopping)
    watched.outcomes.put("cut short")
    watched.ended.get(timeout=PATIENCE_S)
    watched.thread.request()
    watched.began.get(timeout=PATIENCE_S)
    stopping.append(watched.thread.stopping)
    watched.outcomes.put("whole")
    assert watched.ended.get(timeout=PATIENCE_S) == "whole"
    assert stopping == [False, True, False]
