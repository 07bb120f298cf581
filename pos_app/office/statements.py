"""What is owed to an operator for a month: stands as it was sent. What arrives later corrects the next statement.

Owed is each code that was sold, given away ones included, and that nobody contests; a code that was given back or
contested after it had been stated is taken back, one that was sold earlier and arrives late is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from psycopg import Connection

from pos_app.domain.refusals import Refusal
from pos_app.office.impact import Period
from pos_app.office.reconciliation import tills_with_codes_not_in

SOLD, LATE, TAKEN_BACK = "sold", "late", "taken_back"


class StatedLine(msgspec.Struct, frozen=True):
    """Codes of a product: sold in the month, sold before it and told late, or taken back (below zero)."""

    product: str
    what: str
    codes: int
    cents: int


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """`late` names the tills that were not all in. `id` and `made_ms` are 0 of one that was not made yet."""

    supplier: str
    month: str
    lines: tuple[StatedLine, ...]
    late: tuple[str, ...] = ()
    id: int = 0
    made_ms: int = 0

    @property
    def codes(self) -> int:
        return sum(line.codes for line in self.lines)

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Change:
    """A code that the next statement adds or takes back."""

    allocation: str
    place: int
    product: str
    what: str
    owed: int
    cents: int


_CHANGES = """
SELECT allocation, place, product,
       CASE WHEN NOT owed THEN 'taken_back' WHEN sold_month = %(month)s THEN 'sold' ELSE 'late' END,
       CASE WHEN owed THEN 1 ELSE -1 END, CASE WHEN owed THEN cents ELSE -stated_cents END::bigint
FROM (SELECT held.allocation, held.place, product, sold_month, held.cents, state = 'sold' AND trouble = '' AS owed,
             coalesce(told.owed, 0) AS stated, coalesce(told.cents, 0) AS stated_cents
      FROM allocated_code AS held JOIN code_lot ON code_lot.id = held.code_lot
      LEFT JOIN (SELECT allocation, place, sum(owed) AS owed, sum(cents) AS cents FROM stated_code
                 GROUP BY allocation, place) AS told
           ON (told.allocation, told.place) = (held.allocation, held.place)
      WHERE supplier = %(supplier)s) AS each
WHERE (owed AND stated = 0 AND sold_month <= %(month)s) OR (NOT owed AND stated = 1)
ORDER BY product, 4, allocation, place
"""


def next_statement(connection: Connection, *, supplier: str, month: str, now_ms: int, offset_min: int) -> Statement:
    """What a statement of this month would say now."""
    late = tills_with_codes_not_in(connection, Period(month), now_ms=now_ms, offset_min=offset_min)
    lines = _lines(_changes(connection, supplier=supplier, month=month))
    return Statement(supplier=supplier, month=month, lines=lines, late=tuple(till.name for till in late))


def make_statement(
    connection: Connection, *, supplier: str, month: str, now_ms: int, offset_min: int, although_late: bool
) -> int:
    """Makes the statement of a month that is over; returns its number.

    Raises Refusal("month_not_over", "month_already_stated", "tills_not_in",
    "nothing_to_state").
    """
    if Period(month).ends_ms(offset_min=offset_min) > now_ms:
        raise Refusal("month_not_over", month=month)
    connection.execute("LOCK TABLE code_statement IN SHARE ROW EXCLUSIVE MODE")
    row = connection.execute("SELECT max(month) FROM code_statement WHERE supplier = %s", (supplier,)).fetchone()
    if row and row[0] and row[0] >= month:
        raise Refusal("month_already_stated", month=row[0])
    statement = next_statement(connection, supplier=supplier, month=month, now_ms=now_ms, offset_min=offset_min)
    if statement.late and not although_late:
        raise Refusal("tills_not_in", tills=", ".join(statement.late))
    if not statement.lines:
        raise Refusal("nothing_to_state", month=month)
    made = connection.execute(
        "INSERT INTO code_statement (supplier, month, lines, made_ms) VALUES (%s, %s, %s, %s) RETURNING id",
        (supplier, month, msgspec.json.encode(statement), now_ms),
    ).fetchone()
    assert made is not None
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO stated_code VALUES (%s, %s, %s, %s, %s)",
            [
                (made[0], each.allocation, each.place, each.owed, each.cents)
                for each in _changes(connection, supplier=supplier, month=month)
            ],
        )
    return int(made[0])


def statements(connection: Connection) -> Sequence[Statement]:
    """Every statement that was made, the newest first."""
    rows = connection.execute("SELECT id, lines, made_ms FROM code_statement ORDER BY id DESC")
    return [_stored(*row) for row in rows]


def statement_of(connection: Connection, number: int) -> Statement:
    """Raises Refusal("statement_unknown")."""
    row = connection.execute("SELECT id, lines, made_ms FROM code_statement WHERE id = %s", (number,)).fetchone()
    if row is None:
        raise Refusal("statement_unknown")
    return _stored(*row)


def _changes(connection: Connection, *, supplier: str, month: str) -> Sequence[_Change]:
    rows = connection.execute(_CHANGES, {"supplier": supplier, "month": month})
    return [_Change(*row) for row in rows]


def _lines(changes: Sequence[_Change]) -> tuple[StatedLine, ...]:
    counted: dict[tuple[str, str], list[_Change]] = {}
    for each in changes:
        counted.setdefault((each.product, each.what), []).append(each)
    return tuple(
        StatedLine(product, what, sum(each.owed for each in of), sum(each.cents for each in of))
        for (product, what), of in counted.items()
    )


def _stored(number: int, lines: bytes, made_ms: int) -> Statement:
    return msgspec.structs.replace(msgspec.json.decode(lines, type=Statement), id=number, made_ms=made_ms)
