"""Facts about accompanying people: sessions, who had a place, cases and their steps. Codes, days and tokens only: what
somebody wrote in their own words lies beside the journal and is erased with the person."""

from __future__ import annotations

from typing import ClassVar

from pos_app.domain.facts.fact import Fact
from pos_app.domain.identifiers import ItemId, PersonToken, ProductCode, TicketNumber


class SessionSet(Fact, frozen=True):
    """A session of an article was planned, or planned otherwise. `starts` is the local ISO time to the minute."""

    kind: ClassVar[str] = "session_set.1"
    session: ItemId
    product: ProductCode
    starts: str
    minutes: int
    places: int


class SessionCancelled(Fact, frozen=True):
    """A session does not take place. `reason` is one of CANCELLATION_REASONS."""

    kind: ClassVar[str] = "session_cancelled.1"
    session: ItemId
    reason: str


class PlaceGivenUp(Fact, frozen=True):
    """The place that came with a ticket is free again; what was paid is given back by a refund."""

    kind: ClassVar[str] = "place_given_up.1"
    session: ItemId
    ticket: TicketNumber


class AttendanceMarked(Fact, frozen=True):
    """Whether the one whose place came with a ticket was there."""

    kind: ClassVar[str] = "attendance_marked.1"
    session: ItemId
    ticket: TicketNumber
    came: bool


class CaseOpened(Fact, frozen=True):
    """A case is followed from now on. `about` is of CaseAbout; `due_on` the ISO day of the next step; `item` the
    recharge code that it is about, if any; `bill_cents` a month's bill before, 0 where nobody said."""

    kind: ClassVar[str] = "case_opened.1"
    case: ItemId
    person: PersonToken
    about: str
    due_on: str
    item: str = ""
    bill_cents: int = 0


class CaseStepTaken(Fact, frozen=True):
    """Something was done for a case. `step` is of CaseStep; `due_on` the ISO day of the next one."""

    kind: ClassVar[str] = "case_step_taken.1"
    case: ItemId
    person: PersonToken
    step: str
    due_on: str


class CaseClosed(Fact, frozen=True):
    """A case ended. `bill_cents` is a month's bill after it, `recovered_cents` what the person got back, `referred_to`
    the code of the structure that goes on with it."""

    kind: ClassVar[str] = "case_closed.1"
    case: ItemId
    person: PersonToken
    outcome: str
    bill_cents: int = 0
    recovered_cents: int = 0
    referred_to: str = ""
