"""What the pages show, read from head office's tables. Amounts in cents, moments in milliseconds since 1970."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

TICKETS_A_PAGE = 50
DAYS_SHOWN = 31
ALARMS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PointTotals:
    """A point and what its tills sold so far."""

    name: str
    tills: int
    tickets: int
    total_cents: int


@dataclass(frozen=True, slots=True)
class TillRow:
    """A till as head office knows it. `behind` counts the entries it said it has and has not sent yet; `alarm_codes`
    are of those that nobody has seen; `day_open_ms` is when the day now open was opened, 0 where none is; `guarded_by`
    names what guards its keys, empty where it has not said."""

    id: int
    point: str
    name: str
    series: str
    software: str
    revoked: bool
    last_contact_ms: int
    clock_ahead_ms: int
    incarnations: int
    head_seq: int
    head_hash: str
    behind: int
    alarms: int
    parked: int
    tickets: int
    total_cents: int
    alarm_codes: list[str]
    day_open_ms: int
    guarded_by: str


@dataclass(frozen=True, slots=True)
class IncarnationRow:
    """A signing key of a till, and how far its journal is held here; when it closed for good, 0 while it has not."""

    number: int
    id: str
    head_seq: int
    head_hash: str
    behind: int
    closed_ms: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of tickets by means of payment."""

    tickets: int
    total_cents: int
    saving_cents: int
    cash_cents: int
    card_cents: int
    aid_voucher_cents: int
    cheque_cents: int


@dataclass(frozen=True, slots=True)
class DayTotals(Totals):
    """A day is a session that people open and close, not a date; `at_ms` is that of its first ticket."""

    incarnation: int
    day: int
    at_ms: int
    offset_min: int


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket: who sold what, in sums."""

    incarnation: int
    seq: int
    ticket: str
    at_ms: int
    offset_min: int
    operator: str
    articles: int
    total_cents: int
    saving_cents: int


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """Something that a person at head office should look at. `code` names it; `detail` says where."""

    id: int
    at_ms: int
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of tickets begins: after this one, newest first."""

    incarnation: int
    seq: int


@dataclass(frozen=True, slots=True)
class TillName:
    """A till by its name, for a list to choose from."""

    id: int
    point_id: int
    point: str
    name: str


_TILLS = """
SELECT till.id, point.name AS point, till.name, till.series, till.software, till.revoked,
       till.last_contact_ms, till.clock_ahead_ms, till.guarded_by,
       coalesce(kept.incarnations, 0) AS incarnations, coalesce(kept.behind, 0) AS behind,
       coalesce(newest.head_seq, 0) AS head_seq, coalesce(encode(newest.head_hash, 'hex'), '') AS head_hash,
       (SELECT count(*) FROM alarm WHERE alarm.till = till.id AND alarm.seen_ms = 0) AS alarms,
       (SELECT count(*) FROM parked WHERE parked.till = till.id) AS parked,
       coalesce(sold.tickets, 0)::bigint AS tickets, coalesce(sold.total_cents, 0)::bigint AS total_cents,
       ARRAY (SELECT DISTINCT code FROM alarm WHERE alarm.till = till.id AND alarm.seen_ms = 0) AS alarm_codes,
       coalesce(drawer.at_ms, 0) AS day_open_ms
FROM till JOIN point ON point.id = till.point
LEFT JOIN (SELECT till, count(*) AS incarnations, sum(greatest(claimed_seq - head_seq, 0))::bigint AS behind
           FROM incarnation GROUP BY till) AS kept ON kept.till = till.id
LEFT JOIN LATERAL (SELECT head_seq, head_hash FROM incarnation WHERE incarnation.till = till.id
                   ORDER BY number DESC LIMIT 1) AS newest ON true
LEFT JOIN LATERAL (SELECT sum(tickets) AS tickets, sum(total_cents) AS total_cents
                   FROM till_day WHERE till_day.till = till.id) AS sold ON true
LEFT JOIN LATERAL (SELECT code, at_ms FROM cash_line WHERE cash_line.till = till.id AND code IN ('opened', 'closed')
                   ORDER BY incarnation DESC, seq DESC LIMIT 1) AS drawer ON drawer.code = 'opened'
"""

