"""CSV as spreadsheets and old programs write it: the encoding and the separator are found out, not asked."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from pos_app.domain.refusals import Refusal
from pos_app.tables.content import Content
from pos_app.tables.writing import FORMULA_STARTS

_SAMPLE_BYTES = 256 * 1024
_SEPARATORS = ";\t,|"
_LONGEST_CELL = 10_000


def csv_rows(content: Content) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of the file, cells trimmed, empty rows left out.

    Raises Refusal("table_file_wrong", line, table_reason): "nul", "csv" (quotation marks that do not match) or
    "cell_too_long".
    """
    with content.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    encoding = _encoding_of(sample, content)
    separator = _separator_of(sample.decode(encoding, errors="replace"))
    with io.TextIOWrapper(content.open("rb"), encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=separator, strict=True)
        try:
            for cells in reader:
                if trimmed := _trimmed(cells, reader.line_num):
                    yield reader.line_num, trimmed
        except csv.Error as error:
            reason = "nul" if "NUL" in str(error) else "csv"
            raise Refusal("table_file_wrong", line=reader.line_num + 1, table_reason=reason) from error


def _trimmed(cells: list[str], line: int) -> tuple[str, ...]:
    """Without spaces around; () for a row of empty cells."""
    if any(len(cell) > _LONGEST_CELL for cell in cells):
        raise Refusal("table_file_wrong", line=line, table_reason="cell_too_long")
    if any("\0" in cell for cell in cells):
        raise Refusal("table_file_wrong", line=line, table_reason="nul")
    trimmed = tuple(_unguarded(cell.strip(" \t\u00a0\u202f\ufeff")) for cell in cells)
    return trimmed if any(trimmed) else ()


def _unguarded(cell: str) -> str:
    """An apostrophe that keeps a spreadsheet from taking the cell for a formula is no part of it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _encoding_of(sample: bytes, content: Content) -> str:
    """As byte-order marks say; UTF-8 where the whole file is; else Windows-1252, which French programs also write."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with content.open("rb") as file:
            while piece := file.read(_SAMPLE_BYTES):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252" if _is_cp1252(sample) else "latin-1"
    return "utf-8"


def _is_cp1252(sample: bytes) -> bool:
    """Five bytes mean nothing in Windows-1252."""
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def _separator_of(sample: str) -> str:
    """The one that stands most often in the first rows, and as often in each: a comma in an address does not win."""
    lines = [line for line in sample.splitlines()[:50] if line.strip()]
    counts = {separator: [line.count(separator) for line in lines] for separator in _SEPARATORS}

    def score(separator: str) -> tuple[int, int]:
        found = counts[separator]
        steady = sum(count == found[0] > 0 for count in found) if found else 0
        return steady, sum(found)

    return max(_SEPARATORS, key=score)
