"""Runs the rows named, or all: prints their table and writes build/bench.json (PERFORMANCE.md says its fields)."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

import tests.bench
from tests.bench.row import PeerMissingError, Row

OUT = Path(__file__).parents[2] / "build" / "bench.json"
_NO_ROWS = {"__main__", "busy_desk", "ingest_flat", "npm_pouchdb", "pushing", "row"}


def main(names: Sequence[str]) -> int:
    """0 where every goal is met, 1 where one is not, 2 where a name is none of ours."""
    known = sorted({module.name for module in pkgutil.iter_modules(tests.bench.__path__)} - _NO_ROWS)
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"no such bench: {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    rows = [row for name in names or known for row in _measured(name)]
    _print_table(rows)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([_as_json(row) for row in rows], indent=1) + "\n")
    return 0 if all(row.met for row in rows) else 1


def _measured(name: str) -> list[Row]:
    print(f"{name} ...", file=sys.stderr, flush=True)
    try:
        return list(importlib.import_module(f"tests.bench.{name}").rows())
    except PeerMissingError as missing:
        print(f"{name}: left out: {missing}", file=sys.stderr)
        return []


def _print_table(rows: Sequence[Row]) -> None:
    line = "{:<22} {:>12} {:>12} {:>7} {:>9} {:>7}  {}"
    print(line.format("what", "ours", "reference", "ratio", "goal", "spread", "reference is"))
    for row in rows:
        bound = ("≥" if row.more_is_better else "≤") + f" {row.goal:g}"
        print(
            line.format(
                row.name,
                f"{row.ours:.4g} {row.unit}",
                f"{row.reference:.4g} {row.unit}",
                f"{row.ratio:.2f}",
                bound,
                f"{row.spread:.0%}",
                row.reference_name + ("" if row.met else "   MISSED"),
            )
        )


def _as_json(row: Row) -> dict[str, object]:
    return {
        "name": row.name,
        "unit": row.unit,
        "ours": row.ours,
        "reference": row.reference,
        "reference_name": row.reference_name,
        "ratio": row.ratio,
        "goal": row.goal,
        "met": row.met,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
