"""Head office as it runs in production: server processes of the program itself on one PostgreSQL, and their figures."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg

from pos_app.clock import SystemClock
from pos_app.office.embedded_postgres import EmbeddedPostgres
from pos_app.office.office import Office
from pos_app.office.serve import open_office
from pos_app.settings import MIGRATIONS

HOST = "127.0.0.1"
_SAMPLE_S = 0.25


@dataclass(slots=True)
class ServerProcess:
    """`pos-app office serve`, answering at `address`."""

    address: str
    process: subprocess.Popen[str]

    @classmethod
    def start(cls, data: Path, *, database_url: str, address: str, listen: str = HOST) -> ServerProcess:
        """Returns once it answers."""
        command = [sys.executable, "-m", "pos_app", "office", "serve", "--data", str(data), "--address", address]
        process = subprocess.Popen(
            [*command, "--listen", listen, "--database-url", database_url],
            stdout=subprocess.PIPE,
            text=True,
            cwd=MIGRATIONS.parent,
        )
        assert process.stdout is not None
        if not process.stdout.readline():
            raise RuntimeError(f"head office did not start: {process.wait()}")
        return cls(address, process)

    def memory_mb(self) -> float:
        """What is resident; nothing of a process that was killed."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0) / 1024

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@dataclass(frozen=True, slots=True)
class RunningOffice:
    """Head office's data, opened beside its `servers`."""

    office: Office
    folder: Path
    url: str
    servers: list[ServerProcess]


@contextmanager
def running_office(folder: Path, *, servers: int = 1, database_url: str | None = None) -> Iterator[RunningOffice]:
    """Head office with `servers` processes, on a PostgreSQL of its own unless there is one at `database_url`. Those
    that are added to its `servers` later end with it too."""
    with ExitStack() as stack:
        if database_url is None:
            postgres = EmbeddedPostgres(folder / "postgres")
            stack.callback(postgres.remove)
            stack.callback(postgres.close)
            database_url = postgres.url
        addresses = free_addresses(max(1, servers))
        opened = open_office(
            folder, clock=SystemClock(), address=addresses[0], hosts=(HOST, "localhost"), database_url=database_url
        )
        office = stack.enter_context(opened)
        running: list[ServerProcess] = []
        stack.callback(_stop_all, running)
        start = partial(ServerProcess.start, folder, database_url=database_url)
        running.extend(start(address=address) for address in addresses[:servers])
        yield RunningOffice(office, folder, database_url, running)


def _stop_all(servers: Sequence[ServerProcess]) -> None:
    for server in servers:
        if server.process.poll() is None:
            server.stop()


def free_addresses(count: int) -> list[str]:
    """Addresses of this machine where nobody listens."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [f"{HOST}:{each.getsockname()[1]}" for each in sockets]


@dataclass(slots=True)
class Watch:
    """Looks at servers and database from a thread of its own, every quarter of a second, as long as it is entered."""

    running: RunningOffice
    most_memory_mb: float = 0
    most_connections: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def memory_mb(self) -> float:
        """Of all servers together."""
        return sum(server.memory_mb() for server in self.running.servers if server.process.poll() is None)

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_SAMPLE_S):
            self.most_memory_mb = max(self.most_memory_mb, self.memory_mb())
            with suppress(psycopg.OperationalError):  # a database that is away has no connections
                self.most_connections = max(self.most_connections, self._connections())

    def _connections(self) -> int:
        with psycopg.connect(self.running.url, autocommit=True) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid()"
            ).fetchone()
        return row[0] if row else 0
