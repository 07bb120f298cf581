"""Reading days and the drawer: the projections say where, the journal says what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pos_app.domain.facts import DayClosed, Fact, IncarnationOpened, Period, PeriodClosed, TenderCorrected
from pos_app.domain.refusals import Bug
from pos_app.ledger.entry import Entry
from pos_app.store import journal
from pos_app.store.opening import Connection


@dataclass(frozen=True, slots=True)
class DayOnFile:
    """A day: where it was opened and closed in the journal (`closed_position` 0 while it is open).

    `gap_cents`: what the drawer held at opening beyond what the last closing had left in it.
    """

    day: int
    opened_position: int
    closed_position: int
    gap_cents: int


def day_on_file(connection: Connection, day: int) -> DayOnFile:
    """Raises Bug("day_unknown")."""
    row = connection.execute("SELECT * FROM day WHERE day = ?", (day,)).fetchone()
    if row is None:
        raise Bug("day_unknown", day=day)
    return DayOnFile(*row)


def days_after(connection: Connection, day: int) -> tuple[DayOnFile, ...]:
    """The days after `day`, in order."""
    return tuple(DayOnFile(*row) for row in connection.execute("SELECT * FROM day WHERE day > ? ORDER BY day", (day,)))


def entries_of_day(connection: Connection, day: DayOnFile) -> Iterator[tuple[int, Entry]]:
    """(position, entry) from the day's opening on, its closing included where there is one."""
    for position, entry in journal.every_entry(connection, from_position=day.opened_position):
        if day.closed_position and position > day.closed_position:
            return
        yield position, entry


def cash_events(connection: Connection, day: int) -> tuple[tuple[int, Entry, Fact], ...]:
    """(position, entry, fact) of what the journal says of the drawer on `day`, oldest first."""
    rows = connection.execute("SELECT position FROM cash_event WHERE day = ? ORDER BY position", (day,)).fetchall()
    found = ((position, journal.entry_at(connection, position)) for (position,) in rows)
    return tuple((position, entry, entry.fact()) for position, entry in found if entry)


def entry_there(connection: Connection, position: int) -> Entry:
    """The entry at `position`, which is known to be one. Raises Bug("entry_missing")."""
    entry = journal.entry_at(connection, position)
    if entry is None:
        raise Bug("entry_missing", position=position)
    return entry


def closing_of(connection: Connection, day: DayOnFile) -> DayClosed:
    """The closing of a day that was closed. Raises Bug("closing_missing")."""
    fact = entry_there(connection, day.closed_position).fact()
    if not isinstance(fact, DayClosed):
        raise Bug("closing_missing", day=day.day)
    return fact


def closed_before(connection: Connection, day: int) -> DayOnFile | None:
    """The last day that was closed before `day`."""
    row = connection.execute("SELECT * FROM day WHERE day < ? ORDER BY day DESC LIMIT 1", (day,)).fetchone()
    return DayOnFile(*row) if row else None


def period_closings(connection: Connection) -> tuple[PeriodClosed, ...]:
    """Every month and year that was closed, oldest first."""
    rows = connection.execute("SELECT position FROM period_closing ORDER BY position").fetchall()
    facts = [entry_there(connection, position).fact() for (position,) in rows]
    return tuple(fact for fact in facts if isinstance(fact, PeriodClosed))


def last_closing(connection: Connection, period: Period) -> PeriodClosed | None:
    """The last month or year that was closed."""
    row = connection.execute(
        "SELECT position FROM period_closing WHERE period = ? ORDER BY position DESC LIMIT 1", (period.value,)
    ).fetchone()
    fact = entry_there(connection, row[0]).fact() if row else None
    return fact if isinstance(fact, PeriodClosed) else None


def corrections_of(connection: Connection, ticket: str) -> tuple[TenderCorrected, ...]:
    """How the payment of `ticket` was put right, oldest first."""
    rows = connection.execute("SELECT position FROM tender_correction WHERE ticket = ? ORDER BY position", (ticket,))
    facts = [entry_there(connection, position).fact() for (position,) in rows.fetchall()]
    return tuple(fact for fact in facts if isinstance(fact, TenderCorrected))


def series_at(connection: Connection, entry: Entry) -> str:
    """The series in which the till numbered its tickets when it made `entry`. Raises Bug("incarnation_unopened")."""
    first = next(journal.entries(connection, incarnation=entry.incarnation, limit=1), None)
    opened = first.fact() if first else None
    if not isinstance(opened, IncarnationOpened):
        raise Bug("incarnation_unopened")
    return opened.series
