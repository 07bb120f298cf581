"""The journal as files for head office are made of it, and what is kept of answers (`pos_app.sync.carried_file`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pos_app.counter import people_feeds
from pos_app.counter.status import LAST_HELLO, OFFICE_AHEAD
from pos_app.counter.sync_outbox import SyncOutbox, last_manifest
from pos_app.counter.till import Till
from pos_app.domain.identifiers import IncarnationId
from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.sync.people_messages import PeoplePush
from pos_app.sync.wire import Manifest

_PARCEL, _ANSWER, _HELD_BACK = "parcel_number", "answer_number", "held_back"


class ByFileOutbox(SyncOutbox):
    """Implements `pos_app.sync.carried_outbox.CarriedOutbox`."""

    def number_parcel(self) -> int:
        return self._ask(_number_parcel)

    def answer_taken(self) -> int:
        return self._ask(lambda till: read_parameter(till.connection, _ANSWER, type=int, default=0))

    def record_answer(self, number: int, held: Mapping[IncarnationId, int]) -> None:
        def record(till: Till) -> None:
            with till.store.transaction() as act:
                write_parameter(act, _ANSWER, number)
                write_parameter(act, _HELD_BACK, dict(held))

        self._ask(record)

    def held_back(self) -> Mapping[IncarnationId, int]:
        return self._ask(
            lambda till: read_parameter(till.connection, _HELD_BACK, type=dict[IncarnationId, int], default={})
        )

    def every_unsent_people(self) -> Sequence[PeoplePush]:
        return self._ask(people_feeds.every_unsent_people)

    def last_manifest(self) -> tuple[IncarnationId, Manifest] | None:
        return self._ask(last_manifest)

    def heard_by_file(self, *, parcel_ms: int, office_ms: int) -> None:
        self._ask(lambda till: _heard(till, parcel_ms=parcel_ms, office_ms=office_ms))


def _number_parcel(till: Till) -> int:
    number = read_parameter(till.connection, _PARCEL, type=int, default=0) + 1
    with till.store.transaction() as act:
        write_parameter(act, _PARCEL, number)
    return number


def _heard(till: Till, *, parcel_ms: int, office_ms: int) -> None:
    """Contact counts from when head office wrote, as far as this clock can tell: after the parcel, and not to come. A
    file that lay about for weeks does not make codes sold for weeks more."""
    connection = till.connection
    ahead_ms = read_parameter(connection, OFFICE_AHEAD, type=int, default=0)
    written_ms = min(till.clock.now_ms(), max(parcel_ms, office_ms - ahead_ms))
    last_ms = read_parameter(connection, LAST_HELLO, type=int, default=0)
    with till.store.transaction() as act:
        write_parameter(act, LAST_HELLO, max(last_ms, written_ms))
