"""Laptops and keys over every point: where each is and as what, as entries say it; and those that are on their way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.facts import PassportWritten

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class MachineFilter:
    """Which things: each empty text asks for any. `end` is how the number ends, or a part of a model's name."""

    point: str = ""
    state: str = ""
    product: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """A thing at the till that had it last. `state` is a till's word, "on_its_way" between two; `other` names the till
    where it goes, and only the end of its number is known here."""

    item: str
    till_id: int
    point: str
    till: str
    product: str
    ending: str
    kind: str
    batch: str
    state: str
    reason: str
    other: str
    passport: bytes | None
    moved_ms: int

    @property
    def passport_told(self) -> PassportWritten | None:
        return msgspec.json.decode(self.passport, type=PassportWritten) if self.passport else None


_NAMED = "(SELECT till.id, point.name AS point, till.name FROM till JOIN point ON point.id = till.point)"
_MACHINES = f"""
SELECT * FROM (
SELECT machine.item, machine.till AS till_id, at.point, at.name AS till, product, ending, kind, batch,
       CASE WHEN moving.state = 'sent' THEN 'on_its_way' ELSE machine.state END AS state, reason,
       CASE WHEN moving.state IS NULL THEN '' ELSE goes.point || ' · ' || goes.name END AS other, passport,
       CASE WHEN moving.state = 'sent' THEN sent_ms ELSE moved_ms END AS moved_ms
FROM machine JOIN {_NAMED} AS at ON at.id = machine.till
LEFT JOIN machine_transfer AS moving ON moving.item = machine.item AND moving.from_till = machine.till
     AND moving.state IN ('asked', 'sent')
LEFT JOIN {_NAMED} AS goes ON goes.id = moving.to_till
WHERE NOT (machine.state = 'gone' AND EXISTS (
      SELECT 1 FROM machine_transfer AS done WHERE done.item = machine.item AND done.from_till = machine.till
      AND done.state = 'arrived') AND machine.reason = 'sent')
) AS machine
WHERE %(point)s IN ('', point) AND %(state)s IN ('', state) AND %(product)s IN ('', product)
      AND (%(text)s = '' OR lower(ending) = lower(%(text)s)
           OR strpos(lower(coalesce(convert_from(passport, 'UTF8')::json ->> 'model', '')), lower(%(text)s)) > 0)
"""
_ORDER = "ORDER BY product, point, till, item"


def machines(connection: Connection, wanted: MachineFilter, *, page: int) -> tuple[Sequence[Machine], int]:
    """A page of things, from 0, by article and point; and how many there are in all."""
    asked = _asked(wanted)
    row = connection.execute(f"SELECT count(*) FROM ({_MACHINES}) AS found", asked).fetchone()
    with connection.cursor(row_factory=class_row(Machine)) as cursor:
        found = cursor.execute(
            f"{_MACHINES} {_ORDER} LIMIT {A_PAGE} OFFSET %(offset)s", {**asked, "offset": page * A_PAGE}
        ).fetchall()
    assert row is not None
    return found, int(row[0])


def every_machine(connection: Connection, wanted: MachineFilter) -> Iterator[Machine]:
    with connection.cursor(row_factory=class_row(Machine)) as cursor:
        yield from cursor.execute(f"{_MACHINES} {_ORDER}", _asked(wanted))


def machine_at(connection: Connection, item: str) -> Machine | None:
    """The thing at the till that had it last; None where no entry ever told of it."""
    with connection.cursor(row_factory=class_row(Machine)) as cursor:
        return cursor.execute(
            f"{_MACHINES} AND item = %(item)s ORDER BY state = 'gone', moved_ms DESC LIMIT 1",
            {**_asked(MachineFilter()), "item": item},
        ).fetchone()


@dataclass(frozen=True, slots=True)
class MachineEvent:
    """What an entry says of a thing; `act` as in `machine_projections`, or of the ticket that sold it."""

    at_ms: int
    offset_min: int
    act: str
    till: str
    detail: str


def events_of(connection: Connection, item: str) -> Sequence[MachineEvent]:
    """A thing's history over every till that had it, in order."""
    with connection.cursor(row_factory=class_row(MachineEvent)) as cursor:
        return cursor.execute(
            "SELECT at_ms, offset_min, act, at.point || ' · ' || at.name AS till, detail FROM ("
            " SELECT till, incarnation, seq, at_ms, offset_min, act,"
            "  CASE WHEN act IN ('received', 'arrived', 'passport', 'sent') THEN '' ELSE detail END AS detail"
            "  FROM machine_fact WHERE item = %(item)s"
            " UNION ALL SELECT till, incarnation, seq, at_ms, offset_min, act, ticket FROM code_fact"
            f"  WHERE item = %(item)s) AS told JOIN {_NAMED} AS at ON at.id = told.till ORDER BY at_ms, seq",
            {"item": item},
        ).fetchall()


def models_known(connection: Connection) -> Sequence[str]:
    """The articles of which there are things."""
    return [product for (product,) in connection.execute("SELECT DISTINCT product FROM machine ORDER BY product")]


def _asked(wanted: MachineFilter) -> dict[str, object]:
    return {"point": wanted.point, "state": wanted.state, "product": wanted.product, "text": wanted.text.strip()}
