"""The journal as the sync thread sees it: every call runs on the storage thread and waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from pos_app.counter import allocations, people_feeds
from pos_app.counter.contact import keep_heard
from pos_app.counter.status import SYNC_SLOT
from pos_app.counter.till import Till
from pos_app.domain.facts import (
    IncarnationOpened,
    RefundRecorded,
    SaleRecorded,
    SyncManifest,
    TicketRecorded,
    TillStarted,
    TillStopped,
)
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Bug
from pos_app.ledger.entry import Entry, Head
from pos_app.store import journal, outbox, people_exchange
from pos_app.store.migrations import schema_of
from pos_app.store.parameters import read_parameter, write_parameter
from pos_app.store.storage_thread import StorageThread
from pos_app.sync.allocation_messages import AllocationAnswer, AllocationRequest
from pos_app.sync.feeds import FEEDS
from pos_app.sync.outcome import TillStanding
from pos_app.sync.people_messages import Item, PeopleAnswer, PeoplePush
from pos_app.sync.wire import KnownIncarnation, Manifest

_Result = TypeVar("_Result")
_Thing = TypeVar("_Thing")

_CLOSING_TOLD = "closing_told"
_NO_NEED_OF_PROOF = frozenset({TillStarted.kind, TillStopped.kind})


class SyncOutbox:
    """Implements `pos_app.sync.outbox.Outbox` over a till's storage thread."""

    def __init__(self, storage: StorageThread[Till]) -> None:
        self._storage = storage

    def known_incarnations(self) -> Sequence[KnownIncarnation]:
        return self._ask(_known_incarnations)

    def acknowledged(self, incarnation: IncarnationId) -> Head:
        return self._ask(lambda till: outbox.acknowledged(till.connection, incarnation))

    def batch(self, incarnation: IncarnationId, *, after_seq: int, limit: int) -> Sequence[Entry]:
        return self._ask(lambda till: outbox.batch(till.connection, incarnation, after_seq=after_seq, limit=limit))

    def acknowledge(self, head: Head, *, just_sent: bool) -> None:
        def record(till: Till) -> None:
            received = outbox.Received(till.clock.now_ms(), till.clock.offset_min(), exact=just_sent)
            with till.store.transaction() as act:
                outbox.acknowledge(act, head, received)

        self._ask(record)

    def unsent(self) -> int:
        return self._ask(lambda till: outbox.unsent_count(till.connection))

    def unsent_people(self) -> PeoplePush:
        return self._ask(people_feeds.unsent_people)

    def people_acknowledged(self, push: PeoplePush, answer: PeopleAnswer) -> None:
        self._slice_by_slice(answer.outcomes, people_feeds.acknowledge_outcomes)
        if answer.structures:
            self._ask(lambda till: people_feeds.acknowledge_structures(till, push=push, taken=answer.structures))

    def feed_cursor(self, feed: str) -> tuple[str, str]:
        return self._ask(lambda till: people_exchange.feed_cursor(till.connection, feed))

    def take_items(self, feed: str, *, epoch: str, items: Sequence[Item]) -> None:
        def take(till: Till, left: Sequence[Item]) -> int:
            return people_feeds.take_items(till, feed=feed, epoch=epoch, items=left)

        self._slice_by_slice(items, take)

    def code_requests(self) -> Sequence[AllocationRequest]:
        return self._ask(allocations.code_requests)

    def take_codes(self, request: AllocationRequest, answer: AllocationAnswer) -> None:
        allocations.take_codes(self._ask, request, answer)

    def standing(self) -> TillStanding:
        return self._ask(_standing)

    def greeted(self, *, office_ms: int, slot_s: int) -> None:
        def record(till: Till) -> None:
            with till.store.transaction() as act:
                keep_heard(till.store, act, office_ms=office_ms)
                write_parameter(act, SYNC_SLOT, slot_s)

        self._ask(record)

    def closed_for_good(self) -> Head | None:
        return self._ask(_closed_for_good)

    def closing_told(self) -> None:
        def record(till: Till) -> None:
            with till.store.transaction() as act:
                write_parameter(act, _CLOSING_TOLD, True)  # the value itself

        self._ask(record)

    def record_manifest(self) -> tuple[IncarnationId, Manifest] | None:
        return self._ask(_record_manifest)

    def _slice_by_slice(self, things: Sequence[_Thing], take: Callable[[Till, Sequence[_Thing]], int]) -> None:
        """Between two slices, whoever waits for the storage thread has their turn."""
        done = 0
        while done < len(things):
            done += self._ask(partial(_taken, take, things[done:]))

    def _ask(self, act: Callable[[Till], _Result]) -> _Result:
        return self._storage.submit(act).result()


