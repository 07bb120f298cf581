"""An operator's file as rows of texts, with what a delivery note may print of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pos_app.domain.code_file import Matching, Row, matching_of
from pos_app.domain.refusals import Refusal
from pos_app.tables.table_file import open_table


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
    """Reads the file into memory, and never copies it. Raises what `open_table` and its rows raise, and
    Refusal("file_without_codes")."""
    table = open_table(path)
    rows: tuple[Row, ...] = tuple(table.rows())
    if not rows:
        raise Refusal("file_without_codes")
    return CodeTable(path, rows, table.sha256())
