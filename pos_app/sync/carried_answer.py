"""Taking in head office's answer to a parcel, as far as it is still news (`pos_app.sync.carried_file`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Head
from pos_app.sync.branch import is_branch
from pos_app.sync.carried_file import CarriedFile, Kind, opened, read
from pos_app.sync.carried_messages import CarriedAnswer, FeedTold
from pos_app.sync.carried_outbox import CarriedOutbox
from pos_app.sync.client import decompressed
from pos_app.sync.feeds import FEEDS, page_of
from pos_app.sync.outcome import OfficeAddress, Synced
from pos_app.sync.people_messages import LARGEST_FEED_PAGE_BYTES, FeedPage, Item, PeopleAnswer, PeoplePush
from pos_app.sync.wire import HeldHead, KnownIncarnation

_Cancelled = Callable[[], bool]


def take_answer(
    data: bytes,
    office: OfficeAddress,
    outbox: CarriedOutbox,
    *,
    unseal: Callable[[bytes], bytes],
    progress: Callable[[int, int], object] = lambda *_counts: None,
    cancelled: _Cancelled = lambda: False,
) -> Synced:
    """Keeps what head office acknowledged, gives and tells. Taken in half and again, it has the effect of once.

    `progress` hears (pages read, in all). Raises Refusal: what `read` raises, "answer_of_other_office",
    "answer_of_other_till", "answer_for_earlier_key", "answer_taken_already", "answer_older", and, as a sync does,
    "till_revoked" and "office_holds_other_branch".
    """
    known = tuple(outbox.known_incarnations())
    answer = _answer(read(data, Kind.ANSWER), office, known, unseal)
    last = outbox.answer_taken()
    if answer.number <= last:
        raise Refusal("answer_taken_already" if answer.number == last else "answer_older")
    if answer.action == "revoked":
        raise Refusal("till_revoked")
    before = outbox.unsent()
    finished = _take_in(outbox, known, answer, progress, cancelled)
    unsent = outbox.unsent()
    return Synced(
        sent=max(0, before - unsent),
        unsent=unsent,
        differences=answer.differences,
        cancelled=not finished,
        as_of_ms=answer.time_ms,
        partly=bool(answer.problems) or not answer.whole or any(feed.more for feed in answer.feeds),
    )


def _take_in(
    outbox: CarriedOutbox,
    known: Sequence[KnownIncarnation],
    answer: CarriedAnswer,
    progress: Callable[[int, int], object],
    cancelled: _Cancelled,
) -> bool:
    """Whether all of it is taken in; the answer is only then a past one."""
    outbox.heard_by_letter(office_ms=answer.time_ms)
    held_back = _acknowledge(outbox, known, answer)
    taken = PeopleAnswer(outcomes=answer.outcomes, structures=tuple(each.code for each in answer.structures))
    outbox.people_acknowledged(PeoplePush(structures=answer.structures), taken)
    _take_feeds(outbox, answer.feeds, progress, cancelled)
    _take_codes(outbox, answer, cancelled)
    if cancelled():
        return False
    if answer.closed:
        outbox.closing_told()
    outbox.record_answer(answer.number, held_back)
    return True


def _answer(
    file: CarriedFile, office: OfficeAddress, known: Sequence[KnownIncarnation], unseal: Callable[[bytes], bytes]
) -> CarriedAnswer:
    if file.cover.by != office.office_key:
        raise Refusal("answer_of_other_office")
    if file.cover.to != known[-1].incarnation:
        earlier = any(each.incarnation == file.cover.to for each in known)
        raise Refusal("answer_for_earlier_key" if earlier else "answer_of_other_till", till=file.cover.till)
    try:
        return msgspec.msgpack.decode(opened(file, unseal), type=CarriedAnswer)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Refusal("file_newer") from None  # head office signed it: a later program's


def _acknowledge(
    outbox: CarriedOutbox, known: Sequence[KnownIncarnation], answer: CarriedAnswer
) -> Mapping[IncarnationId, int]:
    """Keeps what head office holds of each chain; of which it holds less than it had acknowledged, and how much.

    Raises Refusal("office_holds_other_branch") where the chain in force is not the one held there.
    """
    held: dict[IncarnationId, HeldHead] = {head.incarnation: head for head in answer.heads}
    apart = {head.incarnation: head for head in answer.apart}
    less: dict[IncarnationId, int] = {}
    for each in known:
        head = held.get(each.incarnation)
        branch = head is not None and is_branch(outbox, each, head)
        if each is known[-1] and (branch or answer.action == "fork"):
            raise Refusal("office_holds_other_branch")
        kept = apart.get(each.incarnation) or (None if branch else head)
        if kept is None:
            continue
        if kept.seq < outbox.acknowledged(each.incarnation).seq:
            less[each.incarnation] = kept.seq
        elif kept.seq:
            outbox.acknowledge(Head(each.incarnation, kept.seq, bytes.fromhex(kept.hash)), just_sent=False)
    return less


def _take_feeds(
    outbox: CarriedOutbox, feeds: Sequence[FeedTold], progress: Callable[[int, int], object], cancelled: _Cancelled
) -> None:
    done, total = 0, sum(len(each.pages) for each in feeds)
    for told in sorted((each for each in feeds if each.name in FEEDS), key=lambda each: _ORDER[each.name]):
        begins = (told.epoch, told.after)
        for raw in told.pages:
            if cancelled():
                return
            begins = _take_page(outbox, told.name, raw, begins)
            done += 1
            progress(done, total)


def _take_page(outbox: CarriedOutbox, feed: str, raw: bytes, begins: tuple[str, str]) -> tuple[str, str]:
    """Takes a page in where the till stands at its beginning; what it read by then is left. Where the page ends."""
    content = decompressed(raw, LARGEST_FEED_PAGE_BYTES)
    page: FeedPage[Item] = msgspec.json.decode(content, type=page_of(feed))
    if not page.items:
        return begins
    if outbox.feed_cursor(feed) == begins:
        outbox.take_items(feed, epoch=page.epoch, items=page.items)
    return page.epoch, page.items[-1].place


def _take_codes(outbox: CarriedOutbox, answer: CarriedAnswer, cancelled: _Cancelled) -> None:
    """Each answer goes to the request that still waits for it; one that was answered before is over."""
    waiting = {each.request_id: each for each in outbox.code_requests()}
    for given in answer.allocations:
        if not cancelled() and given.request_id in waiting:
            outbox.take_codes(waiting[given.request_id], given)


_ORDER = {name: place for place, name in enumerate(FEEDS)}
