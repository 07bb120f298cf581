"""Which tills have what head office set, and who may sign in where, as the tills' own entries tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.office.reference import Document

OPERATORS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Reach:
    """A till and a document: `has` it, or refused it (`refused` is why), or has not pulled it yet."""

    till: int
    point: str
    name: str
    last_contact_ms: int
    has: bool
    refused: str


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """Whoever has a code: as head office set it (`first_name`, `point`, `ends_on`; `by_office`), and as tills told:
    at how many of them, in which role there, and the last time of signing in, 0 where none is known."""

    code: str
    first_name: str
    role: str
    ends_on: str
    point: str
    by_office: bool
    removed: bool
    tills: int
    told_role: str
    last_ms: int
    last_till: str


@dataclass(frozen=True, slots=True)
class OperatorAtTill:
    """What one till said last of a code; an empty `role`: no longer there."""

    till: int
    point: str
    name: str
    role: str
    at_ms: int
    last_ms: int


_LAST_SIGN_IN = (
    "LEFT JOIN LATERAL (SELECT at_ms, till FROM till_fact WHERE what = 'signed_in' AND subject = {code}"
    " ORDER BY at_ms DESC LIMIT 1) AS signed ON true"
)


def reach_of(connection: Connection, name: str, document: Document) -> Sequence[Reach]:
    """What each till that is not revoked says of `document`; those that do not have it first."""
    with connection.cursor(row_factory=class_row(Reach)) as cursor:
        return cursor.execute(
            "SELECT till.id AS till, point.name AS point, till.name, last_contact_ms,"
            " coalesce(told.subject = %(sha256)s AND told.value = '', false) AS has,"
            " CASE WHEN told.subject = %(sha256)s THEN told.value ELSE '' END AS refused"
            " FROM till JOIN point ON point.id = till.point LEFT JOIN LATERAL (SELECT subject, value FROM till_fact"
            " WHERE till_fact.till = till.id AND what = %(name)s ORDER BY incarnation DESC, seq DESC LIMIT 1) AS told"
            " ON true WHERE NOT revoked AND last_contact_ms > 0 ORDER BY has, last_contact_ms, point.name, till.name",
            {"sha256": document.sha256, "name": name},
        ).fetchall()


def operators_known(
    connection: Connection, *, after: str, point: int, code: str, with_removed: bool
) -> tuple[Sequence[OperatorRow], str]:
    """A page of who may sign in, by code, and the code after which the next one goes on; empty at the end.

    Those of a `point`, where one is named: set for it by head office, or told of by one of its tills.
    """
    with connection.cursor(row_factory=class_row(OperatorRow)) as cursor:
        found = cursor.execute(
            "WITH told AS (SELECT DISTINCT ON (subject, till) subject, till, value FROM till_fact"
            " WHERE what = 'operator' ORDER BY subject, till, incarnation DESC, seq DESC),"
            " codes AS (SELECT code FROM operator UNION SELECT subject FROM told)"
            " SELECT codes.code, coalesce(first_name, '') AS first_name, coalesce(operator.role, '') AS role,"
            " coalesce(ends_on, '') AS ends_on, coalesce(point.name, '') AS point, operator.code IS NOT NULL AS"
            " by_office, coalesce(removed, false) AS removed, coalesce(held.tills, 0) AS tills,"
            " coalesce(held.role, '') AS told_role, coalesce(signed.at_ms, 0) AS last_ms,"
            " coalesce((SELECT point.name || ' · ' || till.name FROM till JOIN point ON point.id = till.point"
            " WHERE till.id = signed.till), '') AS last_till"
            " FROM codes LEFT JOIN operator ON operator.code = codes.code LEFT JOIN point ON point.id = operator.point"
            " LEFT JOIN LATERAL (SELECT count(*) AS tills, max(value) AS role FROM told"
            f" WHERE subject = codes.code AND value <> '') AS held ON true {_LAST_SIGN_IN.format(code='codes.code')}"
            " WHERE codes.code > %(after)s AND (%(code)s = '' OR codes.code = %(code)s)"
            " AND (%(point)s = 0 OR operator.point = %(point)s OR EXISTS (SELECT 1 FROM told JOIN till"
            " ON till.id = told.till WHERE subject = codes.code AND till.point = %(point)s AND value <> ''))"
            " AND (%(with_removed)s OR NOT coalesce(removed, false) OR held.tills > 0)"
            " ORDER BY codes.code LIMIT %(most)s",
            {
                "after": after,
                "code": code,
                "point": point,
                "with_removed": with_removed,
                "most": OPERATORS_A_PAGE + 1,
            },
        ).fetchall()
    shown = found[:OPERATORS_A_PAGE]
    return shown, shown[-1].code if len(found) > len(shown) else ""


def at_tills(connection: Connection, code: str) -> Sequence[OperatorAtTill]:
    """What each till said last of `code`."""
    with connection.cursor(row_factory=class_row(OperatorAtTill)) as cursor:
        return cursor.execute(
            "SELECT told.till, point.name AS point, till.name, told.value AS role, told.at_ms,"
            " coalesce((SELECT max(at_ms) FROM till_fact WHERE what = 'signed_in' AND subject = told.subject"
            " AND till_fact.till = told.till), 0) AS last_ms"
            " FROM (SELECT DISTINCT ON (till) till, subject, value, at_ms FROM till_fact"
            " WHERE what = 'operator' AND subject = %s ORDER BY till, incarnation DESC, seq DESC) AS told"
            " JOIN till ON till.id = told.till JOIN point ON point.id = till.point ORDER BY point.name, till.name",
            (code,),
        ).fetchall()
