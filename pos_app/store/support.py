"""Reading sessions, places and cases; the notes beside them, which are erased with the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pos_app.domain.identifiers import ItemId, PersonToken, ProductCode, TicketNumber
from pos_app.domain.refusals import Refusal
from pos_app.domain.support import CaseAbout, CaseOutcome, CaseStep, PlaceState
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class Session:
    """A session as of now. `starts` is local ISO time; `taken` of its `places` are; `cancelled` is a reason or ""."""

    session: ItemId
    product: ProductCode
    starts: str
    minutes: int
    places: int
    cancelled: str
    taken: int

    @property
    def left(self) -> int:
        return max(0, self.places - self.taken)


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a session, which came with a ticket; `person` is empty for somebody who is not on file."""

    session: ItemId
    ticket: TicketNumber
    person: PersonToken
    state: PlaceState


@dataclass(frozen=True, slots=True)
class Case:
    """A case as of now; `outcome` is None while it is open. Amounts in cents; `opened` is the position of its entry."""

    case: ItemId
    person: PersonToken
    about: CaseAbout
    item: str
    due_on: str
    bill_cents: int
    after_cents: int
    recovered_cents: int
    outcome: CaseOutcome | None
    referred_to: str
    opened: int


_SESSION = (
    "SELECT session, product, starts, minutes, places, cancelled, (SELECT count(*) FROM session_place"
    " WHERE session_place.session = session.session AND state <> 'given_up') FROM session"
)
_PLACE = "SELECT session, ticket, person, state FROM session_place"
_CASE = (
    "SELECT support_case, person, about, item, due_on, bill_cents, after_cents, recovered_cents, outcome,"
    " referred_to, opened FROM support_case"
)


def sessions_from(connection: Connection, starts: str) -> tuple[Session, ...]:
    """The sessions that begin at `starts` (local ISO time) or later, in their order, cancelled ones too."""
    rows = connection.execute(f"{_SESSION} WHERE starts >= ? ORDER BY starts, session", (starts,))
    return tuple(_session(row) for row in rows)


def session_of(connection: Connection, session: ItemId) -> Session:
    """Raises Refusal("session_unknown")."""
    row = connection.execute(f"{_SESSION} WHERE session = ?", (session,)).fetchone()
    if row is None:
        raise Refusal("session_unknown")
    return _session(row)


def places_of(connection: Connection, session: ItemId) -> tuple[Place, ...]:
    """In the order of their tickets."""
    rows = connection.execute(f"{_PLACE} WHERE session = ? ORDER BY ticket", (session,))
    return tuple(_place(row) for row in rows)


def places_held(connection: Connection, tokens: Iterable[PersonToken]) -> tuple[tuple[Session, Place], ...]:
    """The places of one person, whatever became of them, with their sessions; the latest session first."""
    found = [_place(row) for token in tokens for row in connection.execute(f"{_PLACE} WHERE person = ?", (token,))]
    held = [(session_of(connection, place.session), place) for place in found]
    return tuple(sorted(held, key=lambda pair: pair[0].starts, reverse=True))


def open_cases(connection: Connection) -> tuple[Case, ...]:
    """Those that are due first come first."""
    return tuple(_case(row) for row in connection.execute(f"{_CASE} WHERE outcome = '' ORDER BY due_on, opened"))


def every_case(connection: Connection) -> tuple[Case, ...]:
    """The open ones first, as they are due; then the closed ones, the latest first."""
    return tuple(_case(row) for row in connection.execute(f"{_CASE} ORDER BY outcome <> '', due_on, opened DESC"))


def cases_of(connection: Connection, tokens: Iterable[PersonToken]) -> tuple[Case, ...]:
    """The cases of one person, the latest first."""
    found = [_case(row) for token in tokens for row in connection.execute(f"{_CASE} WHERE person = ?", (token,))]
    return tuple(sorted(found, key=lambda case: -case.opened))


def case_of(connection: Connection, case: ItemId) -> Case:
    """Raises Refusal("case_unknown")."""
    row = connection.execute(f"{_CASE} WHERE support_case = ?", (case,)).fetchone()
    if row is None:
        raise Refusal("case_unknown")
    return _case(row)


def steps_of(connection: Connection, case: ItemId) -> tuple[tuple[int, CaseStep], ...]:
    """(position of the entry, step), in order."""
    rows = connection.execute("SELECT position, step FROM case_step WHERE support_case = ? ORDER BY position", (case,))
    return tuple((position, CaseStep(step)) for position, step in rows)


def keep_note(act: Act, case: ItemId, *, position: int, note: str) -> None:
    """Keeps what somebody wrote beside the entry at `position`."""
    if note:
        act.connection.execute("INSERT INTO case_note VALUES (?, ?, ?)", (position, case, note))


def notes_of(connection: Connection, case: ItemId) -> dict[int, str]:
    """What was written about a case, by the position of its entry."""
    rows = connection.execute("SELECT position, note FROM case_note WHERE support_case = ?", (case,))
    return dict(rows.fetchall())


def erase_notes(act: Act, tokens: Iterable[PersonToken]) -> None:
    """Deletes what was written about the cases of a person."""
    for token in tokens:
        act.connection.execute(
            "DELETE FROM case_note WHERE support_case IN (SELECT support_case FROM support_case WHERE person = ?)",
            (token,),
        )


def _session(row: tuple[str, str, str, int, int, str, int]) -> Session:
    session, product, starts, minutes, places, cancelled, taken = row
    return Session(ItemId(session), ProductCode(product), starts, minutes, places, cancelled, taken)


def _place(row: tuple[str, str, str, str]) -> Place:
    session, ticket, person, state = row
    return Place(ItemId(session), TicketNumber(ticket), PersonToken(person), PlaceState(state))


def _case(row: tuple[str, str, str, str, str, int, int, int, str, str, int]) -> Case:
    case, person, about, item, due_on, bill, after, recovered, outcome, referred_to, opened = row
    return Case(
        ItemId(case),
        PersonToken(person),
        CaseAbout(about),
        item,
        due_on,
        bill,
        after,
        recovered,
        CaseOutcome(outcome) if outcome else None,
        referred_to,
        opened,
    )
