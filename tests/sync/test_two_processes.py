"""kill -9 of a till's process, of head office's and of its PostgreSQL in the middle of a batch: no acknowledged entry
is lost and none is doubled. What was told to be acknowledged was stored at that moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from psycopg import Connection

from pos_app.clock import SystemClock
from pos_app.domain.refusals import Unavailable
from pos_app.ledger.entry import Entry
from pos_app.office.embedded_postgres import EmbeddedPostgres, remove_data
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer, bound_socket, open_office
from pos_app.settings import TillFolder
from tests.sync.bad_network import BadNetwork
from tests.sync.syncing_till import SyncingTill, held_by
from tests.test_cli import ServedOffice, pos_app
from tests.tills import TemplateTill

ROOT = Path(__file__).parents[2]
KEY = bytes(32)
"""What a template's keyring slot opens with."""
SALES = 150
PATIENCE_S = 120
AFTER_BYTES = (1_500, 6_000, 9_000, 14_000)
"""Bytes from the till after which the network stands still and the kill comes: in a handshake, a hello, batches."""


@pytest.fixture
def sold(till: SyncingTill, folder: TillFolder) -> list[Entry]:
    """What a joined till sold and never sent; it is closed, for a process of its own to open."""
    till.sell(SALES)
    entries = till.entries
    till.storage.close()
    return entries


def syncing(folder: TillFolder, address: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.sync.syncing_process", folder.data, folder.marks, KEY.hex(), address],
        stdout=subprocess.PIPE, cwd=ROOT, text=True,
    )  # fmt: skip


def test_a_till_killed_in_a_batch_goes_on_where_head_office_stands(
    sold: list[Entry], folder: TillFolder, office: Office, server: OfficeServer
) -> None:
    for after in AFTER_BYTES:
        with BadNetwork(office.address, stall_after=after) as network, syncing(folder, network.address) as process:
            assert network.stalled.wait(PATIENCE_S)
            process.kill()
            assert process.stdout
            told = [int(line) for line in process.stdout.read().split() if line.isdigit()]
        assert max(told, default=0) <= len(held_by(office)), "acknowledged means stored"
    with syncing(folder, office.address) as process:
        assert process.stdout
        assert process.stdout.read().split()[-1] == "done"
    held = held_by(office)
    assert held[: len(sold)] == sold
    assert [entry.seq for entry in held] == list(range(1, len(held) + 1))


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """Head office's folder, with a PostgreSQL of its own."""
    yield tmp_path / "office"
    remove_data(tmp_path / "office" / "postgres")


def test_head_office_killed_in_a_batch_has_what_it_acknowledged_and_takes_the_rest_once(
    template: TemplateTill, folder: TillFolder, data: Path
) -> None:
    """The process and, with it, its PostgreSQL; another one goes on with the same folder."""
    with SyncingTill(template, folder, SystemClock()) as till:
        for turn, after in enumerate(AFTER_BYTES[1:]):
            with ServedOffice(data) as served:
                if not turn:
                    made = pos_app(
                        *("office", "new-till", "--point", "Marseille", "--till", "Caisse 1"),
                        *("--data", data, "--address", served.address),
                    )
                    till.join_with(next(word for word in made.stdout.split() if "@" in word))
                    till.sell(SALES)
                killed_in_a_sync(till, served, after)
        acknowledged = till.acknowledged
        with ServedOffice(data) as served:
            assert till.sync(address=served.address).complete
        entries = till.entries
    with open_office(data, clock=SystemClock(), address="127.0.0.1:1", hosts=("127.0.0.1",)) as office:
        held = held_by(office)
    assert held == entries
    assert acknowledged.seq <= len(held)


def killed_in_a_sync(till: SyncingTill, served: ServedOffice, after: int) -> None:
    with BadNetwork(served.address, stall_after=after) as network, ThreadPoolExecutor(1) as pool:
        syncs = pool.submit(till.sync, address=network.address)
        assert network.stalled.wait(PATIENCE_S)
        os.kill(served.process.pid, signal.SIGKILL)
        served.process.wait(PATIENCE_S)
        network.resume()
        assert isinstance(syncs.exception(PATIENCE_S), Unavailable)


def test_a_database_killed_in_a_batch_has_what_it_acknowledged_and_takes_the_rest_once(
    alone: SyncingTill, tmp_path: Path, expected_log: Callable[[str], None]
) -> None:
    """The batch waits for a row that somebody holds: its transaction has begun when everything ends at once."""
    for told in ("error connecting", "discarding closed connection", "reconnection attempt in pool"):
        expected_log(told)
    with served_over(tmp_path) as office:
        alone.join(office)
        alone.sell(SALES)
        alone.sync()
        alone.sell(SALES)
        acknowledged = alone.acknowledged
        kill_in_a_transaction(alone, office)
        assert alone.acknowledged == acknowledged
    with served_over(tmp_path) as office:
        assert alone.sync(address=office.address).complete
        assert held_by(office) == alone.entries
    remove_data(tmp_path / "own")


@contextmanager
def served_over(folder: Path) -> Iterator[Office]:
    """Head office over a PostgreSQL of this test's own."""
    with bound_socket("127.0.0.1", 0) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with (
        EmbeddedPostgres(folder / "own") as postgres,
        open_office(
            folder / "office", clock=SystemClock(), address=address, hosts=("127.0.0.1",), database_url=postgres.url
        ) as office,
    ):
        server = OfficeServer(office, bound_socket("127.0.0.1", int(address.rpartition(":")[2])))
        yield office
        server.stop()


def kill_in_a_transaction(till: SyncingTill, office: Office) -> None:
    with ThreadPoolExecutor(1) as pool, suppress(Unavailable), office.database.transaction() as connection:
        connection.execute("SELECT 1 FROM incarnation FOR UPDATE")
        syncs = pool.submit(till.sync)
        while not connection.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            assert not syncs.done(), syncs.exception()
        kill_postgres(connection)
        assert isinstance(syncs.exception(PATIENCE_S), Unavailable)


def kill_postgres(connection: Connection) -> None:
    """The first process, and with it all the others, which notice."""
    row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    os.kill(int((Path(row[0]) / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
