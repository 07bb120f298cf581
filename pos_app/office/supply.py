"""Orders to suppliers, and what came of each line: lots of codes at head office, deliveries that tills took in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.refusals import Refusal

MOST_LINES = 20
LARGEST_QUANTITY = 1_000_000
LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of an order that is made: `point` is where the goods go, empty for codes."""

    product: str
    quantity: int
    point: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and how much of it came."""

    line: int
    product: str
    quantity: int
    point: str
    received: int

    @property
    def is_whole(self) -> bool:
        return self.received >= self.quantity


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its lines."""

    id: int
    supplier: str
    note: str
    sent_on: dt.date
    expected_on: dt.date
    cancelled: bool
    lines: tuple[Line, ...]

    def state(self, today: dt.date) -> str:
        """ "cancelled", "received", "late", "partly" or "sent"."""
        if self.cancelled:
            return "cancelled"
        if all(line.is_whole for line in self.lines):
            return "received"
        if self.expected_on < today:
            return "late"
        return "partly" if any(line.received for line in self.lines) else "sent"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in and belongs to no line yet: a lot (`code_lot`), or what a till took in."""

    key: str
    product: str
    quantity: int
    where: str
    batch: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was counted for a line."""

    line: int
    quantity: int
    where: str
    code_lot: str
    batch: str
    at_ms: int


def make_order(
    connection: Connection,
    *,
    supplier: str,
    note: str,
    sent_on: dt.date,
    expected_on: dt.date,
    lines: Sequence[Wanted],
    now_ms: int,
) -> int:
    """Keeps an order that was sent; returns its number.

    Raises Refusal("order_wrong", field), Refusal("point_unknown", point).
    """
    points: dict[str, int] = dict(connection.execute("SELECT name, id FROM point").fetchall())
    _require_possible(supplier, note, lines, points)
    if expected_on < sent_on:
        raise Refusal("order_wrong", order_field="expected_on")
    row = connection.execute(
        "INSERT INTO supply_order (supplier, note, sent_on, expected_on, made_ms) VALUES (%s, %s, %s, %s, %s)"
        " RETURNING id",
        (supplier.strip(), note.strip(), sent_on, expected_on, now_ms),
    ).fetchone()
    assert row is not None
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO supply_line VALUES (%s, %s, %s, %s, %s)",
            [
                (row[0], number, line.product, line.quantity, points.get(line.point))
                for number, line in enumerate(lines, start=1)
            ],
        )
    return int(row[0])


def cancel_order(connection: Connection, order: int, *, now_ms: int) -> None:
    """What came of it stays. Raises Refusal("order_unknown")."""
    changed = connection.execute(
        "UPDATE supply_order SET cancelled_ms = %s WHERE id = %s AND cancelled_ms = 0", (now_ms, order)
    )
    if not changed.rowcount:
        raise Refusal("order_unknown")


def expect_later(connection: Connection, order: int, *, expected_on: dt.date) -> None:
    """The supplier said another day. Raises Refusal("order_unknown", "order_wrong")."""
    known = order_of(connection, order)
    if expected_on < known.sent_on:
        raise Refusal("order_wrong", order_field="expected_on")
    connection.execute("UPDATE supply_order SET expected_on = %s WHERE id = %s", (expected_on, order))


def orders(connection: Connection) -> Sequence[Order]:
    """Every order, what was sent last first."""
    return _orders(connection, "TRUE", ())


def order_of(connection: Connection, order: int) -> Order:
    """Raises Refusal("order_unknown")."""
    found = _orders(connection, "supply_order.id = %s", (order,))
    if not found:
        raise Refusal("order_unknown")
    return found[0]


def count_for_line(connection: Connection, *, order: int, line: int, arrival: str, now_ms: int) -> None:
    """What came in belongs to a line. Raises Refusal("order_unknown", "arrival_unknown")."""
    known = next((each for each in order_of(connection, order).lines if each.line == line), None)
    if known is None:
        raise Refusal("order_unknown")
    found = next((each for each in arrivals(connection, known.product) if each.key == arrival), None)
    if found is None:
        raise Refusal("arrival_unknown")
    columns = "code_lot" if arrival.startswith("lot:") else "till, incarnation, seq"
    values = arrival.partition(":")[2].split(".")
    connection.execute(
        f"INSERT INTO supply_receipt (supply_order, line, quantity, linked_ms, {columns})"
        f" VALUES (%s, %s, %s, %s, {', '.join(['%s'] * len(values))})",
        (order, line, found.quantity, now_ms, *values),
    )


