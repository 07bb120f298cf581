"""A table that a browser keeps: CSV, guarded against cells that would run as formulas."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from pos_app.tables.writing import Cell, write_table


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The bytes of the table as CSV. No secret may be in it: it is written to a temporary file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_table(path, headings, rows)
        return path.read_bytes()
