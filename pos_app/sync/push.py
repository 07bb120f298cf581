"""Sending the journal: in order, in batches, from where head office really stands (SYNC.md § 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.ledger.entry import Entry, Head
from pos_app.sync.branch import is_branch, send_as_evidence
from pos_app.sync.client import GapError, MalformedError, OfficeClient
from pos_app.sync.outbox import Outbox
from pos_app.sync.wire import LARGEST_DECOMPRESSED_BYTES, MOST_ENTRIES, HeldHead, KnownIncarnation

_BATCH_BYTES = LARGEST_DECOMPRESSED_BYTES // 8
"""Payload bytes of a batch; entries compress about four times, so it also fits the limit of the compressed body."""
_ENTRY_OVERHEAD = 400
_MOST_REWINDS = 3
"""A head office that keeps asking for the same entries is not working: try again later."""


def push_journal(
    client: OfficeClient,
    outbox: Outbox,
    *,
    held: Sequence[HeldHead],
    progress: Callable[[int], object],
    cancelled: Callable[[], bool],
) -> int:
    """Sends every entry that head office does not hold, oldest incarnation first; returns how many went.

    `progress` hears how many were sent so far. Stops between two batches where `cancelled` says so. Raises Refusal
    and Unavailable; what was acknowledged until then stays so.
    """
    sent = 0
    heads = {head.incarnation: head for head in held}
    incarnations = outbox.known_incarnations()
    for known in incarnations:
        held_head = heads.get(known.incarnation)
        if held_head is not None and is_branch(outbox, known, held_head):
            _push_branch(client, outbox, known, cancelled)
            continue
        after = _where_to_begin(outbox, known, heads)
        sent += _push_chain(
            client,
            outbox,
            known,
            after_seq=after,
            ended=known is not incarnations[-1],
            progress=partial(_further, progress, sent),
            cancelled=cancelled,
        )
    return sent


def _push_chain(
    client: OfficeClient,
    outbox: Outbox,
    known: KnownIncarnation,
    *,
    after_seq: int,
    ended: bool,
    progress: Callable[[int], object],
    cancelled: Callable[[], bool],
) -> int:
    """Sends one chain after `after_seq`; `ended` is one that this till no longer writes. Returns how many went."""
    sent, after, rewinds = 0, after_seq, 0
    while not cancelled():
        entries = fitting(outbox.batch(known.incarnation, after_seq=after, limit=MOST_ENTRIES))
        if not entries:
            break
        try:
            acknowledged = _push_some(client, outbox, known.incarnation, entries)
        except Refusal as refusal:
            if refusal.code != "office_holds_other_branch" or not ended:
                raise
            _hand_over(client, outbox, known, after_seq=after, cancelled=cancelled)
            break
        if acknowledged <= after:
            rewinds += 1
            if rewinds > _MOST_REWINDS:
                raise Unavailable("office_busy", retry_after_s=60)
        sent += max(0, acknowledged - after)
        after = acknowledged
        progress(sent)
    return sent


def _further(progress: Callable[[int], object], before: int, count: int) -> None:
    progress(before + count)


def _push_branch(client: OfficeClient, outbox: Outbox, known: KnownIncarnation, cancelled: Callable[[], bool]) -> None:
    """A journal that parted from head office's ended here; all of it goes there as evidence, once."""
    if outbox.acknowledged(known.incarnation).seq < known.seq:
        _hand_over(client, outbox, known, after_seq=0, cancelled=cancelled)


def _hand_over(
    client: OfficeClient, outbox: Outbox, known: KnownIncarnation, *, after_seq: int, cancelled: Callable[[], bool]
) -> None:
    """What head office takes of a chain that it ended, after `after_seq`, is evidence: of a copy of this till that
    sold on, not knowing that another one had begun a new chain."""
    send_as_evidence(client, outbox, known, after_seq=after_seq, cancelled=cancelled)
    if not cancelled():
        outbox.acknowledge(Head(known.incarnation, known.seq, bytes.fromhex(known.hash)), just_sent=True)


def _where_to_begin(outbox: Outbox, known: KnownIncarnation, heads: Mapping[IncarnationId, HeldHead]) -> int:
    """Head office's own word counts: one that was restored and holds less gets the rest again.

    Where it was not asked, what it acknowledged last.
    """
    head = heads.get(known.incarnation)
    if head is None:
        return outbox.acknowledged(known.incarnation).seq
    if head.seq == 0:
        return 0
    outbox.acknowledge(Head(known.incarnation, head.seq, bytes.fromhex(head.hash)), just_sent=False)
    return head.seq


def _push_some(client: OfficeClient, outbox: Outbox, incarnation: IncarnationId, entries: Sequence[Entry]) -> int:
    """Sends `entries`, halving a batch that cannot be read; returns the last seq that head office holds."""
    try:
        answer = client.push(incarnation, entries)
    except GapError as gap:
        return gap.expected - 1
    except MalformedError as error:
        if len(entries) == 1:
            raise Unavailable("entry_not_accepted", seq=entries[0].seq, why=str(error)) from error
        return _push_some(client, outbox, incarnation, entries[: len(entries) // 2])
    held = Head(incarnation, answer.acknowledged_seq, bytes.fromhex(answer.acknowledged_hash))
    outbox.acknowledge(held, just_sent=True)
    return answer.acknowledged_seq


def fitting(entries: Sequence[Entry]) -> Sequence[Entry]:
    """As many of `entries` as fit in one request; at least one."""
    size = 0
    for count, entry in enumerate(entries):
        size += len(entry.payload) + _ENTRY_OVERHEAD
        if size > _BATCH_BYTES and count:
            return entries[:count]
    return entries
