"""The journal as files for head office are made of it, and what is kept of answers (`pos_app.sync.carried_file`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pos_app.counter import people_feeds
from pos_app.counter.contact import keep_heard_by_letter
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

    def heard_by_letter(self, *, office_ms: int) -> None:
        def record(till: Till) -> None:
            with till.store.transaction() as act:
                keep_heard_by_letter(till.store, act, office_ms=office_ms)

        self._ask(record)


def _number_parcel(till: Till) -> int:
    number = read_parameter(till.connection, _PARCEL, type=int, default=0) + 1
    with till.store.transaction() as act:
        write_parameter(act, _PARCEL, number)
    return number
