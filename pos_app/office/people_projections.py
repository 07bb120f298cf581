"""What entries say of people, by token: rights, spending, merges, erasures, and what is to be looked at.

Rows follow from the entries of one till alone; what follows from the rows of several (merges, tombstones, sums) is
brought up to date with them and comes out the same in whatever order tills arrive (SYNC.md, I13).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from psycopg import Connection

from pos_app.domain.facts import (
    Beneficiary,
    Fact,
    PersonErased,
    PersonsMerged,
    PrescriberChanged,
    RefundRecorded,
    RightChanged,
    RightOpened,
    SaleRecorded,
)
from pos_app.domain.field_merge import bounded_ms
from pos_app.domain.merges import MergeAct, resolved
from pos_app.domain.rights import is_possible
from pos_app.office.people import erase_tokens, lock_people, move_person

TABLES: Mapping[str, str] = {
    "right_fact": "till, incarnation, seq, person, at_ms, kind, payload",
    "person_sale": "till, incarnation, seq, person, month, right_number, cents, exception_cents, limited, at_ms",
    "erasure_fact": "till, incarnation, seq, person, at_ms, basis",
    "merge_fact": "till, incarnation, seq, gone, kept, at_ms",
    "noticed": "till, incarnation, seq, part, code, day, at_ms, offset_min, operator, rule, reason, approved_by,"
    " exception, ticket, cents",
}
"""The tables of rows that follow from one till's entries, and their columns."""
KINDS = tuple(
    kind.kind
    for kind in (
        SaleRecorded,
        RefundRecorded,
        RightOpened,
        RightChanged,
        PrescriberChanged,
        PersonErased,
        PersonsMerged,
    )
)
Place = tuple[int, int, int]
Row = tuple[object, ...]

_TOKEN = re.compile("[0-9a-f]{32}")
_MONTH = re.compile("[0-9]{4}-[0-9]{2}")
_LARGEST_CENTS = 10**12
_LARGEST_COUNT = 2**31 - 1
_MOVED = "moved_in = this_transaction(), moved = nextval('feed_order')"


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as far as it counts here. `received_ms` is None of one that came before head office kept that."""

    place: Place
    at_ms: int
    offset_min: int
    operator: str
    kind: str
    payload: bytes
    received_ms: int | None

    @property
    def bounded_ms(self) -> int:
        """The time by which it is merged with other tills' facts."""
        return self.at_ms if self.received_ms is None else bounded_ms(self.at_ms, received_ms=self.received_ms)


def is_possible_of_people(fact: Fact) -> bool:
    """Whether a till can have said this of people; what cannot be is parked and reaches no other till."""
    if isinstance(fact, RightOpened | RightChanged | PrescriberChanged):
        return _is_token(fact.person) and is_possible(fact)
    if isinstance(fact, PersonErased):
        return _is_token(fact.person) and "\0" not in fact.basis
    if isinstance(fact, PersonsMerged):
        return _is_token(fact.kept) and _is_token(fact.gone)
    if isinstance(fact, SaleRecorded | RefundRecorded):
        of = fact.beneficiary
        to_nobody = fact.to_nobody if isinstance(fact, SaleRecorded) else ""
        words = [to_nobody, *(word for each in fact.overrides for word in (each.rule, each.reason, each.by))]
        return "\0" not in "".join(words) and (not isinstance(of, Beneficiary) or _is_possible_beneficiary(of))
    return True


def rows_of(fact: Fact, told: Told) -> Iterator[tuple[str, Row]]:
    """(table, row) for each row that follows from an entry."""
    if isinstance(fact, RightOpened | RightChanged | PrescriberChanged):
        yield "right_fact", (*told.place, fact.person, told.bounded_ms, told.kind, told.payload)
        if isinstance(fact, RightOpened) and fact.pending:
            yield "noticed", _noticed(told, 0, code="pending")
    elif isinstance(fact, PersonErased):
        yield "erasure_fact", (*told.place, fact.person, told.bounded_ms, fact.basis)
    elif isinstance(fact, PersonsMerged):
        yield "merge_fact", (*told.place, fact.gone, fact.kept, told.bounded_ms)
    elif isinstance(fact, SaleRecorded | RefundRecorded):
        yield from _rows_of_ticket(fact, told)


def follow(connection: Connection, derived: Mapping[str, Sequence[Row]]) -> None:
    """Brings what several tills' rows make up to date with these new ones.

    What feeds serve must not be lost once it was read: its commit waits for the disk, as others here need not.
    """
    if any(derived[table] for table in ("right_fact", "person_sale", "erasure_fact", "merge_fact")):
        connection.execute("SET LOCAL synchronous_commit = on")
    _sum_up(connection, derived["person_sale"])
    if derived["erasure_fact"] or derived["merge_fact"]:
        lock_people(connection)
        for *_, person, at_ms, basis in derived["erasure_fact"]:
            erase_tokens(connection, _joined(connection, person), erased_ms=_int(at_ms), basis=str(basis))
        for *_, gone, _kept, _at_ms in derived["merge_fact"]:
            _resolve(connection, _joined(connection, gone))


def sums_differ(connection: Connection, *, till: int) -> bool:
    """Whether the sums of `till` are not those of its sales."""
    row = connection.execute(
        "SELECT 1 FROM (SELECT person, month, right_number, sum(cents) AS cents FROM person_sale WHERE till = %(till)s"
        " GROUP BY person, month, right_number) AS sold"
        " FULL JOIN (SELECT * FROM spend WHERE till = %(till)s) AS spend USING (person, month, right_number)"
        " WHERE sold.cents IS DISTINCT FROM spend.cents LIMIT 1",
        {"till": till},
    ).fetchone()
    return row is not None


