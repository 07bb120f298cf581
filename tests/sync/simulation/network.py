"""A network that fails as its seed says, between tills and the real head office in this process: no socket, no TLS, the
whole application."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from random import Random
from types import TracebackType
from typing import Any

from pos_app.domain.refusals import Unavailable
from pos_app.office.application import application
from pos_app.office.office import Office
from pos_app.sync.connection import Answered

FAULTS = ("lost", "cut", "doubled", "late", "garbage", "truncated")


class InProcess:
    """Head office's application on a loop of its own; `deliver` brings one request to it."""

    def __init__(self, office: Office) -> None:
        self._app: Any = application(office)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="office loop", daemon=True)
        self._thread.start()

    def deliver(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        return asyncio.run_coroutine_threadsafe(self._call(method, path, body, headers), self._loop).result(60)

    async def _call(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        target, _, query = path.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "https",
            "path": target, "raw_path": target.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(b"host", b"office"), (b"content-length", str(len(body)).encode()),
                        *((name.lower().encode(), value.encode()) for name, value in headers.items())],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 443), "state": {}, "extensions": {},
        }  # fmt: skip
        told: list[dict[str, Any]] = []
        asked = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return asked.pop() if asked else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            told.append(message)

        await self._app(scope, receive, send)
        content = b"".join(each.get("body", b"") for each in told if each["type"] == "http.response.body")
        return Answered(told[0]["status"], content)

    def __enter__(self) -> InProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Network:
    """Fails one request in `one_in`; late requests arrive before some later one. `one_in` 0: a good network."""

    def __init__(self, office: InProcess, random: Random) -> None:
        self._office = office
        self._random = random
        self._late: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.one_in = 0

    def connection(self, _address: str, _authority: str, cancelled: Callable[[], bool]) -> SimulatedConnection:
        return SimulatedConnection(self, cancelled)

    def heal(self) -> None:
        """Everything that was under way arrives; nothing fails any more."""
        self.one_in = 0
        self._arrive()

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        request = (method, path, body, headers)
        if not self.one_in or self._random.randrange(self.one_in):
            return self._office.deliver(*request)
        fault = self._random.choice(FAULTS)
        if self._late and self._random.randrange(2):
            self._arrive()
        if fault == "late":
            self._late.append(request)
        if fault in ("lost", "late"):
            raise Unavailable("office_unreachable", address="simulated")
        answer = self._office.deliver(*request)
        if fault == "doubled":
            return self._random.choice((answer, self._office.deliver(*request)))
        if fault == "garbage":
            return Answered(200, b"<html>Connexion au Wi-Fi</html>")
        if fault == "truncated":
            return Answered(answer.status, answer.data[: self._random.randrange(len(answer.data) + 1)])
        raise Unavailable("office_unreachable", address="simulated")

    def _arrive(self) -> None:
        late, self._late = self._late, []
        self._random.shuffle(late)
        for request in late:
            self._office.deliver(*request)


class SimulatedConnection:
    """What a till's client speaks through."""

    def __init__(self, network: Network, cancelled: Callable[[], bool]) -> None:
        self._network, self._cancelled = network, cancelled

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        return self._network.ask(method, path, body, headers)

    def nonsense(self) -> Unavailable:
        return Unavailable("office_nonsense", address="simulated")

    def close(self) -> None:
        """Nothing is held."""
