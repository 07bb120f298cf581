"""PostgreSQL servers that the scripts of installers/office set up: as in production, each a data folder of its own,
started and stopped by pg_ctl as a user that is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pos_app.office.embedded_postgres import _account
from pos_app.office.postgres_binaries import reachable_binaries
from tests.tidy.tree import ROOT

SCRIPTS = ROOT / "installers" / "office" / "postgresql"
_TIMEOUT_S = 180


@dataclass(frozen=True, slots=True)
class Site:
    """A folder that the servers' user reaches, with what they share: the scripts, and the passwords."""

    folder: Path
    binaries: Path
    uid: int
    gid: int

    @property
    def user(self) -> str:
        return pwd.getpwuid(self.uid).pw_name

    def run(self, *command: str | Path, env: dict[str, str]) -> str:
        """What `command` printed, run as the servers' user."""
        as_root = os.geteuid() == 0
        done = subprocess.run(
            [str(part) for part in command],
            env={"PATH": os.defpath, "LC_ALL": "C", **env},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
            user=self.uid if as_root else None,
            group=self.gid if as_root else None,
            extra_groups=[] if as_root else None,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def site() -> Iterator[Site]:
    account = _account()
    uid = os.getuid() if account.uid is None else account.uid
    gid = os.getgid() if account.gid is None else account.gid
    folder = Path(tempfile.mkdtemp(prefix="pos-site-"))
    try:
        shutil.copytree(SCRIPTS, folder / "scripts")
        for path in (folder, folder / "scripts", *(folder / "scripts").iterdir()):
            os.chown(path, uid, gid)
        yield Site(folder, reachable_binaries(by_another_user=account.uid is not None), uid, gid)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """One server at `port` of a site, named by it. Its sockets are its host."""

    def __init__(self, at: Site, port: int) -> None:
        self.site = at
        self.port = port
        self.data = at.folder / f"data-{port}"
        self.sockets = at.folder / f"sockets-{port}"
        self.sockets.mkdir()
        os.chown(self.sockets, at.uid, at.gid)

    @property
    def env(self) -> dict[str, str]:
        return {
            "PG_BIN": str(self.site.binaries),
            "PG_DATA": str(self.data),
            "PG_CONTROL": "pg_ctl",
            "PG_OPTIONS": f"-p {self.port} -k {self.sockets} -c listen_addresses=",
            "PGHOST": str(self.sockets),
            "PGPORT": str(self.port),
            "SECRETS": str(self.site.folder / "secrets"),
            "KEPT": str(self.site.folder / "kept"),
        }

    def script(self, name: str, *arguments: str | Path) -> str:
        return self.site.run(self.site.folder / "scripts" / f"{name}.sh", *arguments, env=self.env)

    def create(self) -> None:
        """An empty server, running, as a distribution's package leaves one."""
        initdb = [str(self.site.binaries / "initdb"), "--pgdata", str(self.data), "--username", self.site.user]
        self.site.run(*initdb, "--auth-local", "peer", "--auth-host", "scram-sha-256", env=self.env)
        options = ["start", "--pgdata", str(self.data), "--wait", "--log", str(self.data / "server.log")]
        self.site.run(self.site.binaries / "pg_ctl", *options, "--options", self.env["PG_OPTIONS"], env=self.env)

    def ask(self, statement: str) -> str:
        """The answer as the server's administrator gets it."""
        command = ["--no-psqlrc", "--tuples-only", "--no-align", "--dbname", "postgres", "--command", statement]
        return self.site.run(self.site.binaries / "psql", *command, env=self.env).strip()

    def kill(self) -> None:
        """Ends every process of the server at once, as a power cut does."""
        with suppress(OSError):
            leader = int((self.data / "postmaster.pid").read_text().split("\n")[0])
            os.killpg(leader, signal.SIGKILL)


@contextmanager
def clusters(*ports: int) -> Iterator[tuple[Cluster, ...]]:
    """Servers of one site, none of them made yet; all are gone afterwards."""
    with site() as at:
        made = tuple(Cluster(at, port) for port in ports)
        try:
            yield made
        finally:
            for each in made:
                each.kill()


def office_url(*servers: Cluster) -> str:
    """How head office reaches whichever of `servers` is the primary."""
    hosts = ",".join(str(server.sockets) for server in servers)
    ports = ",".join(str(server.port) for server in servers)
    passfile = servers[0].site.folder / "secrets" / "office.pgpass"
    password = passfile.read_text(encoding="ascii").strip().rpartition(":")[2]
    return (
        f"postgresql://office:{password}@/office?host={hosts}&port={ports}"
        "&target_session_attrs=read-write&connect_timeout=3"
    )
