"""Lots of recharge codes at head office: taken in from the operator's file, recalled, made void."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection

from pos_app.clock import local_datetime
from pos_app.domain.catalogue import Product, Tracking
from pos_app.domain.code_file import Batch, CheckedFile, Delivery, Matching, Row, RowFault, check_rows
from pos_app.domain.identifiers import LotId, ProductCode, lot_id
from pos_app.domain.refusals import Refusal
from pos_app.office.code_box import CodeBox
from pos_app.office.reference import catalogue_set, rules_set

MOST_CODES = 1_000_000
_MOVED = "moved_in = this_transaction(), moved = nextval('feed_order')"


@dataclass(frozen=True, slots=True)
class CodeLot:
    """A lot as of now: how many of its codes are in the pool, and how many were ever allocated or are void."""

    lot: LotId
    product: str
    supplier: str
    expires_on: str
    note: str
    count: int
    available: int
    allocated: int
    void: int
    recalled: bool
    received_ms: int


def check_lot(
    connection: Connection, box: CodeBox, *, rows: Sequence[Row], matching: Matching, batch: Batch, now_ms: int
) -> CheckedFile:
    """What the rows of an operator's file hold, each compared with its rule and with every code ever received here.

    Raises Refusal("catalogue_missing") before head office has one, Refusal("file_without_codes", "too_many_codes").
    """
    if len(rows) > MOST_CODES:
        raise Refusal("too_many_codes", most=MOST_CODES)
    checked = check_rows(
        rows[matching.heading :],
        matching,
        batch,
        products=_products_with_codes(connection),
        rules=rules_set(connection),
        today=local_datetime(now_ms, 0).date(),
    )
    if not checked.count and not checked.faults:
        raise Refusal("file_without_codes")
    lines = {
        box.known(code): line
        for delivery in checked.deliveries
        for code, line in zip(delivery.codes, delivery.lines, strict=True)
    }
    again = connection.execute("SELECT known FROM code WHERE known = ANY(%s)", (list(lines),)).fetchall()
    faults = (*checked.faults, *(RowFault(lines[known], "received_before") for (known,) in again))
    return CheckedFile(checked.deliveries, tuple(sorted(faults, key=lambda fault: fault.line)))


def receive_lots(
    connection: Connection, box: CodeBox, *, checked: CheckedFile, counted: int, note: str, now_ms: int
) -> tuple[LotId, ...]:
    """Takes in every code of a checked file, or none: `counted` is how many the delivery note says.

    Raises Refusal("codes_at_fault", "lot_count_differs").
    """
    if checked.faults:
        raise Refusal("codes_at_fault", count=len(checked.faults))
    if counted != checked.count or not counted:
        raise Refusal("lot_count_differs", counted=counted, found=checked.count)
    return tuple(_receive(connection, box, delivery, note=note, now_ms=now_ms) for delivery in checked.deliveries)


def code_lots(connection: Connection) -> tuple[CodeLot, ...]:
    """Every lot, the newest first."""
    rows = connection.execute(
        "SELECT id, product, supplier, coalesce(expires_on::text, ''), note, code_lot.count,"
        " count(*) FILTER (WHERE state = 'available'), count(*) FILTER (WHERE state = 'allocated'),"
        " count(*) FILTER (WHERE state = 'void'), recalled, received_ms"
        " FROM code_lot JOIN code ON code.code_lot = code_lot.id GROUP BY code_lot.id ORDER BY id DESC"
    )
    return tuple(CodeLot(*row) for row in rows)


def recall_lot(connection: Connection, *, lot: str) -> None:
    """The operator wants a lot back: nothing more of it is given, and every till sends back what it has left.

    Raises Refusal("lot_unknown").
    """
    if not connection.execute("UPDATE code_lot SET recalled = true WHERE id = %s", (lot,)).rowcount:
        raise Refusal("lot_unknown")
    connection.execute(f"UPDATE allocation SET recalled = true, {_MOVED} WHERE code_lot = %s AND NOT recalled", (lot,))


def recall_allocation(connection: Connection, *, lot: str) -> None:
    """A till sends back what it has left of an allocation. Raises Refusal("lot_unknown")."""
    changed = connection.execute(f"UPDATE allocation SET recalled = true, {_MOVED} WHERE lot = %s", (lot,))
    if not changed.rowcount:
        raise Refusal("lot_unknown")


def reuse_returned(connection: Connection, *, lot: str) -> int:
    """Codes of an allocation that came back by a signed entry of the till that had them may be given again."""
    rows = connection.execute(
        "UPDATE allocated_code SET reused = true WHERE allocation = %s AND state = 'returned' AND NOT reused"
        " RETURNING code_lot, number",
        (lot,),
    ).fetchall()
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE code SET state = 'available' WHERE code_lot = %s AND number = %s", rows)
    return len(rows)


def void_suspect(connection: Connection, *, lot: str) -> int:
    """The operator blocked the codes of an allocation that nobody can answer for: they are void."""
    connection.execute("UPDATE allocation SET ended = 'void' WHERE lot = %s AND ended = 'suspect'", (lot,))
    return connection.execute(
        "UPDATE allocated_code SET state = 'void' WHERE allocation = %s AND state = 'suspect'", (lot,)
    ).rowcount


def _receive(connection: Connection, box: CodeBox, delivery: Delivery, *, note: str, now_ms: int) -> LotId:
    lot = lot_id(at_ms=now_ms, random=secrets.token_bytes(6))
    connection.execute(
        "INSERT INTO code_lot (id, product, supplier, expires_on, note, count, received_ms)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            lot,
            delivery.product,
            delivery.supplier,
            delivery.expires_on or None,
            note,
            len(delivery.codes),
            now_ms,
        ),
    )
    with connection.cursor().copy("COPY code (code_lot, number, known, box) FROM STDIN") as copy:
        for number, code in enumerate(delivery.codes):
            copy.write_row((lot, number, box.known(code), box.seal(code, lot=lot, number=number)))
    return lot


def _products_with_codes(connection: Connection) -> dict[ProductCode, Product]:
    catalogue = catalogue_set(connection)
    if catalogue is None:
        raise Refusal("catalogue_missing")
    return {
        code: product
        for code, product in catalogue.products.items()
        if catalogue.family_of(product).tracking is Tracking.CODE
    }
