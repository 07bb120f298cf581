"""Writing a parcel: what a sync would send, in one file for head office (`pos_app.sync.carried_file`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from pos_app.domain.refusals import Refusal
from pos_app.ledger.signing import Signer, fingerprint
from pos_app.sync.carried_file import LARGEST_PARCEL_BYTES, Cover, Kind, written
from pos_app.sync.carried_messages import MOST_REQUESTS, CarriedRequest, Parcel
from pos_app.sync.carried_outbox import CarriedOutbox
from pos_app.sync.feeds import FEEDS
from pos_app.sync.greeting import hello_of
from pos_app.sync.outcome import OfficeAddress
from pos_app.sync.push import fitting
from pos_app.sync.requests import (
    ALLOCATIONS_PATH,
    closing_path,
    entries_body,
    entries_path,
    feed_path,
    manifest_path,
    people_path,
)
from pos_app.sync.wire import MOST_ENTRIES, PROTOCOL, Closing, KnownIncarnation

_OTHER_REQUESTS = 200
"""Places that are left for what is no batch of entries."""


@dataclass(frozen=True, slots=True)
class WrittenParcel:
    """A parcel, its number, how many entries are in it, and how many did not fit and go into the next one."""

    data: bytes
    number: int
    entries: int
    left: int


def write_parcel(
    office: OfficeAddress,
    outbox: CarriedOutbox,
    *,
    signer: Signer,
    series: str,
    now_ms: int,
    progress: Callable[[int, int], object] = lambda *_counts: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> WrittenParcel:
    """What this till has for head office, sealed and signed. Nothing here is taken as sent: an answer says so.

    `progress` hears (entries packed, in all). Raises Refusal("files_want_key") where head office had no key when this
    till joined, and Refusal("carrying_cancelled").
    """
    if not office.office_key:
        raise Refusal("files_want_key")
    outbox.record_manifest()
    known = tuple(outbox.known_incarnations())
    batches, entries, left = _batches(outbox, known, progress, cancelled)
    number = outbox.number_parcel()
    parcel = Parcel(
        protocol=PROTOCOL,
        hello=msgspec.json.encode(hello_of(office, outbox, known, series=series, now_ms=now_ms)),
        requests=(*batches, *_others(outbox, known[-1], whole=not left)),
        answer=outbox.answer_taken(),
        whole=not left,
    )
    cover = Cover(
        till=office.point,
        series=series,
        number=number,
        made_ms=now_ms,
        by=signer.public_key.hex(),
        to=fingerprint(bytes.fromhex(office.office_key)),
    )
    content = msgspec.msgpack.encode(parcel)
    data = written(Kind.PARCEL, cover, content, signer=signer, to_key=bytes.fromhex(office.office_key))
    return WrittenParcel(data, number, entries, left)


def _batches(
    outbox: CarriedOutbox,
    known: Sequence[KnownIncarnation],
    progress: Callable[[int, int], object],
    cancelled: Callable[[], bool],
) -> tuple[list[CarriedRequest], int, int]:
    """The journal after what head office holds, as far as a file may go; how many entries, and how many are left."""
    starts = {each.incarnation: _start(outbox, each) for each in known}
    total = sum(each.seq - starts[each.incarnation] for each in known)
    requests: list[CarriedRequest] = []
    packed = size = 0
    for each in known:
        after = starts[each.incarnation]
        while after < each.seq:
            if cancelled():
                raise Refusal("carrying_cancelled")
            if size > LARGEST_PARCEL_BYTES or len(requests) > MOST_REQUESTS - _OTHER_REQUESTS:
                return requests, packed, total - packed
            limit = min(MOST_ENTRIES, each.seq - after)
            batch = fitting(outbox.batch(each.incarnation, after_seq=after, limit=limit))
            body = entries_body(batch)
            requests.append(CarriedRequest(method="POST", path=entries_path(each.incarnation), body=body))
            size += len(body)
            packed += len(batch)
            after = batch[-1].seq
            progress(packed, total)
    return requests, packed, 0


def _start(outbox: CarriedOutbox, known: KnownIncarnation) -> int:
    """After which seq: what was acknowledged, or less where head office said since that it holds less."""
    acknowledged = outbox.acknowledged(known.incarnation).seq
    return min(acknowledged, outbox.held_back().get(known.incarnation, acknowledged))


def _others(outbox: CarriedOutbox, current: KnownIncarnation, *, whole: bool) -> list[CarriedRequest]:
    """What follows the journal, in the order of a sync. Nobody is told of people before the journal is there."""
    requests = []
    if whole:
        path = people_path(current.incarnation)
        pushes = outbox.every_unsent_people()[: _OTHER_REQUESTS // 2]
        requests += [CarriedRequest(method="POST", path=path, body=msgspec.json.encode(push)) for push in pushes]
    for feed in FEEDS:
        epoch, after = outbox.feed_cursor(feed)
        requests.append(CarriedRequest(method="GET", path=feed_path(feed, epoch=epoch, after=after)))
    for wish in outbox.code_requests():
        requests.append(CarriedRequest(method="POST", path=ALLOCATIONS_PATH, body=msgspec.json.encode(wish)))
    last = outbox.closed_for_good() if whole else None
    if last is not None:
        body = msgspec.json.encode(Closing(seq=last.seq, hash=last.hash.hex()))
        requests.append(CarriedRequest(method="POST", path=closing_path(last.incarnation), body=body))
    proof = outbox.last_manifest() if whole else None
    if proof is not None:
        incarnation, manifest = proof
        body = msgspec.json.encode(manifest)
        requests.append(CarriedRequest(method="POST", path=manifest_path(incarnation), body=body))
    return requests
