"""What an entry costs while more and more are stored: `python -m tests.bench.ingest_flat 10000 100000 1000000`.

No row of `make bench`: ten million rows take twenty minutes and 15 GB. Head office is filled with rows of invented
tills, copied inside PostgreSQL, and each time one more till sends ten thousand entries over HTTPS.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import psycopg

from tests.bench.pushing import ENTRIES, pushed
from tests.load.processes import RunningOffice, running_office

_ROUNDS = 5
_FIRST_INVENTED = 1_000_000
_FILL = (
    "INSERT INTO entry SELECT %s, incarnation, seq, at_ms, offset_min, operator, kind, payload, previous, hash,"
    " signature FROM entry WHERE till = %s"
)


def main(arguments: Sequence[str]) -> int:
    sizes = sorted({int(each) for each in arguments} or {10_000, 100_000, 1_000_000})
    with tempfile.TemporaryDirectory() as name, running_office(Path(name)) as running:
        numbers = count(1)
        pushed(running, till="Modèle")
        print(f"{'rows stored':>12} {'entries/s':>10} {'µs an entry':>12} {'spread':>7} {'on disk':>9}")
        for size in sizes:
            _fill(running, to=size)
            stored = _asked(running, "SELECT count(*) FROM entry")
            speeds = [pushed(running, till=f"Caisse {next(numbers)}") for _ in range(_ROUNDS)]
            middle = statistics.median(speeds)
            spread = (max(speeds) - min(speeds)) / middle
            print(
                f"{stored:>12} {middle:>10.0f} {1e6 / middle:>12.1f} {spread:>7.0%} {_on_disk(running):>9}", flush=True
            )
    return 0


def _fill(running: RunningOffice, *, to: int) -> None:
    """Copies what the first till sent for invented ones, until about `to` rows are stored; then lets the disk rest."""
    with psycopg.connect(running.url, autocommit=True) as connection:
        missing = (to - _asked(running, "SELECT count(*) FROM entry")) // ENTRIES
        last = _asked(running, "SELECT greatest(max(till), %s) FROM entry", _FIRST_INVENTED)
        model = _asked(running, "SELECT min(till) FROM entry")
        for till in range(last + 1, last + 1 + missing):
            connection.execute(_FILL, (till, model))
        connection.execute("VACUUM ANALYZE entry")
        connection.execute("CHECKPOINT")


def _asked(running: RunningOffice, question: str, *values: int) -> int:
    with running.office.database.transaction() as connection:
        row = connection.execute(question, values).fetchone()
    assert row is not None
    return int(row[0])


def _on_disk(running: RunningOffice) -> str:
    size = "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('entry')"
    return f"{_asked(running, size) / 1e9:.2f} GB"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
