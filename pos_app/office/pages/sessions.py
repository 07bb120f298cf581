"""Sessions of the web pages, kept in PostgreSQL: they outlive a restart and serve several processes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.middleware.session.server_side import ServerSideSessionBackend, ServerSideSessionConfig
from litestar.stores.base import Store
from litestar.types import Empty, Message, ScopeSession

from pos_app.clock import Clock
from pos_app.office.database import OfficeDatabase

SESSION_COOKIE = "__Host-pos-session"
IDLE_S = 3600
"""A session that nobody used for so long is over."""
LONGEST_S = 12 * 3600
"""A working day after it began it is over all the same."""
_BEGUN = "session_begun"
_BROWSER_LONGEST = 200


class SignedInSessions(ServerSideSessionBackend):
    """Litestar's sessions, for people who signed in only.

    Litestar's own would store a row and set a cookie for every visitor, and would go on under the id that a visitor
    brought along after he signed in (session fixation).
    """

    def get_session_id(self, connection: ASGIConnection[Any, Any, Any, Any]) -> str:
        """The id of a session that is stored here; a fresh one otherwise, and after `begin_session`."""
        decided = connection.get_session_id()
        if decided:
            return decided
        if connection.scope.get("session") and not connection.scope["state"].get(_BEGUN):
            return str(connection.cookies[self.config.key])
        return self.generate_session_id()

    async def store_in_message(
        self, scope_session: ScopeSession, message: Message, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> None:
        brought = connection.cookies.get(self.config.key)
        if brought and connection.scope["state"].get(_BEGUN):
            await self.delete(brought, store=self.config.get_store_from_app(connection.scope["app"]))
        if scope_session:
            await super().store_in_message(scope_session, message, connection)
        elif brought:
            await super().store_in_message(Empty, message, connection)


def begin_session(connection: ASGIConnection[Any, Any, Any, Any], *, account: int, epoch: int, now_ms: int) -> None:
    """Signs `account` in on this browser, under an id that nobody knew before; an earlier session of it is over."""
    language = (connection.scope.get("session") or {}).get("language", "")  # type: ignore[union-attr]  # a dict or none
    connection.clear_session()
    connection.scope["state"][_BEGUN] = True
    connection.set_session(
        {
            "account": account,
            "epoch": epoch,
            "opened_ms": now_ms,
            "browser": connection.headers.get("user-agent", "")[:_BROWSER_LONGEST],
            **({"language": language} if language else {}),
        }
    )


@dataclass
class PageSessions(ServerSideSessionConfig):
    """The settings of `SignedInSessions`."""

    _backend_class = SignedInSessions


class SessionStore(Store):
    """Litestar's store over the table `web_session`. A session is found by the hash of its id only."""

    __slots__ = ("_clock", "_database")

    def __init__(self, database: OfficeDatabase, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def set(self, key: str, value: str | bytes, expires_in: int | timedelta | None = None) -> None:
        content = value.encode() if isinstance(value, str) else value
        await sync_to_thread(self._set, session_hash(key), content, _milliseconds(expires_in))

    async def get(self, key: str, renew_for: int | timedelta | None = None) -> bytes | None:
        return await sync_to_thread(self._get, session_hash(key), _milliseconds(renew_for))

    async def delete(self, key: str) -> None:
        await sync_to_thread(self._delete, session_hash(key))

    async def delete_all(self) -> None:
        await sync_to_thread(self._delete, None)

    async def exists(self, key: str) -> bool:
        return await self.get(key) is not None

    async def expires_in(self, key: str) -> int | None:
        return await sync_to_thread(self._expires_in, session_hash(key))

    def _set(self, id_hash: bytes, content: bytes, lasts_ms: int) -> None:
        """Whose session it is stands in its content; one of an account signed out everywhere meanwhile stays over."""
        now_ms = self._clock.now_ms()
        told = msgspec.json.decode(content, type=_Content)
        expires_ms = min(now_ms + lasts_ms, told.opened_ms + LONGEST_S * 1000)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM web_session WHERE expires_ms <= %s", (now_ms,))
            connection.execute(
                "INSERT INTO web_session SELECT %s, id, %s, %s, %s, %s, %s FROM account WHERE id = %s AND epoch = %s"
                " ON CONFLICT (id_hash) DO UPDATE SET content = excluded.content, seen_ms = excluded.seen_ms,"
                " expires_ms = excluded.expires_ms",
                (id_hash, content, told.browser, told.opened_ms, now_ms, expires_ms, told.account, told.epoch),
            )

    def _get(self, id_hash: bytes, renew_ms: int) -> bytes | None:
        now_ms = self._clock.now_ms()
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT content FROM web_session WHERE id_hash = %s AND expires_ms > %s", (id_hash, now_ms)
            ).fetchone()
            if row and renew_ms:
                connection.execute(
                    "UPDATE web_session SET expires_ms = %s WHERE id_hash = %s", (now_ms + renew_ms, id_hash)
                )
        return bytes(row[0]) if row else None

    def _delete(self, id_hash: bytes | None) -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM web_session WHERE %s::bytea IS NULL OR id_hash = %s", (id_hash, id_hash))

    def _expires_in(self, id_hash: bytes) -> int | None:
        now_ms = self._clock.now_ms()
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT expires_ms FROM web_session WHERE id_hash = %s AND expires_ms > %s", (id_hash, now_ms)
            ).fetchone()
        return (row[0] - now_ms) // 1000 if row else None


class _Content(msgspec.Struct, frozen=True):
    """What a session says of itself."""

    account: int
    epoch: int
    opened_ms: int
    browser: str


def session_hash(key: str) -> bytes:
    """Session ids hold 256 random bits: a plain hash tells nothing."""
    return hashlib.sha256(key.encode()).digest()


def _milliseconds(lasts: int | timedelta | None) -> int:
    if isinstance(lasts, timedelta):
        return lasts // timedelta(milliseconds=1)
    return (lasts or 0) * 1000
