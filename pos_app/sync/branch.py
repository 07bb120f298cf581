"""Sending what head office takes in only as evidence: a branch of a forked journal, the journal of a revoked till.

Head office answers each batch with its refusal and keeps it apart (SYNC.md § 2 and 3): here that is success.
"""

from __future__ import annotations

from collections.abc import Callable

from pos_app.domain.refusals import Refusal
from pos_app.sync.client import OfficeClient
from pos_app.sync.outbox import Outbox
from pos_app.sync.wire import MOST_ENTRIES, HeldHead, KnownIncarnation

_EVIDENCE_ENTRIES = MOST_ENTRIES // 4
_EVIDENCE = frozenset({"office_holds_other_branch", "till_revoked"})


def is_branch(outbox: Outbox, known: KnownIncarnation, held: HeldHead) -> bool:
    """Whether head office holds another entry than this journal under its last number, or more than this journal has.

    It holds more of a chain that ended here where a disk was put back: whether they part, it finds by itself.
    """
    if not held.seq or held.seq > known.seq:
        return held.seq > known.seq
    ours = outbox.batch(known.incarnation, after_seq=held.seq - 1, limit=1)
    return ours[0].hash.hex() != held.hash


def send_as_evidence(
    client: OfficeClient,
    outbox: Outbox,
    known: KnownIncarnation,
    *,
    after_seq: int,
    cancelled: Callable[[], bool],
) -> None:
    """Sends the entries of one incarnation after `after_seq`; of a branch from 0, so that head office finds by itself
    where it parts."""
    after = after_seq
    while not cancelled():
        entries = outbox.batch(known.incarnation, after_seq=after, limit=_EVIDENCE_ENTRIES)
        if not entries:
            return
        try:
            client.push(known.incarnation, entries)
        except Refusal as refusal:
            if refusal.code not in _EVIDENCE:
                raise
        after = entries[-1].seq
