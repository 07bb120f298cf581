"""The waiting room: so many are served, so many wait in the order of arrival, the others are told when to come back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pos_app.office.api import problem_response
from pos_app.office.problems import ProblemError
from pos_app.office.waiting_room import WaitingRoom

ASGI: tuple[Any, Any, Any] = ({"path": "/v1/allocations"}, None, None)
HELLO: tuple[Any, Any, Any] = ({"path": "/v1/sync/hello"}, None, None)


class Slow:
    """A handler that holds its places until it may go on, and remembers who came in."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.inside = 0

    async def __call__(self, *_asgi: object) -> None:
        self.inside += 1
        await self.go_on.wait()


async def until_it_rests() -> None:
    """Lets every task that can go on do so."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_who_finds_no_chair_is_turned_away_and_those_who_wait_are_served_after() -> None:
    async def scenario() -> None:
        room, slow = WaitingRoom(places=1, chairs=1, kept=0), Slow()
        served, waiting = (asyncio.create_task(room.handle(*ASGI, slow)) for _ in range(2))
        await until_it_rests()
        assert slow.inside == 1
        with pytest.raises(ProblemError) as busy:
            await room.handle(*ASGI, slow)
        assert problem_response(busy.value).headers == {"Retry-After": "2"}
        assert busy.value.problem.status == 503
        slow.go_on.set()
        await asyncio.gather(served, waiting)
        await room.handle(*ASGI, slow)
        assert slow.inside == 3

    asyncio.run(scenario())


def test_who_is_in_the_middle_of_a_sync_finds_a_chair_where_who_begins_one_does_not() -> None:
    async def scenario() -> None:
        room, slow = WaitingRoom(places=1, chairs=2, kept=1), Slow()
        served, begins = (asyncio.create_task(room.handle(*HELLO, slow)) for _ in range(2))
        await until_it_rests()
        with pytest.raises(ProblemError):
            await room.handle(*HELLO, slow)
        inside = asyncio.create_task(room.handle(*ASGI, slow))
        await until_it_rests()
        slow.go_on.set()
        await asyncio.gather(served, begins, inside)
        assert slow.inside == 3

    asyncio.run(scenario())


def test_who_waits_longer_than_a_till_would_is_told_so_and_leaves_the_chair_free() -> None:
    async def scenario() -> None:
        room, slow = WaitingRoom(places=1, chairs=1, kept=0, patience_s=0), Slow()
        served = asyncio.create_task(room.handle(*ASGI, slow))
        await until_it_rests()
        for _ in range(2):
            with pytest.raises(ProblemError) as busy:
                await room.handle(*ASGI, slow)
            assert busy.value.problem.code == "busy"
        slow.go_on.set()
        await served
        await room.handle(*ASGI, slow)

    asyncio.run(scenario())


def test_a_till_that_hangs_up_while_it_waits_takes_no_place() -> None:
    async def scenario() -> None:
        room, slow = WaitingRoom(places=1, chairs=1, kept=0), Slow()
        served, gone = (asyncio.create_task(room.handle(*ASGI, slow)) for _ in range(2))
        await until_it_rests()
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        slow.go_on.set()
        await served
        await room.handle(*ASGI, slow)
        assert slow.inside == 2

    asyncio.run(scenario())
