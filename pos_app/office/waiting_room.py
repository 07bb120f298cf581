"""How many requests of tills may be under way at once: memory stays bounded at 20:00, when everybody sends.

Each process of head office has a waiting room of its own: what it bounds is that process's memory and threads.
"""

from __future__ import annotations

import asyncio

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from pos_app.office.problems import ProblemError

PLACES = 32
"""Served together: more than the database has connections for would only hold more bodies, of half a megabyte."""
CHAIRS = 1_200
"""Waiting for a place, their bodies not read yet: each costs its connection's buffers and no more."""
KEPT_CHAIRS = 600
"""Of those, kept for tills in the middle of a sync: who only begins one is turned away first, or 2 000 would begin
again and again and none would come to its end."""
PATIENCE_S = 20
"""Well below the minute after which a till gives a request up: it would send again what is still being done."""
RETRY_AFTER_S = 2
_BEGINS = "/v1/sync/hello"


class WaitingRoom(ASGIMiddleware):
    """Serves in the order of arrival. Turns away, before its body is read, whoever finds no chair or waits too long:
    it comes again, nothing is lost."""

    scopes = (ScopeType.HTTP,)

    def __init__(
        self, *, places: int = PLACES, chairs: int = CHAIRS, kept: int = KEPT_CHAIRS, patience_s: int = PATIENCE_S
    ) -> None:
        self._places = asyncio.Semaphore(places)
        self._all_chairs = self._chairs = chairs
        self._kept = kept
        self._patience_s = patience_s

    @property
    def crowded(self) -> bool:
        """Whether so many wait already that whoever only begins a sync does better to come back."""
        return self._chairs * 2 < self._all_chairs

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Raises ProblemError("busy")."""
        await self._wait_for_a_place(beyond=self._kept if scope["path"] == _BEGINS else 0)
        try:
            await next_app(scope, receive, send)
        finally:
            self._places.release()

    async def _wait_for_a_place(self, *, beyond: int) -> None:
        """On one of the chairs beyond so many."""
        if self._places.locked() and self._chairs <= beyond:
            raise ProblemError("busy", retry_after_s=RETRY_AFTER_S)
        self._chairs -= 1
        try:
            async with asyncio.timeout(self._patience_s):
                await self._places.acquire()
        except TimeoutError:
            raise ProblemError("busy", retry_after_s=RETRY_AFTER_S) from None
        finally:
            self._chairs += 1