def _closed_for_good(till: Till) -> Head | None:
    position = till.store.state.retired_position
    told = read_parameter(till.connection, _CLOSING_TOLD, type=bool, default=False)
    entry = journal.entry_at(till.connection, position) if position and not told else None
    return entry.head if entry else None


def _taken(take: Callable[[Till, Sequence[_Thing]], int], left: Sequence[_Thing], till: Till) -> int:
    return take(till, left)


def _standing(till: Till) -> TillStanding:
    uptime = till.clock.uptime()
    cursors = ((feed, *people_exchange.feed_cursor(till.connection, feed)) for feed in FEEDS)
    return TillStanding(
        marked=till.vault.marked(),
        boot=uptime.boot,
        uptime_ms=uptime.ms,
        database=schema_of(till.connection),
        guarded_by=till.vault.guarded_by,
        cursors=tuple(cursors),
    )


def _known_incarnations(till: Till) -> tuple[KnownIncarnation, ...]:
    known = journal.incarnations(till.connection)
    ends = [first - 1 for _, _, first in known[1:]] + [till.store.position]
    return tuple(
        _known(till, incarnation, first_position, end)
        for (_, incarnation, first_position), end in zip(known, ends, strict=True)
    )


def _known(till: Till, incarnation: IncarnationId, first_position: int, end: int) -> KnownIncarnation:
    first = journal.entry_at(till.connection, first_position)
    last = journal.entry_at(till.connection, end)
    opened = first.fact() if first else None
    if last is None or not isinstance(opened, IncarnationOpened):
        raise Bug("incarnation_without_entries", incarnation=incarnation)
    return KnownIncarnation(incarnation=incarnation, public_key=opened.public_key, seq=last.seq, hash=last.hash.hex())


def _record_manifest(till: Till) -> tuple[IncarnationId, Manifest] | None:
    """Goes on from the figures of the last manifest. A manifest causes no other: where nothing but starts and stops
    came after the last one, none is made."""
    head = till.store.head
    before = _last_manifest(till)
    since = list(
        journal.entries(till.connection, incarnation=head.incarnation, after_seq=before.last_seq + 1 if before else 0)
    )
    if all(entry.kind in _NO_NEED_OF_PROOF for entry in since):
        return None
    tickets = [ticket for entry in since if (ticket := _ticket_of(entry))]
    manifest = SyncManifest(
        first_seq=1,
        last_seq=head.seq,
        tickets=len(tickets) + (before.tickets if before else 0),
        total_cents=sum(ticket.total_cents for ticket in tickets) + (before.total_cents if before else 0),
        head=head.hash.hex(),
    )
    with till.store.transaction() as act:
        act.append(manifest)
    return head.incarnation, _told(manifest)


def last_manifest(till: Till) -> tuple[IncarnationId, Manifest] | None:
    """The figures of the last manifest of the incarnation in force; None before the first."""
    manifest = _last_manifest(till)
    return (till.store.head.incarnation, _told(manifest)) if manifest else None


def _told(manifest: SyncManifest) -> Manifest:
    return Manifest(
        last_seq=manifest.last_seq,
        tickets=manifest.tickets,
        total_cents=manifest.total_cents,
        head=manifest.head,
    )


def _last_manifest(till: Till) -> SyncManifest | None:
    """The last one of the incarnation in force."""
    position = till.store.state.manifest_position
    entry = journal.entry_at(till.connection, position) if position else None
    fact = entry.fact() if entry else None
    return fact if isinstance(fact, SyncManifest) else None


def _ticket_of(entry: Entry) -> TicketRecorded | None:
    fact = entry.fact() if entry.kind in (SaleRecorded.kind, RefundRecorded.kind) else None
    return fact if isinstance(fact, SaleRecorded | RefundRecorded) else None
