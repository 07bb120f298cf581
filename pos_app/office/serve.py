"""Running head office: its PostgreSQL, its authority, its web server."""

from __future__ import annotations

import fcntl
import socket
import threading
from asyncio.sslproto import SSLProtocol
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import uvicorn

from pos_app.clock import Clock
from pos_app.domain.refusals import Unavailable
from pos_app.office.account_box import account_box_in
from pos_app.office.application import application
from pos_app.office.authority import authority_in
from pos_app.office.code_box import code_box_in
from pos_app.office.database import OfficeDatabase
from pos_app.office.office import Office
from pos_app.office.office_key import office_signer_in
from pos_app.office.one_postgres import one_postgres

START_TIMEOUT_S = 30
TLS_BUFFER_BYTES = 64 * 1024
"""What a connection costs while it is open. asyncio's own is four times that: 2 000 tills then held 600 MB."""


@contextmanager
def open_office(
    folder: Path, *, clock: Clock, address: str, hosts: tuple[str, ...], database_url: str | None = None
) -> Iterator[Office]:
    """Head office's data, without its web server. Without a `database_url` it has a PostgreSQL of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder):
        authority = authority_in(folder / "tls", hosts=hosts, clock=clock)
        codes, signer, accounts = code_box_in(folder), office_signer_in(folder), account_box_in(folder)
    with nullcontext(database_url) if database_url else one_postgres(folder / "postgres") as url:
        database = OfficeDatabase(url)
        try:
            yield Office(database, clock, authority, address, codes, signer, accounts)
        finally:
            database.close()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keys are made once, also where several processes of one head office start together for the first time."""
    with (folder / "keys.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class OfficeServer:
    """The web server of an office, in a thread of this process. Stopping it is how a test or demo pulls the plug."""

    def __init__(self, office: Office, listener: socket.socket) -> None:
        """Serves on `listener`, a bound socket: by TLS, or in plain to a proxy where it is a Unix socket.

        Raises Unavailable("office_not_started").
        """
        behind_proxy = listener.family == socket.AF_UNIX
        SSLProtocol.max_size = TLS_BUFFER_BYTES
        config = uvicorn.Config(
            application(office),
            ssl_certfile=None if behind_proxy else str(office.authority.server_certificate),
            ssl_keyfile=None if behind_proxy else str(office.authority.server_key),
            proxy_headers=behind_proxy,
            forwarded_allow_ips="*" if behind_proxy else None,  # only the proxy reaches the socket
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=5,
        )
        self._started = threading.Event()
        self._server = _AnnouncingServer(config, self._started)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="office", daemon=True
        )
        self._thread.start()
        if not self._started.wait(START_TIMEOUT_S):
            self.stop()
            raise Unavailable("office_not_started")

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    def wait(self) -> None:
        """Until it is stopped."""
        self._thread.join()


class _AnnouncingServer(uvicorn.Server):
    """Says when it listens, so that nobody waits by the clock; leaves signals to the program."""

    def __init__(self, config: uvicorn.Config, started: threading.Event) -> None:
        super().__init__(config)
        self._announced = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._announced.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bound_socket(host: str, port: int) -> socket.socket:
    """A socket bound to `host`:`port`, 0 for any free port. Raises Unavailable("port_taken", port)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's delay off only where it is: 40 ms an answer otherwise.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Unavailable("port_taken", port=port) from error
    return listener
