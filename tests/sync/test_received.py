"""When head office received an entry: when it answered, or at the latest when the next sync asked it."""

from __future__ import annotations

import pytest

from pos_app.counter.sync_outbox import SyncOutbox
from pos_app.domain.refusals import Unavailable
from pos_app.ledger.entry import Head
from pos_app.store.outbox import Received, received
from tests.sync.syncing_till import PATIENCE_S, SyncingTill


class Deaf(SyncOutbox):
    """What head office answers to a push never arrives."""

    def acknowledge(self, head: Head, *, just_sent: bool) -> None:
        if just_sent:
            raise Unavailable("office_unreachable", address="")
        super().acknowledge(head, just_sent=just_sent)


def when(syncing: SyncingTill, seq: int) -> Received | None:
    incarnation = syncing.signer.incarnation
    return syncing.storage.submit(lambda till: received(till.connection, incarnation, seq)).result(PATIENCE_S)


def test_an_entry_was_received_when_head_office_answered(till: SyncingTill) -> None:
    till.sell(2)
    till.sync()
    first, now_ms = till.head, till.clock.now_ms()
    assert when(till, first.seq) == Received(now_ms, till.clock.offset_min(), exact=True)
    till.sell(1)
    assert when(till, till.head.seq) is None
    till.sync()
    assert when(till, first.seq) == Received(now_ms, till.clock.offset_min(), exact=True), "the first answer counts"


def test_where_the_answer_was_lost_it_was_received_at_the_latest_when_the_next_sync_asked(till: SyncingTill) -> None:
    till.sync()
    till.sell(2)
    sold = till.head
    till.outbox = Deaf(till.storage)
    with pytest.raises(Unavailable):
        till.sync()
    assert when(till, sold.seq) is None
    till.outbox = SyncOutbox(till.storage)
    till.sync()
    found = when(till, sold.seq)
    assert found is not None
    assert not found.exact
    assert found.at_ms == till.clock.now_ms()
