"""The first sheet of an XLSX workbook, as texts; what its zip says of its size is believed only as a limit."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pos_app.domain.refusals import Refusal
from pos_app.tables.content import Content

LARGEST_UNPACKED_BYTES = 600 * 1024 * 1024
_MOST_PARTS = 2_000
_EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number: a longer one lost its end, and is shown so that none believes it."""
_LARGEST_RATIO = 400
"""A sheet of real rows packs to a tenth, at best to a hundredth; a bomb to a thousandth."""


def workbook_rows(content: Content) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of the first sheet, dates as ISO days, whole numbers without a point, empty rows left out.

    Raises Refusal("table_file_unusable", table_reason): "workbook", "too_large".
    """
    import python_calamine

    _require_harmless(content)
    try:
        if isinstance(content, Path):
            book = python_calamine.CalamineWorkbook.from_path(str(content))
        else:
            book = python_calamine.CalamineWorkbook.from_filelike(content.open("rb"))
        sheet = book.get_sheet_by_index(0)
    except python_calamine.CalamineError as error:
        raise Refusal("table_file_unusable", table_reason="workbook") from error
    first = (sheet.start or (0, 0))[0]
    for line, cells in enumerate(sheet.iter_rows(), start=first + 1):
        texts = tuple(_text(cell) for cell in cells)
        if any(texts):
            yield line, texts


def _require_harmless(content: Content) -> None:
    """The zip is read by its directory first: what unpacks to more than memory holds is refused unread."""
    try:
        with content.open("rb") as file, zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise Refusal("table_file_unusable", table_reason="workbook") from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Refusal("table_file_unusable", table_reason="workbook")
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > _MOST_PARTS or unpacked > LARGEST_UNPACKED_BYTES:
        raise Refusal("table_file_unusable", table_reason="too_large")
    if unpacked > 10_000_000 and unpacked // packed > _LARGEST_RATIO:
        raise Refusal("table_file_unusable", table_reason="too_large")


def _text(cell: object) -> str:
    """What the cell shows, near enough."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < _EXACT else f"{cell:.5E}"
    return "" if cell is None else str(cell).strip(" \t\u00a0\u202f")
