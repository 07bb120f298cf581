"""What head office derives from stored entries: tickets so far. Follows each incarnation by its own cursor.

Idempotent by entry, and can be made again from nothing. What cannot be interpreted is parked with its reason: it
delays nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from psycopg import Connection

from pos_app.domain.facts import FACTS, RefundRecorded, SaleRecorded, TicketRecorded, read_fact
from pos_app.domain.refusals import Bug
from pos_app.domain.tender import TenderKind
from pos_app.ledger import canonical
from pos_app.office import (
    browse_rows,
    code_projections,
    impact_rows,
    machine_projections,
    people_projections,
    people_rows,
    till_days,
)
from pos_app.office.people_rows import Told

KIND_UNKNOWN = "kind_unknown"
"""Why an entry of a newer program is parked."""
_BATCH = 2_000
_LARGEST_COUNT = 2**31 - 1
_LARGEST_CENTS = 10**12
_LOCK = 0x70726F  # the first half of the advisory locks that projections take; the second is the till
_ROWS = (people_rows, browse_rows, machine_projections)
"""Each says of a fact whether a till can have said it, and which rows follow from it."""
_NAMED = {
    impact_rows.TABLE: impact_rows.COLUMNS,
    code_projections.TABLE: code_projections.COLUMNS,
    **people_rows.TABLES,
    **browse_rows.TABLES,
    **machine_projections.TABLES,
}
_COLUMNS = {"ticket": "*", "parked": "*", **_NAMED}
"""Every projection that follows from the entries of one till, and its columns."""
_IN_PARTS = ("noticed", impact_rows.TABLE, code_projections.TABLE, machine_projections.TABLE)
"""Those of which one entry makes several rows."""


class _Span(NamedTuple):
    """Entries of one incarnation: those after seq `after`, up to seq `to`."""

    till: int
    number: int
    after: int
    to: int


def tills_behind(connection: Connection) -> Sequence[int]:
    """The tills of which entries are stored that no projection has seen."""
    rows = connection.execute("SELECT DISTINCT till FROM incarnation WHERE projected_seq < head_seq ORDER BY till")
    return [till for (till,) in rows]


def project_till(connection: Connection, *, till: int) -> None:
    """Brings the projections of `till` up to its heads, in the caller's transaction; one caller a till at a time.

    An advisory lock and not the incarnation's row is held meanwhile: ingest never waits for figures.
    """
    connection.execute("SET LOCAL synchronous_commit = off")  # a projection that is lost is made again
    connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (_LOCK, till))
    rows = connection.execute(
        "SELECT number, projected_seq, head_seq FROM incarnation WHERE till = %s AND projected_seq < head_seq"
        " ORDER BY number",
        (till,),
    ).fetchall()
    for number, projected_seq, head_seq in rows:
        for after in range(projected_seq, head_seq, _BATCH):
            _project_batch(connection, _Span(till, number, after, min(after + _BATCH, head_seq)))
        connection.execute(
            "UPDATE incarnation SET projected_seq = %s WHERE till = %s AND number = %s", (head_seq, till, number)
        )


def rebuild_till(connection: Connection, *, till: int) -> None:
    """Throws away what was derived of `till` and derives it again."""
    for table in _COLUMNS:
        connection.execute(f"DELETE FROM {table} WHERE till = %s", (till,))
    code_projections.begin_again(connection, till=till)
    machine_projections.begin_again(connection, till=till)
    till_days.begin_again(connection, till=till)
    connection.execute("UPDATE incarnation SET projected_seq = 0 WHERE till = %s", (till,))
    project_till(connection, till=till)


def differing_figures(connection: Connection, *, till: int) -> tuple[str, ...]:
    """The projections of `till` that are not what its entries give, up to where they were projected, by name."""
    rows = connection.execute(
        "SELECT number, projected_seq FROM incarnation WHERE till = %s ORDER BY number", (till,)
    ).fetchall()
    differing: set[str] = set()
    counted = Counter[str]()
    for number, projected_seq in rows:
        for after in range(0, projected_seq, _BATCH):
            span = _Span(till, number, after, min(after + _BATCH, projected_seq))
            for table, derived in _derived(connection, span).items():
                counted[table] += len(derived)
                if _stored(connection, table, span) != derived:
                    differing.add(table)
    for table in _COLUMNS:
        found = connection.execute(f"SELECT count(*) FROM {table} WHERE till = %s", (till,)).fetchone()
        if found != (counted[table],):
            differing.add(table)
    if people_projections.sums_differ(connection, till=till):
        differing.add("spend")
    if till_days.differ(connection, till=till):
        differing.add("till_day")
    return tuple(sorted(differing))


def _stored(connection: Connection, table: str, span: _Span) -> list[tuple[object, ...]]:
    return connection.execute(
        f"SELECT {_COLUMNS[table]} FROM {table} WHERE till = %s AND incarnation = %s AND seq > %s AND seq <= %s"
        f" ORDER BY seq{', part' if table in _IN_PARTS else ''}",
        span,
    ).fetchall()


def _project_batch(connection: Connection, span: _Span) -> None:
    derived = _derived(connection, span)
    till_days.insert_tickets(connection, derived["ticket"])
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO parked VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING", derived["parked"])
        for table, columns in _NAMED.items():
            marks = ", ".join(["%s"] * len(columns.split(",")))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING", derived[table]
            )
    people_projections.follow(connection, derived)
    code_projections.follow(connection, derived[code_projections.TABLE])
    machine_projections.follow(connection, derived)


def _derived(connection: Connection, span: _Span) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each projection that follow from the entries of `span`, in the order of their seq."""
    derived: dict[str, list[tuple[object, ...]]] = {table: [] for table in _COLUMNS}
    for told in _entries(connection, span):
        if told.kind not in FACTS:
            derived["parked"].append((*told.place, KIND_UNKNOWN))
            continue
        try:
            fact = read_fact(told.kind, canonical.decode(told.payload))
        except Bug as error:
            derived["parked"].append((*told.place, error.code))
            continue
        possible = not isinstance(fact, SaleRecorded | RefundRecorded) or _possible(fact)
        if isinstance(fact, SaleRecorded | RefundRecorded) and possible:
            derived["ticket"].append((*told.place, *_ticket(fact, told.at_ms, told.offset_min, told.operator)))
        if possible and all(rows.is_possible(fact) for rows in _ROWS):
            for table, row in chain.from_iterable(rows.rows_of(fact, told) for rows in _ROWS):
                derived[table].append(row)
            derived[code_projections.TABLE].extend(code_projections.rows_of(fact, told))
            if isinstance(fact, SaleRecorded | RefundRecorded):
                derived[impact_rows.TABLE].extend(impact_rows.rows_of_ticket(fact, told))
        else:
            derived["parked"].append((*told.place, "value_out_of_range"))
    return derived


