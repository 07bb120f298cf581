"""Lots of recharge codes at head office: taken in from the operator's file, recalled, made void."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from psycopg import Connection

from pos_app.clock import local_datetime
from pos_app.domain.catalogue import Product, Tracking
from pos_app.domain.code_file import Batch, CheckedFile, Delivery, Matching, Row, RowFault, check_rows
from pos_app.domain.identifiers import LotId, ProductCode, lot_id
from pos_app.domain.refusals import Refusal
from pos_app.office.code_box import CodeBox
from pos_app.office.reference import catalogue_set, rules_set

MOST_CODES = 1_000_000
SERIAL_END = 4
"""So many last characters of an operator's number of a code can be read."""
_MOVED = "moved_in = this_transaction(), moved = nextval('feed_order')"


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
        products=products_with_codes(connection),
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
    serials = {
        box.known_serial(serial): line
        for delivery in checked.deliveries
        for serial, line in zip(delivery.serials, delivery.lines, strict=True)
        if serial
    }
    faults = (
        *checked.faults,
        *_received_before(connection, "known", lines, reason="received_before"),
        *_received_before(connection, "serial_known", serials, reason="serial_before"),
    )
    return CheckedFile(checked.deliveries, tuple(sorted(faults, key=lambda fault: fault.line)))


def products_with_codes(connection: Connection) -> dict[ProductCode, Product]:
    catalogue = catalogue_set(connection)
    if catalogue is None:
        raise Refusal("catalogue_missing")
    return {
        code: product
        for code, product in catalogue.products.items()
        if catalogue.family_of(product).tracking is Tracking.CODE
    }


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
    lots = tuple(_receive(connection, box, delivery, note=note, now_ms=now_ms) for delivery in checked.deliveries)
    match_activations(connection)
    return lots


def match_activations(connection: Connection) -> None:
    """What an operator said of codes that were not ours yet is theirs now."""
    for known in ("known", "serial_known"):
        connection.execute(
            "UPDATE activation SET code_lot = code.code_lot, number = code.number FROM code"
            f" WHERE activation.code_lot IS NULL AND activation.known = code.{known}"
        )


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
        "UPDATE allocated_code SET state = 'void', why = 'blocked' WHERE allocation = %s AND state = 'suspect'", (lot,)
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
    columns = "code_lot, number, known, box, serial_known, serial_end"
    with connection.cursor().copy(f"COPY code ({columns}) FROM STDIN") as copy:
        for number, (code, serial) in enumerate(zip(delivery.codes, delivery.serials, strict=True)):
            told = (box.known_serial(serial), serial[-SERIAL_END:]) if serial else (None, "")
            copy.write_row((lot, number, box.known(code), box.seal(code, lot=lot, number=number), *told))
    return lot


def _received_before(
    connection: Connection, column: str, lines: Mapping[bytes, int], *, reason: str
) -> Sequence[RowFault]:
    rows = connection.execute(f"SELECT {column} FROM code WHERE {column} = ANY(%s)", (list(lines),))
    return [RowFault(lines[known], reason) for (known,) in rows]