_SUMS = """coalesce(sum(tickets), 0)::bigint AS tickets, coalesce(sum(total_cents), 0)::bigint AS total_cents,
       coalesce(sum(saving_cents), 0)::bigint AS saving_cents, coalesce(sum(cash_cents), 0)::bigint AS cash_cents,
       coalesce(sum(card_cents), 0)::bigint AS card_cents,
       coalesce(sum(aid_voucher_cents), 0)::bigint AS aid_voucher_cents,
       coalesce(sum(cheque_cents), 0)::bigint AS cheque_cents"""


def all_tills(connection: Connection) -> Sequence[TillRow]:
    """Every till, by point and name."""
    with connection.cursor(row_factory=class_row(TillRow)) as cursor:
        return cursor.execute(f"{_TILLS} ORDER BY point.name, till.name").fetchall()


def till_names(connection: Connection) -> Sequence[TillName]:
    """Every till, by point and name."""
    with connection.cursor(row_factory=class_row(TillName)) as cursor:
        return cursor.execute(
            "SELECT till.id, point.id AS point_id, point.name AS point, till.name FROM till"
            " JOIN point ON point.id = till.point ORDER BY point.name, till.name"
        ).fetchall()


def one_till(connection: Connection, till: int) -> TillRow | None:
    with connection.cursor(row_factory=class_row(TillRow)) as cursor:
        return cursor.execute(f"{_TILLS} WHERE till.id = %s", (till,)).fetchone()


def by_point(tills: Sequence[TillRow]) -> Sequence[PointTotals]:
    """The totals of each point, in the order of `tills`."""
    return [
        PointTotals(
            name=name,
            tills=sum(till.point == name for till in tills),
            tickets=sum(till.tickets for till in tills if till.point == name),
            total_cents=sum(till.total_cents for till in tills if till.point == name),
        )
        for name in dict.fromkeys(till.point for till in tills)
    ]


def incarnations(connection: Connection, till: int) -> Sequence[IncarnationRow]:
    """The signing keys of a till, the current one first."""
    with connection.cursor(row_factory=class_row(IncarnationRow)) as cursor:
        return cursor.execute(
            "SELECT number, encode(id, 'hex') AS id, head_seq, encode(head_hash, 'hex') AS head_hash,"
            " greatest(claimed_seq - head_seq, 0) AS behind, closed_ms"
            " FROM incarnation WHERE till = %s ORDER BY number DESC",
            (till,),
        ).fetchall()


def totals(connection: Connection, till: int) -> Totals:
    with connection.cursor(row_factory=class_row(Totals)) as cursor:
        return cursor.execute(f"SELECT {_SUMS} FROM till_day WHERE till = %s", (till,)).fetchone() or Totals(
            0, 0, 0, 0, 0, 0, 0
        )


def last_days(connection: Connection, till: int) -> Sequence[DayTotals]:
    """The last days of a till, newest first."""
    with connection.cursor(row_factory=class_row(DayTotals)) as cursor:
        return cursor.execute(
            "SELECT incarnation, day, first_ms AS at_ms, offset_min, tickets, total_cents, saving_cents, cash_cents,"
            " card_cents, aid_voucher_cents, cheque_cents FROM till_day"
            " WHERE till = %s ORDER BY incarnation DESC, day DESC LIMIT %s",
            (till, DAYS_SHOWN),
        ).fetchall()


def tickets(connection: Connection, till: int, *, after: Place | None) -> tuple[Sequence[TicketRow], Place | None]:
    """A page of tickets, newest first, and where the next page begins."""
    start = after or Place(2**31 - 1, 0)
    with connection.cursor(row_factory=class_row(TicketRow)) as cursor:
        found = cursor.execute(
            "SELECT incarnation, seq, ticket, at_ms, offset_min, operator, articles, total_cents, saving_cents"
            " FROM ticket WHERE till = %s AND (incarnation, seq) < (%s, %s)"
            " ORDER BY incarnation DESC, seq DESC LIMIT %s",
            (till, start.incarnation, start.seq, TICKETS_A_PAGE + 1),
        ).fetchall()
    shown = found[:TICKETS_A_PAGE]
    return shown, Place(shown[-1].incarnation, shown[-1].seq) if len(found) > len(shown) else None


def alarms(connection: Connection, till: int) -> Sequence[AlarmRow]:
    """What nobody has looked at yet, newest first."""
    with connection.cursor(row_factory=class_row(AlarmRow)) as cursor:
        return cursor.execute(
            "SELECT id, at_ms, code, detail FROM alarm WHERE till = %s AND seen_ms = 0 ORDER BY id DESC LIMIT %s",
            (till, ALARMS_SHOWN),
        ).fetchall()
