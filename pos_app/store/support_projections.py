"""What follows from the journal about sessions and cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pos_app.domain.facts import (
    AttendanceMarked,
    Beneficiary,
    CaseClosed,
    CaseOpened,
    CaseStepTaken,
    Fact,
    PlaceGivenUp,
    RefundRecorded,
    SaleRecorded,
    SessionCancelled,
    SessionSet,
)
from pos_app.domain.identifiers import ItemId
from pos_app.domain.refusals import Bug
from pos_app.domain.support import PlaceState
from pos_app.store.opening import Connection
from pos_app.store.people_projections import person_told_of

TABLES: tuple[str, ...] = ("session", "session_place", "support_case", "case_step")


def sale_recorded(connection: Connection, position: int, fact: SaleRecorded) -> None:
    """A line that names a session takes a place in it."""
    person = fact.beneficiary.person if isinstance(fact.beneficiary, Beneficiary) else ""
    for line in fact.lines:
        for item in line.items:
            if is_session(connection, item):
                connection.execute(
                    "INSERT INTO session_place VALUES (?, ?, ?, 'taken', ?)", (item, fact.ticket, person, position)
                )


def refund_recorded(connection: Connection, position: int, fact: RefundRecorded) -> None:
    """A place whose money is given back is free again."""
    for line in fact.lines:
        for item in line.items:
            if is_session(connection, item):
                _place(connection, position, item, fact.first.ticket, PlaceState.GIVEN_UP)


def is_session(connection: Connection, item: ItemId) -> bool:
    return connection.execute("SELECT 1 FROM session WHERE session = ?", (item,)).fetchone() is not None


def _session_set(connection: Connection, position: int, fact: SessionSet) -> None:
    connection.execute(
        "INSERT INTO session VALUES (?, ?, ?, ?, ?, '', ?) ON CONFLICT (session) DO UPDATE SET"
        " starts = excluded.starts, minutes = excluded.minutes, places = excluded.places,"
        " position = excluded.position",
        (fact.session, fact.product, fact.starts, fact.minutes, fact.places, position),
    )


def _session_cancelled(connection: Connection, position: int, fact: SessionCancelled) -> None:
    changed = connection.execute(
        "UPDATE session SET cancelled = ?, position = ? WHERE session = ? AND cancelled = ''",
        (fact.reason, position, fact.session),
    )
    _one_row(changed.rowcount, fact.session)


def _place_given_up(connection: Connection, position: int, fact: PlaceGivenUp) -> None:
    _place(connection, position, fact.session, fact.ticket, PlaceState.GIVEN_UP)


def _attendance_marked(connection: Connection, position: int, fact: AttendanceMarked) -> None:
    state = PlaceState.CAME if fact.came else PlaceState.MISSED
    _place(connection, position, fact.session, fact.ticket, state)


def _place(connection: Connection, position: int, session: ItemId, ticket: str, state: PlaceState) -> None:
    changed = connection.execute(
        "UPDATE session_place SET state = ?, position = ? WHERE session = ? AND ticket = ?",
        (state, position, session, ticket),
    )
    _one_row(changed.rowcount, session)


def _case_opened(connection: Connection, position: int, fact: CaseOpened) -> None:
    person_told_of(connection, position, fact)
    connection.execute(
        "INSERT INTO support_case VALUES (?, ?, ?, ?, ?, ?, 0, 0, '', '', ?, ?)",
        (fact.case, fact.person, fact.about, fact.item, fact.due_on, fact.bill_cents, position, position),
    )


def _step_taken(connection: Connection, position: int, fact: CaseStepTaken) -> None:
    person_told_of(connection, position, fact)
    changed = connection.execute(
        "UPDATE support_case SET due_on = ?, position = ? WHERE support_case = ? AND outcome = ''",
        (fact.due_on, position, fact.case),
    )
    _one_row(changed.rowcount, fact.case)
    connection.execute("INSERT INTO case_step VALUES (?, ?, ?)", (fact.case, position, fact.step))


def _case_closed(connection: Connection, position: int, fact: CaseClosed) -> None:
    person_told_of(connection, position, fact)
    changed = connection.execute(
        "UPDATE support_case SET outcome = ?, after_cents = ?, recovered_cents = ?, referred_to = ?, position = ?"
        " WHERE support_case = ? AND outcome = ''",
        (fact.outcome, fact.bill_cents, fact.recovered_cents, fact.referred_to, position, fact.case),
    )
    _one_row(changed.rowcount, fact.case)


def _one_row(changed: int, of: str) -> None:
    if changed != 1:
        raise Bug("support_not_as_told", of=of)


WRITES: Mapping[type[Fact], Callable[[Connection, int, Any], None]] = MappingProxyType(
    {
        SessionSet: _session_set,
        SessionCancelled: _session_cancelled,
        PlaceGivenUp: _place_given_up,
        AttendanceMarked: _attendance_marked,
        CaseOpened: _case_opened,
        CaseStepTaken: _step_taken,
        CaseClosed: _case_closed,
    }
)
