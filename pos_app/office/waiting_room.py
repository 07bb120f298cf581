"""How many requests of tills may be under way at once: memory stays bounded at 20:00, when everybody sends."""

from __future__ import annotations

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from pos_app.office.problems import ProblemError

PLACES = 64
"""Served and waiting together; a body is half a megabyte at most."""
RETRY_AFTER_S = 2


class WaitingRoom(ASGIMiddleware):
    """Turns away, before its body is read, whoever finds no place: it comes again, nothing is lost."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, places: int = PLACES) -> None:
        self._places = self._free = places

    @property
    def crowded(self) -> bool:
        """Whether so few places are left that whoever only begins does better to come back."""
        return self._free * 4 < self._places

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Raises ProblemError("busy")."""
        if not self._free:
            raise ProblemError("busy", retry_after_s=RETRY_AFTER_S)
        self._free -= 1
        try:
            await next_app(scope, receive, send)
        finally:
            self._free += 1