_ARRIVALS = """
SELECT 'lot:' || id AS key, product, count AS quantity, '' AS where, note AS batch, received_ms AS at_ms FROM code_lot
WHERE product = %(product)s AND NOT EXISTS (SELECT 1 FROM supply_receipt WHERE code_lot = code_lot.id)
UNION ALL
SELECT 'in:' || goods_in.till || '.' || incarnation || '.' || seq, product, quantity, point.name || ' · ' || till.name,
       batch, at_ms FROM goods_in JOIN till ON till.id = goods_in.till JOIN point ON point.id = till.point
WHERE product = %(product)s AND NOT EXISTS (
      SELECT 1 FROM supply_receipt AS told WHERE (told.till, told.incarnation, told.seq)
      = (goods_in.till, goods_in.incarnation, goods_in.seq))
ORDER BY at_ms DESC LIMIT 50
"""


def arrivals(connection: Connection, product: str) -> Sequence[Arrival]:
    """What came in of an article and belongs to no order yet, the newest first."""
    with connection.cursor(row_factory=class_row(Arrival)) as cursor:
        return cursor.execute(_ARRIVALS, {"product": product}).fetchall()


def receipts_of(connection: Connection, order: int) -> Sequence[Receipt]:
    """What was counted for an order, line by line."""
    with connection.cursor(row_factory=class_row(Receipt)) as cursor:
        return cursor.execute(
            "SELECT line, supply_receipt.quantity, coalesce(point.name || ' · ' || till.name, '') AS where,"
            " coalesce(code_lot.id, '') AS code_lot, coalesce(code_lot.note, goods_in.batch, '') AS batch,"
            " coalesce(code_lot.received_ms, goods_in.at_ms, linked_ms) AS at_ms FROM supply_receipt"
            " LEFT JOIN code_lot ON code_lot.id = code_lot"
            " LEFT JOIN till ON till.id = supply_receipt.till LEFT JOIN point ON point.id = till.point"
            " LEFT JOIN goods_in ON (goods_in.till, goods_in.incarnation, goods_in.seq)"
            " = (supply_receipt.till, supply_receipt.incarnation, supply_receipt.seq)"
            " WHERE supply_order = %s ORDER BY line, supply_receipt.id",
            (order,),
        ).fetchall()


def _orders(connection: Connection, where: str, values: tuple[object, ...]) -> Sequence[Order]:
    lines: dict[int, list[Line]] = {}
    for order, *line in connection.execute(
        "SELECT supply_line.supply_order, supply_line.line, product, supply_line.quantity, coalesce(point.name, ''),"
        " coalesce((SELECT sum(told.quantity) FROM supply_receipt AS told WHERE (told.supply_order, told.line)"
        " = (supply_line.supply_order, supply_line.line)), 0)::integer"
        " FROM supply_line JOIN supply_order ON supply_order.id = supply_line.supply_order"
        f" LEFT JOIN point ON point.id = supply_line.point WHERE {where} ORDER BY 1, 2",
        values,
    ):
        lines.setdefault(order, []).append(Line(*line))
    rows = connection.execute(
        "SELECT id, supplier, note, sent_on, expected_on, cancelled_ms > 0 FROM supply_order"
        f" WHERE {where} ORDER BY sent_on DESC, id DESC",
        values,
    )
    return [
        Order(order, supplier, note, sent_on, expected_on, cancelled, tuple(lines.get(order, ())))
        for order, supplier, note, sent_on, expected_on, cancelled in rows
    ]


def _require_possible(supplier: str, note: str, lines: Sequence[Wanted], points: Mapping[str, int]) -> None:
    _require_text("supplier", supplier, least=1)
    _require_text("note", note)
    if not 0 < len(lines) <= MOST_LINES:
        raise Refusal("order_wrong", order_field="lines")
    for line in lines:
        _require_text("product", line.product, least=1)
        if not 0 < line.quantity <= LARGEST_QUANTITY:
            raise Refusal("order_wrong", order_field="quantity")
        if line.point and line.point not in points:
            raise Refusal("point_unknown", point=line.point)


def _require_text(field: str, text: str, *, least: int = 0) -> None:
    if not least <= len(text.strip()) <= LONGEST_TEXT or not (text.isprintable() or not text):
        raise Refusal("order_wrong", order_field=field)
