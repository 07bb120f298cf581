"""One code's whole history, found by its serial number, by the code itself or in a list: never is it shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.code_file import plain_serial
from pos_app.domain.identifiers import LotId, code_of_lot
from pos_app.domain.refusals import Refusal
from pos_app.domain.voucher import VoucherCode
from pos_app.domain.voucher_rule import plain_code
from pos_app.office.code_box import CodeBox


@dataclass(frozen=True, slots=True)
class CodeKnown:
    """A code by its lot and its number there, from 0. `state` is that of the pool, or where it is allocated what the
    till that has it says; `activated_on` None while no operator said so."""

    code_lot: str
    number: int
    product: str
    supplier: str
    serial_end: str
    state: str
    trouble: str
    received_ms: int
    expires_on: dt.date | None
    activated_on: dt.date | None


@dataclass(frozen=True, slots=True)
class CodeEvent:
    """What happened to it: an act of `pos_app.office.code_projections`, "allocated", or "stated" and "unstated"."""

    at_ms: int
    offset_min: int
    act: str
    till: str
    detail: str


_KNOWN = """
SELECT code.code_lot, code.number, product, supplier, serial_end,
       CASE WHEN code.state = 'allocated' THEN held.state ELSE code.state END AS state,
       coalesce(held.trouble, '') AS trouble, received_ms, expires_on,
       (SELECT min(activated_on) FROM activation
        WHERE (activation.code_lot, activation.number) = (code.code_lot, code.number)) AS activated_on
FROM code JOIN code_lot ON code_lot.id = code.code_lot
LEFT JOIN allocated_code AS held ON (held.code_lot, held.number) = (code.code_lot, code.number) AND NOT reused
     AND code.state = 'allocated'
WHERE (code.code_lot, code.number) = (%s, %s)
"""
_TILL = "(SELECT point.name || ' · ' || till.name FROM till JOIN point ON point.id = till.point WHERE till.id = {})"


def find_code(connection: Connection, box: CodeBox, text: str) -> tuple[str, int]:
    """(lot, number) of the code whose serial number or whose code `text` is. Raises Refusal("code_unknown")."""
    hashes = [box.known_serial(plain_serial(text)), box.known(VoucherCode(plain_code(text)))]
    row = connection.execute(
        "SELECT code_lot, number FROM code WHERE serial_known = %s OR known = %s", hashes
    ).fetchone()
    if row is None:
        raise Refusal("code_unknown")
    return row[0], row[1]


def code_known(connection: Connection, *, lot: str, number: int) -> CodeKnown:
    """Raises Refusal("code_unknown")."""
    with connection.cursor(row_factory=class_row(CodeKnown)) as cursor:
        found = cursor.execute(_KNOWN, (lot, number)).fetchone()
    if found is None:
        raise Refusal("code_unknown")
    return found


def history_of(connection: Connection, *, lot: str, number: int, offset_min: int) -> Sequence[CodeEvent]:
    """What happened to a code, in order; what head office did at its own time, `offset_min` ahead of UTC."""
    held = connection.execute(
        "SELECT allocation, place FROM allocated_code WHERE (code_lot, number) = (%s, %s)", (lot, number)
    ).fetchall()
    items = [code_of_lot(LotId(allocation), place) for allocation, place in held]
    allocations = [allocation for allocation, _place in held]
    with connection.cursor(row_factory=class_row(CodeEvent)) as cursor:
        return cursor.execute(
            "SELECT at_ms, offset_min, act, till, detail FROM ("
            f" SELECT at_ms, offset_min, act, {_TILL.format('code_fact.till')} AS till, ticket AS detail, seq"
            "  FROM code_fact WHERE item = ANY(%(items)s)"
            f" UNION ALL SELECT at_ms, offset_min, act, {_TILL.format('code_fact.till')}, '', seq FROM code_fact"
            "  WHERE item = ANY(%(allocations)s)"
            f" UNION ALL SELECT made_ms, %(offset)s, 'allocated', {_TILL.format('allocation.till')}, '', 0"
            "  FROM allocation WHERE lot = ANY(%(allocations)s)"
            " UNION ALL SELECT made_ms, %(offset)s, CASE owed WHEN 1 THEN 'stated' ELSE 'unstated' END, '', month, 0"
            "  FROM stated_code JOIN code_statement ON code_statement.id = statement"
            "  WHERE (allocation, place) IN (SELECT allocation, place FROM allocated_code"
            "  WHERE (code_lot, number) = (%(lot)s, %(number)s))"
            ") AS told ORDER BY at_ms, seq",
            {"items": items, "allocations": allocations, "lot": lot, "number": number, "offset": offset_min},
        ).fetchall()
