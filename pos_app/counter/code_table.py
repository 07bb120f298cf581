"""An operator's file as rows of texts: CSV with semicolons, commas or tabs, or XLSX. Read into memory, never copied."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from pos_app.domain.code_file import Matching, Row, matching_of
from pos_app.domain.refusals import Refusal, Unavailable

LARGEST_BYTES = 128 << 20
_ZIP = b"PK\x03\x04"
_EXACT_DIGITS = 15
"""A spreadsheet keeps fifteen digits of a number: a longer one lost its end."""
_DELIMITERS = ";,\t"


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The rows of a file, which are codes: `repr` leaves them out. A delivery note may print its SHA-256."""

    path: Path
    rows: tuple[Row, ...] = field(repr=False)
    sha256: str

    @property
    def matching(self) -> Matching:
        """The columns as the file names them."""
        return matching_of(self.rows[0][1])

    @property
    def checksum(self) -> str:
        """The beginning of the SHA-256 as people compare it: by fours."""
        digits = self.sha256[:16].upper()
        return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def read_code_table(path: Path) -> CodeTable:
    """Raises Unavailable("file_unreadable", file) and Refusal("file_not_a_table", "file_cut", "file_without_codes")."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Refusal("file_not_a_table", file=path.name)
        content = path.read_bytes()
    except OSError as error:
        raise Unavailable("file_unreadable", file=path.name) from error
    rows = tuple((_sheet_rows if content.startswith(_ZIP) else _csv_rows)(content, path.name))
    if not rows:
        raise Refusal("file_without_codes")
    return CodeTable(path, rows, hashlib.sha256(content).hexdigest())


def _csv_rows(content: bytes, name: str) -> Iterator[Row]:
    text = _decoded(content)
    if text is None or "\0" in text:
        raise Refusal("file_not_a_table", file=name)
    lines = text.splitlines(keepends=True)
    first = lines[0] if lines else ""
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        raise Refusal("file_cut", line=reader.line_num) from None


def _decoded(content: bytes) -> str | None:
    """As UTF-8, or as French Windows wrote before; a file with anything else in it is no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _sheet_rows(content: bytes, name: str) -> Iterator[Row]:
    """The first sheet of a workbook. A file that was cut does not open."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Refusal("file_not_a_table", file=name) from error
    for line, cells in enumerate(rows, start=1):
        if any(cell != "" for cell in cells):
            yield line, [_cell_text(cell) for cell in cells]


def _cell_text(cell: object) -> str:
    """A whole number without its ".0"; one that lost its end as the spreadsheet shows it, which is no code."""
    if isinstance(cell, dt.date | dt.datetime):
        return cell.isoformat()
    text = str(cell)
    if isinstance(cell, str) or not text.endswith(".0"):
        return text
    whole = text.removesuffix(".0")
    return whole if len(whole) <= _EXACT_DIGITS else f"{whole[0]}.{whole[1:6]}E+{len(whole) - 1}"
