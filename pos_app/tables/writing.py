"""Writing a table that a spreadsheet opens: CSV or XLSX, guarded against cells that would run as formulas.

A cell of text that begins with = + - @, their full-width forms, a tab or a carriage return is a formula to a
spreadsheet (OWASP, "CSV Injection"). In CSV an apostrophe before it makes it text; in XLSX text cells are typed as
such. Numbers are numbers in both, negative ones too.
"""

from __future__ import annotations

import csv
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

from pos_app.domain.refusals import Refusal, Unavailable

Cell = str | int
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BELOW_ZERO = re.compile(r"-\d[\d\u00a0\u202f]*(?:[.,]\d+)?(?:\u00a0€)?")
_OWNER_ONLY = 0o600


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Writes a file that only its owner may read, ".xlsx" or ".csv" by its name; returns the number of rows.

    It takes the place of one of the same name, whole or not at all. Raises Refusal("table_kind_unknown"),
    Unavailable("table_not_written").
    """
    writer = {".csv": _write_csv, ".xlsx": _write_workbook}.get(path.suffix.lower())
    if writer is None:
        raise Refusal("table_kind_unknown", name=path.name)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
        count = writer(beside, headings, rows)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unavailable("table_not_written", name=path.name) from error
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return count


def guarded(cell: Cell) -> Cell:
    """The cell as CSV may hold it; an amount below zero is none to be guarded against."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) and not _BELOW_ZERO.fullmatch(cell):
        return f"'{cell}"
    return cell


def _write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """UTF-8 with its mark, semicolons and CRLF: what French spreadsheets open by a double click."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([guarded(heading) for heading in headings])
        for row in rows:
            writer.writerow([guarded(cell) for cell in row])
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count


def _write_workbook(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    count = 0
    try:
        with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            for line, row in enumerate(_with(headings, rows)):
                for column, cell in enumerate(row):
                    write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                    write(line, column, cell)
                count = line
    except XlsxWriterException as error:
        raise OSError(str(error)) from error
    return count


def _with(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterable[Sequence[Cell]]:
    yield headings
    yield from rows
