"""An operator's file of what was activated: serial numbers or codes, each with its day. No message holds a code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pos_app.domain.code_file import Row, RowFault, columns_named, plain_heading, plain_serial
from pos_app.domain.days import read_day
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import VoucherCode
from pos_app.domain.voucher_rule import plain_code

_DAYS = frozenset(
    {"date d activation", "activation", "active le", "activee le", "date activation", "activated on",
     "activation date", "date"}
)  # fmt: skip
_LATEST_LINE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Activated:
    """A row: a serial number, or a code where there is none, that was activated on a day."""

    line: int
    serial: str
    code: VoucherCode | None
    day: dt.date


@dataclass(frozen=True, slots=True)
class ActivationFile:
    """What a file says. Where any row is at fault nothing is taken in."""

    rows: tuple[Activated, ...]
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    serial: int | None
    code: int | None
    day: int


def read_activations(rows: Sequence[Row]) -> ActivationFile:
    """The rows of a file whose first row names its columns.

    Raises Refusal("activation_columns") where that names no day, or neither serial numbers nor codes, and
    Refusal("activations_missing") where nothing follows.
    """
    columns = _columns(rows[0][1]) if rows else None
    if columns is None:
        raise Refusal("activation_columns")
    if len(rows) < 2:
        raise Refusal("activations_missing")
    return _read(rows[1:], columns)


def _columns(heading: Sequence[str]) -> _Columns | None:
    plain = [plain_heading(cell) for cell in heading]
    day = next((place for place, cell in enumerate(plain) if cell in _DAYS), None)
    named = columns_named(heading)
    code, serial = named["code"], named["serial"]
    if day is None or (code is None and serial is None):
        return None
    return _Columns(serial, code, day)


def _read(rows: Iterable[Row], columns: _Columns) -> ActivationFile:
    found: list[Activated] = []
    faults: list[RowFault] = []
    first: dict[object, int] = {}
    for line, cells in rows:
        row = _row(line, cells, columns)
        if isinstance(row, RowFault):
            faults.append(row)
            continue
        before = first.setdefault(row.serial or row.code, line)
        if before != line:
            faults.append(RowFault(line, "activated_again", before))
        found.append(row)
    return ActivationFile(tuple(found), tuple(faults))


def _row(line: int, cells: Sequence[str], columns: _Columns) -> Activated | RowFault:
    if len(cells) <= max(columns.day, columns.serial or 0, columns.code or 0) or line > _LATEST_LINE:
        return RowFault(line, "columns_missing")
    serial = plain_serial(cells[columns.serial]) if columns.serial is not None else ""
    code = plain_code(cells[columns.code]) if columns.code is not None else ""
    if not serial and not code:
        return RowFault(line, "nothing_activated")
    try:
        day = read_day(cells[columns.day].removesuffix(" 00:00:00").removesuffix("T00:00:00"))
    except Refusal:
        return RowFault(line, "day_not_a_date")
    return Activated(line, serial, VoucherCode(code) if code and not serial else None, day)
