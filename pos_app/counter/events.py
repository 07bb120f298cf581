"""The journal as people read it: the latest entries, of one kind or one operator, a page at a time; and as a slip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from pos_app import SOFTWARE
from pos_app.clock import local_datetime
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.facts import FACTS
from pos_app.domain.operator import Operator, Right
from pos_app.event_words import GROUP_WORDS, EventGroup, detail_words, kind_words, kinds_in
from pos_app.i18n import gettext as _
from pos_app.ledger.entry import Entry
from pos_app.store.events import entries_before
from pos_app.store.operators import shown_name
from pos_app.store.tickets import issuer_at

if TYPE_CHECKING:
    from pos_app.printing.documents.events_slip import EventsSlip

PAGE = 100
EVENTS_SLIP = "events_slip"
"""The document of a print job; its reference says what was asked."""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry in words. `position` orders it over all chains; `detail` may be empty."""

    position: int
    at_ms: int
    offset_min: int
    operator_name: str
    kind: str
    detail: str


class EventFilter(msgspec.Struct, frozen=True):
    """What is looked for; None and an empty code let everything through. Times as in entries, `to_ms` not included."""

    group: EventGroup | None = None
    operator: str = ""
    from_ms: int = 0
    to_ms: int = 1 << 62


def events(
    till: Till, *, operator: Operator, wanted: EventFilter, before: int = 0, limit: int = PAGE
) -> tuple[Event, ...]:
    """The latest entries that `wanted` lets through, newest first; `before` is a position (0: from the end)."""
    operator.require(Right.READ_JOURNAL)
    return _found(till, wanted, before=before or till.store.position + 1, limit=limit)


def print_events(till: Till, *, operator: Operator, wanted: EventFilter, before: int = 0) -> None:
    """Prints the page of entries that `events` shows for the same question."""
    operator.require(Right.READ_JOURNAL)
    asked = _Asked(wanted, before or till.store.position + 1)
    with till.store.transaction(operator.code) as act:
        print_later(act, till, document=EVENTS_SLIP, reference=msgspec.json.encode(asked).decode())


def events_document(till: Till, reference: str) -> EventsSlip:
    """The slip that a print job asks for: what stood there then stands there now."""
    from pos_app.printing.documents.events_slip import EventLine, EventsSlip

    asked = msgspec.json.decode(reference, type=_Asked)
    found = _found(till, asked.wanted, before=asked.before, limit=PAGE)
    state = till.store.state
    group = asked.wanted.group
    return EventsSlip(
        issuer=issuer_at(till.connection, till.store.position),
        series=state.series,
        lines=tuple(
            EventLine(one.position, local_datetime(one.at_ms, one.offset_min), one.operator_name, one.kind, one.detail)
            for one in found
        ),
        looked_for=_(GROUP_WORDS[group]) if group else "",
        software=SOFTWARE,
    )


class _Asked(msgspec.Struct, frozen=True):
    wanted: EventFilter
    before: int


def _found(till: Till, wanted: EventFilter, *, before: int, limit: int) -> tuple[Event, ...]:
    found = entries_before(
        till.connection,
        before,
        limit=limit,
        kinds=kinds_in(wanted.group) if wanted.group else (),
        operator=wanted.operator,
        from_ms=wanted.from_ms,
        to_ms=wanted.to_ms,
    )
    return tuple(_event(till, position, entry) for position, entry in found)


def _event(till: Till, position: int, entry: Entry) -> Event:
    return Event(
        position=position,
        at_ms=entry.at_ms,
        offset_min=entry.offset_min,
        operator_name=shown_name(till.connection, entry.operator) if entry.operator else "",
        kind=kind_words(entry.kind),
        detail=detail_words(entry.fact()) if entry.kind in FACTS else "",
    )