def _entries(connection: Connection, span: _Span) -> Iterator[Told]:
    """The entries of `span`; of those about people, when they came."""
    rows = connection.execute(
        "SELECT seq, at_ms, offset_min, operator, kind, payload, CASE WHEN kind = ANY(%(kinds)s) THEN"
        " (SELECT received_ms FROM received WHERE received.till = entry.till"
        " AND received.incarnation = entry.incarnation AND last_seq >= seq ORDER BY last_seq LIMIT 1) END"
        " FROM entry WHERE till = %(till)s AND incarnation = %(number)s AND seq > %(after)s AND seq <= %(to)s"
        " ORDER BY seq",
        {"kinds": list(people_rows.KINDS), **span._asdict()},
    )
    for seq, *rest in rows:
        yield Told((span.till, span.number, seq), *rest)


def _possible(sale: TicketRecorded) -> bool:
    """Whether a till can have made such a ticket: amounts within bounds, so that no sum of them overflows either.

    A refund counts articles in minus; its amounts are of the sign that its kind says.
    """
    amounts = [sale.total_cents, sale.saving_cents, sale.change_cents, *(t.amount_cents for t in sale.tenders)]
    articles = sum(line.quantity for line in sale.lines)
    counts = [sale.day, articles if isinstance(sale, SaleRecorded) else -articles]
    return (
        all(abs(cents) <= _LARGEST_CENTS for cents in amounts)
        and all(0 <= number <= _LARGEST_COUNT for number in counts)
        and "\0" not in sale.ticket
        and impact_rows.is_possible_ticket(sale)
    )


def _ticket(sale: TicketRecorded, at_ms: int, offset_min: int, operator: str) -> tuple[object, ...]:
    paid = dict.fromkeys(TenderKind, 0)
    for tender in sale.tenders:
        paid[tender.tender] += tender.amount_cents
    return (
        sale.ticket,
        sale.day,
        at_ms,
        offset_min,
        operator,
        sum(line.quantity for line in sale.lines),
        sale.total_cents,
        sale.saving_cents,
        paid[TenderKind.CASH] - sale.change_cents,
        paid[TenderKind.CARD],
        paid[TenderKind.AID_VOUCHER],
        paid[TenderKind.CHEQUE],
    )
