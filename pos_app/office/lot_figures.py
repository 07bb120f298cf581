"""Where the codes of each lot are: in the pool, on which till's hands, sold, contested, sent back, suspect, void.

Allocated = on hand + sold + returned + suspect + void, always (SYNC.md, I7): each lot says whether it is so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.refusals import Refusal

_COUNTS = """count(*) AS allocated, count(*) FILTER (WHERE state = 'allocated') AS on_hand,
       count(*) FILTER (WHERE state = 'sold' AND trouble = '') AS sold,
       count(*) FILTER (WHERE state = 'sold' AND trouble = 'contested') AS contested,
       count(*) FILTER (WHERE state = 'sold' AND trouble = 'replaced') AS replaced,
       count(*) FILTER (WHERE state = 'returned') AS returned,
       count(*) FILTER (WHERE state = 'returned' AND NOT reused) AS to_give_again,
       count(*) FILTER (WHERE state = 'suspect') AS suspect,
       count(*) FILTER (WHERE state = 'void' AND why = 'expired') AS expired,
       count(*) FILTER (WHERE state = 'void' AND why <> 'expired') AS void"""
_NAMES = (
    "allocated", "on_hand", "sold", "contested", "replaced", "returned", "to_give_again", "suspect", "expired", "void"
)  # fmt: skip
_GIVEN = ", ".join(f"coalesce(given.{name}, 0) AS {name}" for name in _NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Codes that were allocated, each in one state. `sold` are those that nobody contests; `replaced` are contested
    ones for which another code was given. `to_give_again` are the returned ones that are in no till's hands."""

    allocated: int
    on_hand: int
    sold: int
    contested: int
    replaced: int
    returned: int
    to_give_again: int
    suspect: int
    expired: int
    void: int

    @property
    def owed(self) -> int:
        """What the operator is to be paid: sold and not contested, gifts included."""
        return self.sold

    @property
    def sold_in_all(self) -> int:
        """Contested and replaced ones too."""
        return self.sold + self.contested + self.replaced

    @property
    def accounted(self) -> int:
        """The right side of I7."""
        return self.on_hand + self.sold_in_all + self.returned + self.suspect + self.expired + self.void


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLot(Counts):
    """A lot as of now: `available` of its `count` codes are in the pool. `given` is what the answers to tills came to,
    told apart from where each code is now."""

    lot: str
    product: str
    supplier: str
    expires_on: dt.date | None
    note: str
    count: int
    available: int
    given: int
    recalled: bool
    received_ms: int

    @property
    def adds_up(self) -> bool:
        """I7, and every code of the lot is in the pool or was given."""
        again = self.returned - self.to_give_again
        return self.given == self.allocated == self.accounted and self.count == self.available + self.given - again


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Counts):
    """An allocation: what one till got of a lot. `taken`: its vault says so; `ended`: "suspect" or "void"."""

    allocation: str
    till_id: int
    till: str
    made_ms: int
    sell_until: dt.date
    taken: bool
    ended: str
    recalled: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """Codes that nobody will be able to use after `expires_on`, at one till, or in the pool where `till` is empty."""

    lot: str
    product: str
    expires_on: dt.date
    till: str
    codes: int


_LOTS = f"""
SELECT code_lot.id AS lot, product, supplier, expires_on, note, code_lot.count, recalled, received_ms,
       (SELECT count(*) FROM code WHERE code_lot = code_lot.id AND state = 'available') AS available,
       (SELECT coalesce(sum(count), 0)::bigint FROM allocation WHERE allocation.code_lot = code_lot.id) AS given,
       {_GIVEN}
FROM code_lot LEFT JOIN (SELECT code_lot, {_COUNTS} FROM allocated_code GROUP BY code_lot) AS given
     ON given.code_lot = code_lot.id
"""
_ALLOCATIONS = f"""
SELECT allocation.lot AS allocation, till.id AS till_id, point.name || ' · ' || till.name AS till, made_ms, sell_until,
       taken, ended, recalled, {_GIVEN}
FROM allocation JOIN till ON till.id = allocation.till JOIN point ON point.id = till.point
LEFT JOIN (SELECT allocation, {_COUNTS} FROM allocated_code GROUP BY allocation) AS given
     ON given.allocation = allocation.lot
"""
_ENDING = """
SELECT code_lot.id AS lot, product, expires_on, coalesce(holder.name, '') AS till, count(*) AS codes FROM code_lot
JOIN code ON code.code_lot = code_lot.id
LEFT JOIN allocated_code ON allocated_code.code_lot = code.code_lot AND allocated_code.number = code.number
     AND code.state = 'allocated' AND NOT reused
LEFT JOIN allocation ON allocation.lot = allocated_code.allocation
LEFT JOIN (SELECT till.id, point.name || ' · ' || till.name AS name FROM till JOIN point ON point.id = till.point)
     AS holder ON holder.id = allocation.till
WHERE expires_on <= %s AND (code.state = 'available' OR allocated_code.state = 'allocated')
GROUP BY code_lot.id, holder.name ORDER BY expires_on, code_lot.id, 4
"""


def code_lots(connection: Connection) -> Sequence[CodeLot]:
    """Every lot, the newest first."""
    with connection.cursor(row_factory=class_row(CodeLot)) as cursor:
        return cursor.execute(f"{_LOTS} ORDER BY code_lot.id DESC").fetchall()


def code_lot(connection: Connection, lot: str) -> CodeLot:
    """Raises Refusal("lot_unknown")."""
    with connection.cursor(row_factory=class_row(CodeLot)) as cursor:
        found = cursor.execute(f"{_LOTS} WHERE code_lot.id = %s", (lot,)).fetchone()
    if found is None:
        raise Refusal("lot_unknown")
    return found


def given_of(connection: Connection, lot: str) -> Sequence[Given]:
    """What tills got of a lot, the newest first."""
    with connection.cursor(row_factory=class_row(Given)) as cursor:
        return cursor.execute(
            f"{_ALLOCATIONS} WHERE allocation.code_lot = %s ORDER BY made_ms DESC, allocation.lot", (lot,)
        ).fetchall()


def ending_codes(connection: Connection, *, until: dt.date) -> Sequence[Ending]:
    """What can still be sold and ends by `until`, or has ended already, the soonest first."""
    with connection.cursor(row_factory=class_row(Ending)) as cursor:
        return cursor.execute(_ENDING, (until,)).fetchall()


def suspect_lots(connection: Connection) -> Sequence[tuple[Given, str]]:
    """Allocations for whose codes nobody can answer, each with the lot that they are of."""
    rows = connection.execute(
        "SELECT DISTINCT allocation, code_lot FROM allocated_code WHERE state = 'suspect' ORDER BY allocation"
    ).fetchall()
    lots: dict[str, str] = dict(rows)
    with connection.cursor(row_factory=class_row(Given)) as cursor:
        given = cursor.execute(
            f"{_ALLOCATIONS} WHERE allocation.lot = ANY(%s) ORDER BY till, allocation.lot", (list(lots),)
        ).fetchall()
    return [(each, lots[each.allocation]) for each in given]
