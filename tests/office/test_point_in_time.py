"""A base backup and the WAL archive, made and put back by the scripts of installers/office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_app.clock import SystemClock
from pos_app.office.check import check_tills
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer, bound_socket, open_office
from tests.load.processes import HOST, free_addresses
from tests.office.cluster import Cluster, clusters, office_url
from tests.office.held import stored
from tests.office.remote_till import RemoteTill

_NOW = "SELECT clock_timestamp()"


@pytest.fixture
def primary() -> Iterator[Cluster]:
    with clusters(5503) as (server,):
        server.create()
        server.script("primary")
        yield server


def test_head_office_is_put_back_to_a_moment_and_its_tills_bring_the_rest(
    primary: Cluster, tmp_path: Path, expected_log: Callable[[str], None]
) -> None:
    for said in ("error connecting", "discarding closed connection", "reconnection attempt"):
        expected_log(said)
    with _served(primary, tmp_path) as office, RemoteTill(office) as till:
        till.enrol()
        till.hello()
        till.push(till.entries)
        primary.script("backup")
        till.push(till.sell(20))
        moment = primary.ask(_NOW)
        till.push(till.sell(20))
        primary.ask("SELECT pg_switch_wal()")
        primary.script("backup")

        primary.script("restore", moment)
        assert stored(office, till) == till.entries[:21]
        assert [each.refusal for each in check_tills(office.database)] == [None]
        (held,) = till.hello().heads
        till.push(till.entries[held.seq :])
        assert stored(office, till) == till.entries
        primary.script("backup")
        primary.script("restore")
        assert stored(office, till) == till.entries


def test_a_base_backup_that_is_too_old_goes_and_so_does_the_archive_before_the_oldest(primary: Cluster) -> None:
    kept = primary.site.folder / "kept"
    first = Path(primary.script("backup").strip())
    primary.ask("SELECT pg_switch_wal()")
    archived = {path.name for path in (kept / "wal").iterdir()}
    primary.site.run("touch", "-d", "31 days ago", first, env={})
    second = Path(primary.script("backup").strip())
    assert list((kept / "base").iterdir()) == [second]
    assert archived - {path.name for path in (kept / "wal").iterdir()}


def test_the_archive_never_takes_one_piece_for_another() -> None:
    with clusters(5504) as (server,):
        piece, kept, other = (server.site.folder / name for name in ("piece", "kept", "other"))
        for path, content in ((piece, b"one"), (other, b"two")):
            path.write_bytes(content)
            path.chmod(0o644)
        server.script("archive-wal", piece, kept)
        server.script("archive-wal", piece, kept)  # again, after a crash: it is there
        with pytest.raises(AssertionError, match="another file"):
            server.script("archive-wal", other, kept)
        assert kept.read_bytes() == b"one"


@contextmanager
def _served(primary: Cluster, folder: Path) -> Iterator[Office]:
    address = free_addresses(1)[0]
    with open_office(
        folder, clock=SystemClock(), address=address, hosts=(HOST,), database_url=office_url(primary)
    ) as office:
        server = OfficeServer(office, bound_socket(HOST, int(address.rpartition(":")[2])))
        try:
            yield office
        finally:
            server.stop()
