"""What a till that sends by hand must be able to say and keep, beside what a sync asks of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from pos_app.domain.identifiers import IncarnationId
from pos_app.sync.outbox import Outbox
from pos_app.sync.people_messages import PeoplePush
from pos_app.sync.wire import Manifest


class CarriedOutbox(Outbox, Protocol):
    """`counter` implements it over the storage thread."""

    def number_parcel(self) -> int:
        """The number of the next parcel; durable before this returns, so that no two bear the same."""
        ...

    def answer_taken(self) -> int:
        """The number of the last answer that was taken in whole, 0 before the first."""
        ...

    def record_answer(self, number: int, held: Mapping[IncarnationId, int]) -> None:
        """An answer was taken in. `held` says how far head office holds the chains of which it holds less than it
        once acknowledged: the next parcel begins there."""
        ...

    def held_back(self) -> Mapping[IncarnationId, int]:
        """What `record_answer` kept of the last answer."""
        ...

    def every_unsent_people(self) -> Sequence[PeoplePush]:
        """All that was changed of people and structures and is not acknowledged, as pushes, oldest first."""
        ...

    def last_manifest(self) -> tuple[IncarnationId, Manifest] | None:
        """The figures of the incarnation's last manifest; None before the first."""
        ...

    def heard_by_letter(self, *, office_ms: int) -> None:
        """Head office wrote, and signed, at `office_ms` of its clock: contact is kept as of then."""
        ...
