"""Ingest of 10 000 entries over HTTPS against PouchDB replicating the same documents to its own HTTP server.

PouchDB's packages are locked in npm_pouchdb and installed under build/ at the first run, which needs npm and a network.
PouchDB checks neither a chain nor a signature and speaks plain HTTP, which is in its favour.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from pos_app.ledger.entry import Entry
from tests.bench.pushing import ENTRIES, pushed
from tests.bench.row import PeerMissingError, Row, side_by_side
from tests.load.processes import running_office
from tests.office.remote_till import RemoteTill

_LOCKED = Path(__file__).parent / "npm_pouchdb"
_INSTALLED = Path(__file__).parents[2] / "build" / "npm_pouchdb"
_INSTALL_TIMEOUT_S = 300


def rows() -> Iterator[Row]:
    _install()
    with tempfile.TemporaryDirectory() as name, running_office(Path(name)) as running:
        numbers = count(1)
        documents = Path(name) / "documents.json"
        documents.write_text(
            json.dumps([_document(e) for e in RemoteTill(running.office, till="Modèle").sell(ENTRIES)])
        )
        with _replicator(Path(name) / "pouchdb", documents) as replicator:
            yield side_by_side(
                "ingest_vs_pouchdb",
                unit="/s",
                ours=lambda: pushed(running, till=f"Caisse {next(numbers)}"),
                reference=lambda: _replicated(replicator),
                reference_name="PouchDB replicating to its server",
                goal=8,
                rounds=5,
                more_is_better=True,
            )


def _install() -> None:
    """Raises PeerMissingError where there is no npm or no network."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise PeerMissingError("node and npm are not installed")
    _INSTALLED.mkdir(parents=True, exist_ok=True)
    for file in _LOCKED.iterdir():
        shutil.copy(file, _INSTALLED)
    command = [npm, "ci", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"]
    try:
        done = subprocess.run(
            command, cwd=_INSTALLED, capture_output=True, text=True, timeout=_INSTALL_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise PeerMissingError("npm did not come to an end") from None
    if done.returncode:
        raise PeerMissingError(f"npm cannot install PouchDB: {done.stderr.strip()[-200:]}")


@contextmanager
def _replicator(folder: Path, documents: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        ["node", str(_INSTALLED / "replicate.js"), "replicate", str(folder), str(documents)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process  # leaving closes its input, which ends it


def _replicated(replicator: subprocess.Popen[str]) -> float:
    """Documents a second."""
    assert replicator.stdin is not None
    assert replicator.stdout is not None
    replicator.stdin.write("again\n")
    replicator.stdin.flush()
    return float(replicator.stdout.readline())


def _document(entry: Entry) -> dict[str, object]:
    """An entry as a document store would keep it: the fact as it stands, hashes and signature as text."""
    return {
        "_id": f"{entry.incarnation}:{entry.seq:09d}",
        "at_ms": entry.at_ms,
        "offset_min": entry.offset_min,
        "operator": entry.operator,
        "kind": entry.kind,
        "payload": entry.payload.decode(),
        "previous": entry.previous.hex(),
        "hash": entry.hash.hex(),
        "signature": entry.signature.hex(),
    }
