"""An operator's file between the moment it is sent and a person's word: encrypted, for an hour, and shown as shapes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection

from pos_app.domain.code_file import Matching, Row, matching_of
from pos_app.domain.refusals import Refusal
from pos_app.office.code_box import CodeBox
from pos_app.tables.table_file import rows_in_memory

LARGEST_FILE_BYTES = 1_000_000
"""What a page takes: no more than the web server keeps in memory, so that no code lies on the disk in clear. Some
forty thousand codes; the command line takes larger files."""
KEPT_MS = 3600 * 1000
SHAPES_SHOWN = 3
_LONGEST_NAME = 80
_WIDEST = 24


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits. Its rows hold codes in clear: for one request only."""

    id: str
    name: str
    rows: tuple[Row, ...]

    def __repr__(self) -> str:
        return f"Upload({self.name}, {len(self.rows)} rows)"

    @property
    def guess(self) -> Matching:
        return matching_of(self.rows[0][1])

    @property
    def columns(self) -> Sequence[str]:
        """What each column is called; where nobody named them, a shape of what it holds."""
        first = self.rows[0][1]
        return [cell[:_WIDEST] for cell in first] if self.guess.heading else [shape(cell) for cell in first]

    def shapes(self, *, heading: bool) -> Sequence[Sequence[str]]:
        """The first rows, with a dot for each letter and digit."""
        return [[shape(cell) for cell in cells] for _line, cells in self.rows[heading : SHAPES_SHOWN + heading]]


def keep_upload(connection: Connection, box: CodeBox, *, content: bytes, name: str, now_ms: int) -> str:
    """Keeps a file until somebody says what becomes of it; returns its id.

    Raises Refusal("file_without_codes"), and what says that it is no table.
    """
    if not any(True for _row in rows_in_memory(content)):
        raise Refusal("file_without_codes")
    upload = secrets.token_hex(16)
    connection.execute("DELETE FROM code_upload WHERE made_ms < %s", (now_ms - KEPT_MS,))
    connection.execute(
        "INSERT INTO code_upload VALUES (%s, %s, %s, %s)",
        (upload, name[:_LONGEST_NAME], box.seal_file(content, upload=upload), now_ms),
    )
    return upload


def read_upload(connection: Connection, box: CodeBox, *, upload: str, now_ms: int) -> Upload:
    """Raises Refusal("upload_gone")."""
    row = connection.execute(
        "SELECT name, sealed FROM code_upload WHERE id = %s AND made_ms >= %s", (upload, now_ms - KEPT_MS)
    ).fetchone()
    if row is None:
        raise Refusal("upload_gone")
    return Upload(upload, row[0], tuple(rows_in_memory(box.open_file(row[1], upload=upload))))


def forget_upload(connection: Connection, upload: str) -> None:
    connection.execute("DELETE FROM code_upload WHERE id = %s", (upload,))


def shape(cell: str) -> str:
    """How a cell looks, without what it says."""
    return "".join("•" if character.isalnum() else character for character in cell[:_WIDEST])
