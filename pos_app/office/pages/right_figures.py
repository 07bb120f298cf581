"""People by their right: those whose last right is so, page after page, with no more of them than is needed to call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import msgspec
from psycopg import Connection
from psycopg.errors import QueryCanceled
from psycopg.rows import class_row

from pos_app.domain.refusals import Refusal
from pos_app.i18n import N_
from pos_app.office.pages.people_figures import ENDS_SOON_DAYS
from pos_app.office.pages.ticket_figures import LONGEST_SEARCH_MS

PEOPLE_A_PAGE = 50
_PLACE = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9a-f]{32})?$"


class Standing(StrEnum):
    """How somebody's last right stands."""

    OPEN = "open"
    ENDING = "ending"
    PENDING = "pending"
    SUSPENDED = "suspended"
    ENDED = "ended"


STANDINGS = {
    Standing.OPEN: N_("open"),
    Standing.ENDING: N_("ends within 30 days"),
    Standing.PENDING: N_("waiting for the slip"),
    Standing.SUSPENDED: N_("suspended"),
    Standing.ENDED: N_("ended"),
}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Whose: by standing, programme, prescriber and point; `after` is where the page begins."""

    standing: Standing = Standing.ENDING
    programme: Annotated[str, msgspec.Meta(max_length=40)] = ""
    prescriber: Annotated[str, msgspec.Meta(max_length=40)] = ""
    point: Annotated[int, msgspec.Meta(ge=0, lt=2**31)] = 0
    after: Annotated[str, msgspec.Meta(pattern=_PLACE)] = ""


@dataclass(frozen=True, slots=True)
class PersonRight:
    """Somebody's last right. `point` is where it was told of last."""

    person: str
    name: str
    card: str
    programme: str
    state: str
    ends_on: dt.date
    prescriber: str
    point: str

    @property
    def place(self) -> str:
        """Where the page after this one begins."""
        return f"{self.ends_on}.{self.person}"


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from: programmes, and prescribers by code with their names."""

    programmes: Sequence[str]
    prescribers: Sequence[tuple[str, str]]


_CONDITIONS = {
    Standing.OPEN: "last.state = 'open' AND last.ends_on >= %(today)s",
    Standing.ENDING: "last.state = 'open' AND last.ends_on >= %(today)s AND last.ends_on < %(soon)s",
    Standing.PENDING: "last.state = 'pending' AND last.ends_on >= %(today)s",
    Standing.SUSPENDED: "last.state = 'suspended' AND last.ends_on >= %(today)s",
    Standing.ENDED: "(last.state = 'ended' OR last.ends_on < %(today)s)",
}


_NEWER = "SELECT 1 FROM right_standing AS newer WHERE newer.person = last.person AND newer.number > last.number"


def choices(connection: Connection) -> Choices:
    """Programmes and prescribers of the rights that there are."""
    programmes = connection.execute("SELECT DISTINCT programme FROM right_standing ORDER BY 1").fetchall()
    prescribers = connection.execute(
        "SELECT code, name FROM structure WHERE prescribes AND NOT closed ORDER BY name, code"
    ).fetchall()
    return Choices([name for (name,) in programmes], prescribers)


def people_by_right(connection: Connection, wanted: Wanted, *, today: dt.date) -> tuple[Sequence[PersonRight], str]:
    """A page of people, whose right ends first first, and where the next one begins; empty at the end.

    Erased people, and records that stand for another one, are none. Raises Refusal("search_too_wide").
    """
    conditions, values = _conditions(wanted, today)
    connection.execute(f"SET LOCAL statement_timeout = {LONGEST_SEARCH_MS}")
    try:
        with connection.cursor(row_factory=class_row(PersonRight)) as cursor:
            found = cursor.execute(
                "SELECT last.person, trim(coalesce((SELECT value FROM person_field WHERE token = last.person"
                " AND field = 'family_name'), '') || ' ' || coalesce((SELECT value FROM person_field"
                " WHERE token = last.person AND field = 'given_name'), '')) AS name,"
                " coalesce((SELECT value FROM person_field WHERE token = last.person AND field = 'card'), '') AS card,"
                " programme, last.state, ends_on, coalesce(structure.name, last.prescriber) AS prescriber,"
                " coalesce(at.point, '') AS point FROM right_standing AS last"
                " LEFT JOIN structure ON structure.code = last.prescriber"
                " LEFT JOIN LATERAL (SELECT point.id, point.name AS point FROM right_fact"
                " JOIN till ON till.id = right_fact.till JOIN point ON point.id = till.point"
                " WHERE right_fact.person = last.person ORDER BY at_ms DESC, right_fact.till LIMIT 1) AS at ON true"
                f" WHERE {' AND '.join(conditions)} ORDER BY ends_on, last.person LIMIT %(most)s",
                {**values, "most": PEOPLE_A_PAGE + 1},
            ).fetchall()
    except QueryCanceled:
        raise Refusal("search_too_wide") from None
    shown = found[:PEOPLE_A_PAGE]
    return shown, shown[-1].place if len(found) > len(shown) else ""


def _conditions(wanted: Wanted, today: dt.date) -> tuple[list[str], dict[str, object]]:
    conditions = [
        _CONDITIONS[wanted.standing],
        f"NOT EXISTS ({_NEWER})",
        "EXISTS (SELECT 1 FROM person WHERE person.token = last.person)",
        "NOT EXISTS (SELECT 1 FROM merged WHERE merged.gone = last.person AND merged.kept <> merged.gone)",
    ]
    values: dict[str, object] = {"today": today, "soon": today + dt.timedelta(days=ENDS_SOON_DAYS)}
    if wanted.programme:
        conditions.append("programme = %(programme)s")
        values["programme"] = wanted.programme
    if wanted.prescriber:
        conditions.append("last.prescriber = %(prescriber)s")
        values["prescriber"] = wanted.prescriber
    if wanted.point:
        conditions.append("at.id = %(point)s")
        values["point"] = wanted.point
    if wanted.after:
        day, person = wanted.after.split(".")
        conditions.append("(ends_on, last.person) > (%(ends_on)s, %(person)s)")
        values |= {"ends_on": dt.date.fromisoformat(day), "person": person}
    return conditions, values