def _rows_of_ticket(sale: SaleRecorded | RefundRecorded, told: Told) -> Iterator[tuple[str, Row]]:
    """A refund counts below zero, in the month of its first ticket."""
    of = sale.beneficiary
    if isinstance(of, Beneficiary):
        counted = (of.right, of.capped_cents, _excepted_cents(sale, of), of.limited)
        yield "person_sale", (*told.place, of.person, of.month, *counted, told.bounded_ms)
    elif isinstance(sale, SaleRecorded) and sale.to_nobody:
        yield (
            "noticed",
            _noticed(told, 0, code="nobody", reason=sale.to_nobody, ticket=sale.ticket, cents=sale.total_cents),
        )
    for part, override in enumerate(sale.overrides, start=1):
        yield (
            "noticed",
            _noticed(
                told,
                part,
                code="override",
                rule=override.rule,
                reason=override.reason,
                approved_by=override.by,
                exception=override.exception,
                ticket=sale.ticket,
                cents=sale.total_cents,
            ),
        )


def _excepted_cents(sale: SaleRecorded | RefundRecorded, of: Beneficiary) -> int:
    """What of it went past the cap on an employee's word."""
    if isinstance(sale, RefundRecorded):
        return sale.excepted_cents
    return of.capped_cents if any(each.exception for each in sale.overrides) else 0


def _noticed(
    told: Told,
    part: int,
    *,
    code: str,
    rule: str = "",
    reason: str = "",
    approved_by: str = "",
    exception: bool = False,
    ticket: str = "",
    cents: int = 0,
) -> Row:
    """`day` is the date at the desk, of a clock that may be wrong: its first or last day where it is beyond all."""
    seconds = min(max((told.at_ms // 1000) + told.offset_min * 60, 0), 4_102_444_800)
    day = dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    what = (rule, reason, approved_by, exception, ticket, cents)
    return (*told.place, part, code, day, told.at_ms, told.offset_min, told.operator, *what)


def _sum_up(connection: Connection, sales: Sequence[Row]) -> None:
    """The sums of the months and rights of these sales; one that is the same already moves nowhere."""
    keys = sorted({(_int(row[0]), str(row[3]), str(row[4]), _int(row[5])) for row in sales})
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO spend AS held (till, person, month, right_number, cents, exception_cents, limited, last_ms)"
            " SELECT till, person, month, right_number, sum(cents), sum(exception_cents), sum(limited), max(at_ms)"
            " FROM person_sale WHERE (till, person, month, right_number) = (%s, %s, %s, %s)"
            " GROUP BY till, person, month, right_number"
            " ON CONFLICT (person, month, right_number, till) DO UPDATE SET cents = excluded.cents,"
            " exception_cents = excluded.exception_cents, limited = excluded.limited, last_ms = excluded.last_ms,"
            f" {_MOVED} WHERE (held.cents, held.exception_cents, held.limited, held.last_ms)"
            " <> (excluded.cents, excluded.exception_cents, excluded.limited, excluded.last_ms)",
            keys,
        )


def _joined(connection: Connection, token: object) -> list[str]:
    """The token and every other one that some point joined with it, directly or not."""
    rows = connection.execute(
        "WITH RECURSIVE same (token) AS (SELECT %s UNION"
        " SELECT CASE WHEN gone = token THEN kept ELSE gone END FROM same JOIN merge_fact ON token IN (gone, kept))"
        " SELECT token FROM same ORDER BY token",
        (token,),
    )
    return [each for (each,) in rows]


def _resolve(connection: Connection, tokens: Sequence[str]) -> None:
    """Says of these records, which are one person's, which stands for which; erased together, if one of them is."""
    acts = [
        MergeAct(at_ms, incarnation.hex(), seq, gone, kept)
        for at_ms, incarnation, seq, gone, kept in connection.execute(
            "SELECT at_ms, incarnation.id, seq, gone, kept FROM merge_fact JOIN incarnation"
            " ON (incarnation.till, incarnation.number) = (merge_fact.till, merge_fact.incarnation)"
            " WHERE gone = ANY(%s)",
            (tokens,),
        )
    ]
    kept = resolved(acts)
    known = {gone for (gone,) in connection.execute("SELECT gone FROM merged WHERE gone = ANY(%s)", (tokens,))}
    for gone in sorted(kept.keys() | known):
        connection.execute(
            "INSERT INTO merged AS held (gone, kept) VALUES (%s, %s) ON CONFLICT (gone) DO UPDATE"
            f" SET kept = excluded.kept, {_MOVED} WHERE held.kept <> excluded.kept",
            (gone, kept.get(gone, gone)),
        )
        if gone not in kept:
            move_person(connection, gone)
    erased = connection.execute(
        "SELECT erased_ms, basis FROM tombstone WHERE token = ANY(%s) ORDER BY erased_ms, basis LIMIT 1", (tokens,)
    ).fetchone()
    if erased:
        erase_tokens(connection, tokens, erased_ms=erased[0], basis=erased[1])


def _is_possible_beneficiary(of: Beneficiary) -> bool:
    return (
        _is_token(of.person)
        and _MONTH.fullmatch(of.month) is not None
        and 0 <= of.right <= _LARGEST_COUNT
        and abs(of.capped_cents) <= _LARGEST_CENTS
        and abs(of.limited) <= _LARGEST_COUNT
    )


def _is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def _int(value: Any) -> int:
    return msgspec.convert(value, int)
