"""What the sync asks of the till that it works for. `counter` implements it over the storage thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pos_app.domain.identifiers import IncarnationId
from pos_app.ledger.entry import Entry, Head
from pos_app.sync.allocation_messages import AllocationAnswer, AllocationRequest
from pos_app.sync.outcome import TillStanding
from pos_app.sync.people_messages import Item, PeopleAnswer, PeoplePush
from pos_app.sync.wire import KnownIncarnation, Manifest


class Outbox(Protocol):
    """The journal seen from the sync thread; every call may wait for the storage thread."""

    def known_incarnations(self) -> Sequence[KnownIncarnation]:
        """Oldest first, the current one last."""
        ...

    def acknowledged(self, incarnation: IncarnationId) -> Head: ...

    def batch(self, incarnation: IncarnationId, *, after_seq: int, limit: int) -> Sequence[Entry]: ...

    def acknowledge(self, head: Head, *, just_sent: bool) -> None:
        """Head office holds everything up to `head`: it answered so to what was sent it, or said so when it was asked.

        Durable before this returns.
        """
        ...

    def unsent(self) -> int: ...

    def unsent_people(self) -> PeoplePush:
        """What was changed of people and structures and not yet acknowledged: as much as one push takes."""
        ...

    def people_acknowledged(self, push: PeoplePush, answer: PeopleAnswer) -> None:
        """Durable before this returns; what was answered leaves the outbox."""
        ...

    def feed_cursor(self, feed: str) -> tuple[str, str]:
        """(epoch, place) up to which a feed was taken in; ("", "") before the first time."""
        ...

    def take_items(self, feed: str, *, epoch: str, items: Sequence[Item]) -> None:
        """Takes in items of a feed, in order, and moves its cursor with them: both durable before this returns."""
        ...

    def code_requests(self) -> Sequence[AllocationRequest]:
        """The codes that this till is short of; each request is durable before this returns."""
        ...

    def take_codes(self, request: AllocationRequest, answer: AllocationAnswer) -> None:
        """Takes an allocation into the vault, whole, and forgets the request: both durable before this returns."""
        ...

    def standing(self) -> TillStanding: ...

    def greeted(self, *, office_ms: int, slot_s: int) -> None:
        """Head office answered just now, at `office_ms` of its clock, and proved it: contact is kept. `slot_s` is the
        second of each ten minutes in which this till syncs by itself."""
        ...

    def closed_for_good(self) -> Head | None:
        """The till's last entry once it closed for good and head office was not told; None otherwise."""
        ...

    def closing_told(self) -> None:
        """Head office knows that this till closed for good: durable before this returns."""
        ...

    def record_manifest(self) -> tuple[IncarnationId, Manifest] | None:
        """Adds the manifest of what stands before it as an entry; None where nothing was added since the last."""
        ...
