"""Prints what an evening of many tills costs: `python -m tests.load --tills 500`.

Time is compressed: the ten minutes within which people press the button become `--minutes` × 60 / `--faster` seconds,
and so do the waits that a till draws after a failure. What head office says in Retry-After is kept in real seconds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.load.evening import Evening, percentile, spend_evening
from tests.load.prepared import prepared_tills
from tests.load.processes import running_office


def main(arguments: list[str]) -> int:
    """0 where every till's head is the same at both ends and nothing was refused for good."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--tills", type=int, default=500)
    parser.add_argument("--entries", type=int, default=300, help="that each till has to send")
    parser.add_argument("--minutes", type=float, default=10, help="within which all press the button")
    parser.add_argument("--faster", type=float, default=10, help="how much quicker than life time runs")
    parser.add_argument("--servers", type=int, default=1, help="processes of head office, tills spread over them")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--database-url", help="an empty database of a PostgreSQL, instead of one made for the run")
    options = parser.parse_args(arguments)
    print(f"signing {options.tills} × {options.entries} entries ...", file=sys.stderr, flush=True)
    prepared = prepared_tills(options.tills, entries=options.entries, seed=options.seed)
    with (
        tempfile.TemporaryDirectory() as name,
        running_office(Path(name), servers=options.servers, database_url=options.database_url) as running,
    ):
        window_s = options.minutes * 60 / options.faster
        evening = spend_evening(running, prepared, window_s=window_s, faster=options.faster, seed=options.seed)
    _print(evening, servers=options.servers, faster=options.faster)
    return 1 if evening.wrong or evening.told.refused else 0


def _print(evening: Evening, *, servers: int, faster: float) -> None:
    print(f"{evening.tills} tills, {evening.entries} entries, {servers} server process(es); client on the same cores")
    print(f"pressed within {evening.window_s:.0f} s (time runs {faster:g} × as quick as in life)")
    print(f"all acknowledged after   {evening.took_s:.1f} s, {evening.entries / evening.took_s:.0f} entries/s")
    print(f"figures made after that  {evening.figures_s:.1f} s")
    for kind, took_ms in evening.told.took_ms.items():
        p50, p99 = percentile(took_ms, 50), percentile(took_ms, 99)
        print(f"request {kind:<10} {len(took_ms):>7} × p50 {p50:>7.0f} ms, p99 {p99:>7.0f} ms")
    answers = ", ".join(f"{status}: {count}" for status, count in sorted(evening.told.answers.items()))
    print(f"answers                  {answers}; cut: {dict(evening.told.cuts)}")
    print(
        f"memory of the servers    {evening.memory_before_mb:.0f} MB before, {evening.memory_most_mb:.0f} at most,"
        f" {evening.memory_after_mb:.0f} after"
    )
    print(f"PostgreSQL connections   {evening.connections} at most")
    print(f"refused for good         {len(evening.told.refused)} {sorted(set(evening.told.refused))[:5]}")
    print(f"differs at the two ends  {len(evening.wrong)} {evening.wrong[:5]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
