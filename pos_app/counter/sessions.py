"""Workshops and other sessions: planned, filled by sales, attended."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app import SOFTWARE
from pos_app.clock import local_now
from pos_app.counter.holders import holder_name
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.facts import AttendanceMarked, PlaceGivenUp, SessionCancelled, SessionSet
from pos_app.domain.identifiers import ItemId, ProductCode, TicketNumber
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.support import CANCELLATION_REASONS, PlaceState, checked_session
from pos_app.ledger.entry import Entry
from pos_app.store.support import Place, Session, places_of, places_on, session_of, sessions_from
from pos_app.store.tickets import find_ticket, issuer_at
from pos_app.store.till_store import Act

if TYPE_CHECKING:
    from pos_app.printing.documents.session_slip import SessionSlip

SESSION_SLIP = "session_slip"
"""The document of print jobs that this module makes; their reference is the ticket that the places came with."""


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A session with the name of its article."""

    session: Session
    article: str

    @property
    def starts(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.session.starts)


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place with whom it is for, as the desk knows them; empty for somebody who is not on file."""

    place: Place
    name: str


def set_session(
    till: Till,
    *,
    operator: Operator,
    product: str,
    starts: str,
    minutes: int,
    places: int,
    session: ItemId | None = None,
) -> ItemId:
    """Plans a session, or plans `session` otherwise; never with fewer places than are taken.

    Raises Refusal("session_wrong", "not_a_workshop", "session_unknown", "session_over", "places_taken").
    """
    operator.require(Right.PLAN_SESSIONS)
    begins = checked_session(starts, minutes=minutes, places=places)
    known = till.catalogue.product(product)
    if known.family not in till.rules.impact.workshop_families:
        raise Refusal("not_a_workshop", product=known.label)
    if begins < _now(till):
        raise Refusal("session_over")
    with till.store.transaction(operator.code) as act:
        if session is not None and (taken := session_of(act.connection, session).taken) > places:
            raise Refusal("places_taken", taken=taken)
        chosen = session or ItemId(secrets.token_hex(16))
        fact = SessionSet(
            session=chosen,
            product=ProductCode(known.code),
            starts=begins.isoformat(timespec="minutes"),
            minutes=minutes,
            places=places,
        )
        act.append(fact)
    return chosen


def cancel_session(till: Till, *, operator: Operator, session: ItemId, reason: str) -> Entry:
    """A session does not take place; places that were paid are given back by refunds.

    Raises Refusal("reason_unknown", "session_unknown", "session_over").
    """
    operator.require(Right.PLAN_SESSIONS)
    if reason not in CANCELLATION_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        if session_of(act.connection, session).cancelled:
            raise Refusal("session_over")
        return act.append(SessionCancelled(session=session, reason=reason))


def give_up_place(till: Till, *, operator: Operator, place: Place) -> Entry:
    """Frees a place that nobody paid for, or whose money stays. Raises Refusal("place_not_taken")."""
    operator.require(Right.SELL)
    with till.store.transaction(operator.code) as act:
        _require_taken(till, place)
        return act.append(PlaceGivenUp(session=place.session, ticket=place.ticket))


def mark_attendance(till: Till, *, operator: Operator, place: Place, came: bool) -> Entry:
    """Says who was there; said again, the last word counts. Raises Refusal("place_not_taken")."""
    operator.require(Right.SELL)
    with till.store.transaction(operator.code) as act:
        _require_taken(till, place)
        return act.append(AttendanceMarked(session=place.session, ticket=place.ticket, came=came))


def enqueue_session_slip(act: Act, till: Till, ticket: TicketNumber) -> None:
    """The slip of the places that a ticket which was just recorded has, if it has any."""
    if places_on(act.connection, ticket):
        print_later(act, till, document=SESSION_SLIP, reference=ticket)


def print_session_slip(till: Till, *, operator: Operator, place: Place) -> None:
    """The slip again: it is worth nothing by itself, so nothing is counted. Raises Refusal("place_not_taken")."""
    operator.require(Right.SELL)
    with till.store.transaction(operator.code) as act:
        _require_taken(till, place)
        print_later(act, till, document=SESSION_SLIP, reference=place.ticket)


def session_slip_of(till: Till, ticket: str) -> SessionSlip:
    """The slip of a ticket's places, with their days as they are planned now."""
    from pos_app.printing.documents.session_slip import Appointment, SessionSlip

    found = find_ticket(till.connection, ticket)
    sessions = [session_of(till.connection, place.session) for place in places_on(till.connection, found.sale.ticket)]
    listed = [_listed(till, session) for session in sorted(sessions, key=lambda one: one.starts)]
    return SessionSlip(
        issuer=issuer_at(till.connection, found.position),
        ticket=found.sale.ticket,
        appointments=tuple(Appointment(one.article, one.starts, one.session.minutes) for one in listed),
        software=SOFTWARE,
    )


def sessions_ahead(till: Till, *, since: dt.date | None = None) -> tuple[ListedSession, ...]:
    """The sessions of today and later, or from `since` on, in their order."""
    first = since or _now(till).date()
    return tuple(_listed(till, one) for one in sessions_from(till.connection, first.isoformat()))


def sessions_for_sale(till: Till) -> tuple[ListedSession, ...]:
    """Those that still begin and have a place."""
    now = _now(till).isoformat(timespec="minutes")
    ahead = sessions_from(till.connection, now)
    return tuple(_listed(till, one) for one in ahead if one.left and not one.cancelled)


def places_at_desk(till: Till, *, session: ItemId) -> tuple[ListedPlace, ...]:
    """Who has a place, by name where they are on file."""
    return tuple(ListedPlace(place, _name(till, place)) for place in places_of(till.connection, session))


def session_label(till: Till, session: Session) -> str:
    """What a ticket says of a place: the article, the day and the hour."""
    starts = dt.datetime.fromisoformat(session.starts)
    return f"{till.catalogue.product(session.product).label} · {starts:%d/%m %H:%M}"


def _listed(till: Till, session: Session) -> ListedSession:
    products = till.catalogue.products
    return ListedSession(session, products[session.product].label if session.product in products else session.product)


def _name(till: Till, place: Place) -> str:
    return holder_name(till, place.person) if place.person else ""


def _require_taken(till: Till, place: Place) -> None:
    known = {each.ticket: each for each in places_of(till.connection, place.session)}
    if place.ticket not in known or known[place.ticket].state is PlaceState.GIVEN_UP:
        raise Refusal("place_not_taken")


def _now(till: Till) -> dt.datetime:
    return local_now(till.clock)
