"""The outbox is the journal itself: unsent means above what head office acknowledged."""

from __future__ import annotations

import pytest

from pos_app.counter.till import Till
from pos_app.domain.refusals import Bug
from pos_app.ledger.entry import Head
from pos_app.store import journal, outbox


def head_at(till: Till, seq: int) -> Head:
    incarnation = till.store.head.incarnation
    entry = next(iter(journal.entries(till.connection, incarnation=incarnation, after_seq=seq - 1, limit=1)))
    return entry.head


def acknowledge(till: Till, head: Head) -> None:
    with till.store.transaction() as act:
        outbox.acknowledge(act, head)


def test_nothing_is_sent_before_head_office_said_so(till: Till) -> None:
    incarnation = till.store.head.incarnation
    assert outbox.acknowledged(till.connection, incarnation) == Head.before_first(incarnation)
    assert outbox.unsent_count(till.connection) == till.store.position


def test_batches_go_on_after_what_was_acknowledged(till: Till) -> None:
    incarnation = till.store.head.incarnation
    acknowledge(till, head_at(till, 3))
    assert outbox.acknowledged(till.connection, incarnation) == head_at(till, 3)
    assert outbox.unsent_count(till.connection) == till.store.position - 3
    assert [entry.seq for entry in outbox.batch(till.connection, incarnation, after_seq=3, limit=2)] == [4, 5]


def test_an_older_acknowledgement_takes_nothing_back(till: Till) -> None:
    acknowledge(till, head_at(till, 5))
    acknowledge(till, head_at(till, 2))
    assert outbox.unsent_count(till.connection) == till.store.position - 5


@pytest.mark.parametrize("seq", [3, 10**6])
def test_what_this_journal_does_not_hold_cannot_be_acknowledged(till: Till, seq: int) -> None:
    """Head office then holds another branch: nothing may be taken as sent."""
    with pytest.raises(Bug) as found:
        acknowledge(till, Head(till.store.head.incarnation, seq, bytes(32)))
    assert found.value.code == "acknowledged_unknown_entry"
    assert outbox.unsent_count(till.connection) == till.store.position
