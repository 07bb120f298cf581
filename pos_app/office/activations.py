"""What an operator says was activated, matched with our codes: by serial number or code, each as a keyed hash only."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.activation_file import Activated, ActivationFile, read_activations
from pos_app.domain.refusals import Refusal
from pos_app.office.code_box import CodeBox
from pos_app.office.code_lots import SERIAL_END, match_activations
from pos_app.tables.table_file import rows_in_memory

SHOWN_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class FileTaken:
    """An operator's file as it was taken in; `unknown` counts what is no code of ours."""

    id: int
    name: str
    supplier: str
    rows: int
    unknown: int
    last_day: dt.date
    received_ms: int


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A code of which operator and desks say different things. `till` is empty where it never left head office;
    `activated_on` is None, or `sold_ms` 0, where nobody says so."""

    code_lot: str
    number: int
    serial_end: str
    product: str
    state: str
    till: str
    ticket: str
    sold_ms: int
    activated_on: dt.date | None


_MISMATCH = """
SELECT code.code_lot, code.number, serial_end, product,
       CASE WHEN code.state = 'allocated' THEN held.state ELSE code.state END AS state,
       coalesce(point.name || ' · ' || till.name, '') AS till, coalesce(ticket, '') AS ticket,
       coalesce(sold_ms, 0) AS sold_ms, activation.activated_on
FROM code JOIN code_lot ON code_lot.id = code.code_lot
LEFT JOIN (SELECT code_lot, number, min(activated_on) AS activated_on FROM activation WHERE code_lot IS NOT NULL
           GROUP BY code_lot, number) AS activation
     ON (activation.code_lot, activation.number) = (code.code_lot, code.number)
LEFT JOIN allocated_code AS held ON (held.code_lot, held.number) = (code.code_lot, code.number)
     AND code.state = 'allocated' AND NOT reused
LEFT JOIN allocation ON allocation.lot = held.allocation
LEFT JOIN till ON till.id = allocation.till LEFT JOIN point ON point.id = till.point
WHERE supplier = %(supplier)s
"""
_NOT_SOLD = f"{_MISMATCH} AND activation.activated_on IS NOT NULL AND held.state IS DISTINCT FROM 'sold'"
_NOT_ACTIVATED = (
    f"{_MISMATCH} AND activation.activated_on IS NULL AND held.state = 'sold' AND trouble = ''"
    " AND sold_ms < %(until_ms)s"
)


def take_activations(
    connection: Connection, box: CodeBox, *, content: bytes, name: str, supplier: str, now_ms: int
) -> ActivationFile:
    """Takes an operator's file in; where rows are at fault nothing is, and they are told. Every code is hashed here
    and kept nowhere; the earliest day of a code stands.

    Raises Refusal("supplier_unknown", "activation_columns", "activations_missing", "activations_taken", ...).
    """
    if supplier not in suppliers(connection):
        raise Refusal("supplier_unknown")
    digest = hashlib.sha256(content).hexdigest()
    if connection.execute("SELECT 1 FROM activation_file WHERE sha256 = %s", (digest,)).fetchone():
        raise Refusal("activations_taken")
    read = read_activations(list(rows_in_memory(content)))
    if read.faults:
        return read
    row = connection.execute(
        "INSERT INTO activation_file (name, supplier, sha256, rows, last_day, received_ms)"
        " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (name, supplier, digest, len(read.rows), max(each.day for each in read.rows), now_ms),
    ).fetchone()
    assert row is not None
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO activation AS held (known, ending, activated_on, file, line) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (known) DO UPDATE SET activated_on = least(held.activated_on, excluded.activated_on)",
            [(_known(box, each), each.serial[-SERIAL_END:], each.day, row[0], each.line) for each in read.rows],
        )
    match_activations(connection)
    return read


def suppliers(connection: Connection) -> Sequence[str]:
    """Those of whom codes ever came, by name."""
    return [name for (name,) in connection.execute("SELECT DISTINCT supplier FROM code_lot ORDER BY supplier")]


def files_taken(connection: Connection) -> Sequence[FileTaken]:
    """The newest first."""
    with connection.cursor(row_factory=class_row(FileTaken)) as cursor:
        return cursor.execute(
            "SELECT id, name, supplier, rows, (SELECT count(*) FROM activation WHERE file = activation_file.id"
            " AND code_lot IS NULL) AS unknown, last_day, received_ms FROM activation_file ORDER BY id DESC"
        ).fetchall()


def unknown_activations(connection: Connection, *, file: int) -> Sequence[tuple[int, str, dt.date]]:
    """(line, how the serial number ends, day) of what is no code of ours."""
    return connection.execute(
        "SELECT line, ending, activated_on FROM activation WHERE file = %s AND code_lot IS NULL ORDER BY line LIMIT %s",
        (file, SHOWN_AT_MOST),
    ).fetchall()


def activated_not_sold(connection: Connection, supplier: str) -> Sequence[Mismatch]:
    """What the operator says was used and no desk sold, as far as entries are in."""
    return _found(connection, _NOT_SOLD, {"supplier": supplier})


def sold_not_activated(connection: Connection, supplier: str, *, offset_min: int) -> Sequence[Mismatch]:
    """What desks sold by the last day of which the operator's files tell, and which was not used by then."""
    row = connection.execute("SELECT max(last_day) FROM activation_file WHERE supplier = %s", (supplier,)).fetchone()
    if row is None or row[0] is None:
        return []
    end = dt.datetime.combine(row[0] + dt.timedelta(days=1), dt.time(), dt.UTC) - dt.timedelta(minutes=offset_min)
    return _found(connection, _NOT_ACTIVATED, {"supplier": supplier, "until_ms": int(end.timestamp()) * 1000})


def _found(connection: Connection, select: str, asked: dict[str, object]) -> Sequence[Mismatch]:
    with connection.cursor(row_factory=class_row(Mismatch)) as cursor:
        return cursor.execute(
            f"{select} ORDER BY code.code_lot DESC, code.number LIMIT {SHOWN_AT_MOST}", asked
        ).fetchall()


def _known(box: CodeBox, row: Activated) -> bytes:
    return box.known(row.code) if row.code is not None else box.known_serial(row.serial)
