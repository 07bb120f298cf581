"""Serial numbers out of a file (CSV or XLSX): the column that its heading names, or the only one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pos_app.domain.names import folded
from pos_app.domain.refusals import Refusal
from pos_app.tables.table_file import Row, open_table

_HEADINGS = frozenset(
    {"imei", "iccid", "sim", "sn", "serie", "serial", "serial number", "numero", "numero de serie", "n de serie"}
)


def serials_of_file(path: Path) -> tuple[str, ...]:
    """The cells of that column, in order, as they stand: `receive_equipment` checks them.

    Raises Refusal("serial_column_unknown"), and what opening and reading a table raise.
    """
    rows: list[Row] = list(open_table(path).rows())
    heading = tuple(_plain(cell) for cell in rows[0][1]) if rows else ()
    named = [place for place, words in enumerate(heading) if words in _HEADINGS]
    if len(named) == 1:
        return _column(rows[1:], named[0])
    if not named and max((len(cells) for _line, cells in rows), default=0) == 1:
        return _column(rows, 0)
    raise Refusal("serial_column_unknown")


def _column(rows: Sequence[Row], place: int) -> tuple[str, ...]:
    return tuple(cells[place] for _line, cells in rows if place < len(cells) and cells[place])


def _plain(heading: str) -> str:
    return " ".join(folded(heading).replace("°", " ").replace("_", " ").split())
