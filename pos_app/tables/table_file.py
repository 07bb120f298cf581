"""Opening a table: what kind of file it is, and its rows as texts, each with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.tables.content import Content, InMemory

Row: TypeAlias = "tuple[int, tuple[str, ...]]"
"""The line of a row in its file, from 1, and its cells, trimmed."""

LARGEST_BYTES = 1024 * 1024 * 1024
_HEAD_BYTES = 64 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file that can be read as a table, as often as wanted. `size` and `changed_ns` tell whether it is still it."""

    path: Path
    is_workbook: bool
    size: int
    changed_ns: int

    def rows(self) -> Iterator[Row]:
        """Every row that is not empty, in order, read as it is asked for: a large file is never in memory whole.

        Raises Refusal("table_file_wrong", "table_file_unusable"), Refusal("table_file_changed") where the file is no
        longer the one that was opened, and Unavailable("table_file_unreadable").
        """
        self._require_unchanged()
        with _translated(self.path):
            yield from _rows(self.path, is_workbook=self.is_workbook)
        self._require_unchanged()

    def sha256(self) -> str:
        """The digest of the whole file, as hexadecimal digits."""
        with _translated(self.path), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _require_unchanged(self) -> None:
        with _translated(self.path):
            now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.size, self.changed_ns):
            raise Refusal("table_file_changed", name=self.path.name)


def open_table(path: Path) -> TableFile:
    """The table in the file at `path`, by what it holds, whatever its name says.

    Raises Refusal("table_file_unusable", table_reason): "empty", "encrypted", "binary", "too_large"; and
    Unavailable("table_file_unreadable").
    """
    with _translated(path):
        known = path.stat()
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    if known.st_size > LARGEST_BYTES:
        raise Refusal("table_file_unusable", table_reason="too_large")
    return TableFile(path, _is_workbook(head), known.st_size, known.st_mtime_ns)


def rows_in_memory(content: bytes) -> Iterator[Row]:
    """The rows of a table that must not lie on a disk, as `TableFile.rows` gives them; the same refusals."""
    return _rows(InMemory(content), is_workbook=_is_workbook(content[:_HEAD_BYTES]))


def _rows(content: Content, *, is_workbook: bool) -> Iterator[Row]:
    if is_workbook:
        from pos_app.tables.workbook import workbook_rows

        return workbook_rows(content)
    from pos_app.tables.csv_text import csv_rows

    return csv_rows(content)


def _is_workbook(head: bytes) -> bool:
    """Raises Refusal("table_file_unusable") where what begins so is no table."""
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refusal("table_file_unusable", table_reason="empty")
    if head.startswith(_OLE):
        raise Refusal("table_file_unusable", table_reason="encrypted")
    is_workbook = head.startswith(_ZIP)
    if not is_workbook and _is_binary(head):
        raise Refusal("table_file_unusable", table_reason="binary")
    return is_workbook


def _is_binary(head: bytes) -> bool:
    """Text in UTF-16 has zero bytes too, but begins with its mark."""
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """The medium was taken out, the file is gone or may not be read."""
    try:
        yield
    except OSError as error:
        raise Unavailable("table_file_unreadable", name=path.name) from error
