"""What the pages about people show: counts by right, who was looked for, and what is reported the same evening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.identifiers import is_card_number
from pos_app.domain.names import words_of

FOUND_AT_MOST = 25
ENDS_SOON_DAYS = 30
NOTICED_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """Records on file; those with a right that runs today, and those whose last one ended; erased; to be decided."""

    people: int
    with_right: int
    without_right: int
    erased: int
    reviews: int


@dataclass(frozen=True, slots=True)
class ProgrammeCounts:
    """People by the right that runs today under a programme; `ending` of those open end within 30 days."""

    programme: str
    open: int
    pending: int
    suspended: int
    ending: int


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody who was looked for, with the right that ends last, if any."""

    name: str
    year_of_birth: str
    card: str
    state: str
    prescriber: str
    programme: str
    right_state: str
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something to look at. `code`: "override", "pending" or "nobody"; `rule` and `reason` are codes."""

    point: str
    till: str
    code: str
    at_ms: int
    offset_min: int
    operator: str
    rule: str
    reason: str
    approved_by: str
    exception: bool
    ticket: str
    cents: int


@dataclass(frozen=True, slots=True)
class NoticedDay:
    """A day of a point, counted."""

    day: dt.date
    overrides: int
    exceptions: int
    pending: int
    nobody: int


_OF_THE_EVENING = "code IN ('override', 'pending', 'nobody')"
_STANDS = "NOT EXISTS (SELECT 1 FROM merged WHERE merged.gone = person.token AND merged.kept <> merged.gone)"
_RUNS = "starts_on <= %(today)s AND ends_on >= %(today)s AND right_standing.state <> 'ended'"


def people_counts(connection: Connection, *, today: dt.date) -> PeopleCounts:
    """Each person once, however many records were joined."""
    with connection.cursor(row_factory=class_row(PeopleCounts)) as cursor:
        found = cursor.execute(
            "WITH running AS (SELECT DISTINCT coalesce(kept, person) AS token FROM right_standing"
            f" LEFT JOIN merged ON merged.gone = person WHERE {_RUNS})"
            " SELECT count(*) AS people, count(running.token) AS with_right,"
            " count(*) - count(running.token) AS without_right,"
            " (SELECT count(*) FROM tombstone) AS erased,"
            " (SELECT count(*) FROM review WHERE settled_ms = 0) AS reviews"
            f" FROM person LEFT JOIN running USING (token) WHERE {_STANDS}",
            {"today": today},
        ).fetchone()
    assert found is not None
    return found


def by_programme(connection: Connection, *, today: dt.date) -> Sequence[ProgrammeCounts]:
    """The programmes under which somebody has a right today."""
    with connection.cursor(row_factory=class_row(ProgrammeCounts)) as cursor:
        return cursor.execute(
            "SELECT programme, count(DISTINCT person) FILTER (WHERE state = 'open') AS open,"
            " count(DISTINCT person) FILTER (WHERE state = 'pending') AS pending,"
            " count(DISTINCT person) FILTER (WHERE state = 'suspended') AS suspended,"
            " count(DISTINCT person) FILTER (WHERE state = 'open' AND ends_on < %(soon)s) AS ending"
            " FROM (SELECT coalesce(kept, person) AS person, programme, right_standing.state, ends_on FROM"
            " right_standing LEFT JOIN merged ON merged.gone = person"
            f" WHERE {_RUNS} AND NOT EXISTS (SELECT 1 FROM tombstone WHERE token = person)) AS running"
            " GROUP BY programme ORDER BY programme",
            {"today": today, "soon": today + dt.timedelta(days=ENDS_SOON_DAYS)},
        ).fetchall()


def find_people(connection: Connection, looked_for: str) -> Sequence[FoundPerson]:
    """Whom a card number means, or names that begin with each of these words; at least two letters of one."""
    tokens = _tokens(connection, looked_for)
    with connection.cursor(row_factory=class_row(FoundPerson)) as cursor:
        return cursor.execute(
            "SELECT trim(coalesce(max(value) FILTER (WHERE field = 'family_name'), '') || ' '"
            " || coalesce(max(value) FILTER (WHERE field = 'given_name'), '')) AS name,"
            " coalesce(max(value) FILTER (WHERE field = 'year_of_birth'), '') AS year_of_birth,"
            " coalesce(max(value) FILTER (WHERE field = 'card'), '') AS card,"
            " coalesce(max(value) FILTER (WHERE field = 'state'), '') AS state,"
            " coalesce(max(structure.name), '') AS prescriber, coalesce(max(latest.programme), '') AS programme,"
            " coalesce(max(latest.state), '') AS right_state, max(latest.ends_on) AS ends_on"
            " FROM person_field LEFT JOIN LATERAL (SELECT * FROM right_standing WHERE person = token"
            " ORDER BY ends_on DESC, number DESC LIMIT 1) AS latest ON true"
            " LEFT JOIN structure ON structure.code = latest.prescriber"
            " WHERE person_field.token = ANY(%s) GROUP BY person_field.token ORDER BY name",
            (tokens,),
        ).fetchall()


def noticed_days(connection: Connection, *, days: int = 14) -> Sequence[NoticedDay]:
    """The last days on which there is something to look at, newest first."""
    with connection.cursor(row_factory=class_row(NoticedDay)) as cursor:
        return cursor.execute(
            "SELECT day, count(*) FILTER (WHERE code = 'override' AND NOT exception) AS overrides,"
            " count(*) FILTER (WHERE code = 'override' AND exception) AS exceptions,"
            " count(*) FILTER (WHERE code = 'pending') AS pending,"
            " count(*) FILTER (WHERE code = 'nobody') AS nobody"
            f" FROM noticed WHERE {_OF_THE_EVENING} GROUP BY day ORDER BY day DESC LIMIT %s",
            (days,),
        ).fetchall()


def noticed_on(connection: Connection, day: dt.date) -> Sequence[Noticed]:
    """What is to be looked at of one day at the desks, by point and time."""
    with connection.cursor(row_factory=class_row(Noticed)) as cursor:
        return cursor.execute(
            "SELECT point.name AS point, till.name AS till, code, at_ms, offset_min, operator, rule, reason,"
            " approved_by, exception, ticket, cents FROM noticed JOIN till ON till.id = noticed.till"
            f" JOIN point ON point.id = till.point WHERE day = %s AND {_OF_THE_EVENING}"
            " ORDER BY point.name, at_ms, noticed.till, incarnation, seq, part LIMIT %s",
            (day, NOTICED_AT_MOST),
        ).fetchall()


def to_nobody(noticed: Sequence[Noticed]) -> Sequence[tuple[str, int, int]]:
    """(operator, sales, cents) of the sales to nobody among these, the most first."""
    sold = [each for each in noticed if each.code == "nobody"]
    counted = [
        (operator, len(of), sum(each.cents for each in of))
        for operator in sorted({each.operator for each in sold})
        if (of := [each for each in sold if each.operator == operator])
    ]
    return sorted(counted, key=lambda each: -each[1])


def _tokens(connection: Connection, looked_for: str) -> list[str]:
    digits = "".join(looked_for.split())
    if is_card_number(digits):
        rows = connection.execute("SELECT token FROM person_field WHERE field = 'card' AND value = %s", (digits,))
        return [token for (token,) in rows]
    words = words_of(looked_for)
    if not any(len(word) > 1 for word in words):
        return []
    marks = " INTERSECT ".join(["SELECT token FROM person_word WHERE word LIKE %s"] * len(words))
    rows = connection.execute(
        f"SELECT token FROM ({marks}) AS named JOIN person USING (token) WHERE {_STANDS} LIMIT %s",
        (*(f"{word}%" for word in words), FOUND_AT_MOST),
    )
    return [token for (token,) in rows]
