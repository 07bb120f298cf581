"""A till's journal arrives at head office: all of it, once, in order, whatever the network does (SYNC.md I1, I11)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import LiteralString

import pytest

from pos_app.counter.sync_outbox import SyncOutbox
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.ledger.entry import Entry
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer, bound_socket
from pos_app.sync.outcome import Synced
from tests.sync.bad_network import BadNetwork, Direction
from tests.sync.syncing_till import SyncingTill, alarms_of, held_by

CUTS = 24
"""How many places of one sync are cut, in each direction."""


def assert_equal(till: SyncingTill, office: Office) -> None:
    """Head office holds the journal byte for byte and the till knows it: nothing is missing and nothing twice."""
    assert held_by(office) == till.entries
    assert till.acknowledged == till.head
    assert till.outbox.unsent() == 0
    assert alarms_of(office) == []


def test_everything_of_a_till_that_worked_alone_arrives_once(
    alone: SyncingTill, office: Office, server: OfficeServer
) -> None:
    alone.sell(5)
    alone.join(office)
    before = len(alone.entries)
    outcome = alone.sync()
    assert outcome == Synced(sent=before, unsent=0)  # the manifest, which the sync adds itself, is not counted
    assert alone.entries[-1].kind.startswith("sync_manifest")
    assert_equal(alone, office)


def test_a_second_sync_sends_nothing(till: SyncingTill, office: Office) -> None:
    till.sync()
    assert till.sync() == Synced(sent=0, unsent=0)
    assert_equal(till, office)


def test_each_entry_is_read_and_sent_once(till: SyncingTill) -> None:
    """The manifest at the end is sent after what was pushed, not together with all of it again."""
    read: list[int] = []

    class Counting(SyncOutbox):
        def batch(self, incarnation: IncarnationId, *, after_seq: int, limit: int) -> Sequence[Entry]:
            entries = super().batch(incarnation, after_seq=after_seq, limit=limit)
            read.extend(entry.seq for entry in entries)
            return entries

    till.outbox = Counting(till.storage)
    till.sell(3)
    till.sync()
    assert read == [entry.seq for entry in till.entries]


def test_a_journal_larger_than_a_batch_goes_in_several(
    till: SyncingTill, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.sync.push.MOST_ENTRIES", 4)
    till.sell(10)
    heard: list[tuple[int, int]] = []
    outcome = till.sync(progress=lambda sent, total: heard.append((sent, total)))
    assert outcome.complete
    assert [sent for sent, _ in heard[:3]] == [4, 8, 12]
    assert all(sent <= total for sent, total in heard)
    assert_equal(till, office)


def test_a_batch_too_large_for_one_request_is_divided(
    till: SyncingTill, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.sync.push._BATCH_BYTES", 2_000)
    till.sell(10)
    heard: list[int] = []
    till.sync(progress=lambda sent, _total: heard.append(sent))
    assert len(heard) > 3
    assert_equal(till, office)


def test_a_sync_that_is_cancelled_stops_between_two_batches_and_the_next_goes_on(
    till: SyncingTill, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.sync.push.MOST_ENTRIES", 4)
    till.sell(10)
    closing = threading.Event()
    before = len(till.entries)
    outcome = till.sync(progress=lambda _sent, _total: closing.set(), cancelled=closing.is_set)
    assert outcome == Synced(sent=4, unsent=before - 4, cancelled=True)
    assert not outcome.complete
    assert till.acknowledged.seq == 4
    assert len(till.entries) == before, "a sync that stopped proves nothing: it makes no manifest"
    assert till.sync().complete
    assert_equal(till, office)


def test_what_is_sold_during_a_push_arrives_with_the_next_sync(till: SyncingTill, office: Office) -> None:
    till.sell(3)
    sold: list[str] = []

    def sell_once(_sent: int, _total: int) -> None:
        if not sold:
            sold.extend(sale.ticket for sale in till.sell(2))

    assert till.sync(progress=sell_once).differences == ()
    assert len(sold) == 2
    assert till.sync().complete
    assert_equal(till, office)


def test_head_office_restored_from_a_backup_gets_the_rest_again(till: SyncingTill, office: Office) -> None:
    """Its own word counts, not what it acknowledged once."""
    till.sell(6)
    till.sync()
    with office.database.transaction() as connection:
        connection.execute("DELETE FROM entry WHERE seq > 5")
        connection.execute(
            "UPDATE incarnation SET projected_seq = 5, head_seq = 5, head_hash = (SELECT hash FROM entry WHERE seq = 5)"
        )
        connection.execute("DELETE FROM ticket")
    till.sell()
    till.sync()
    assert held_by(office) == till.entries


@pytest.mark.parametrize("direction", list(Direction))
def test_cut_anywhere_and_synced_again_head_office_holds_everything_once(
    till: SyncingTill, office: Office, direction: Direction
) -> None:
    """From the first byte of the TLS handshake to the last of the manifest's answer, each time in the same journal."""
    till.sync()
    till.sell(1)
    with BadNetwork(office.address) as network:
        till.sync(address=network.address)
    whole = network.passed[direction]
    lost_answers = 0
    failures: list[str] = []
    for cut in range(1, whole, whole // CUTS):
        till.sell(1)
        with BadNetwork(office.address, cut=direction, cut_after=cut) as network:
            try:
                till.sync(address=network.address)
            except Unavailable as error:
                failures.append(error.code)
        lost_answers += len(held_by(office)) > till.acknowledged.seq
        assert till.sync().differences == ()
        assert_equal(till, office)
    assert len(failures) > CUTS // 2
    assert set(failures) <= {"office_unreachable", "office_nonsense"}
    if direction is Direction.DOWN:
        assert lost_answers, "no cut came between head office's commit and its answer"


def test_a_head_office_that_forgot_a_till_s_key_takes_it_in_again_by_its_proof(
    till: SyncingTill, office: Office
) -> None:
    with office.database.transaction() as connection:
        connection.execute("DELETE FROM incarnation")
    till.sell(2)
    assert till.sync().complete
    assert held_by(office) == till.entries


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE till SET revoked = true", "till_revoked"),
        ("WITH gone AS (DELETE FROM incarnation) UPDATE till SET secret = 'other'", "office_does_not_know_till"),
    ],
)
def test_a_till_that_head_office_turns_away_keeps_everything_and_sells_on(
    till: SyncingTill, office: Office, statement: LiteralString, code: str
) -> None:
    till.sell(2)
    with office.database.transaction() as connection:
        connection.execute(statement)
    before = till.outbox.unsent()
    with pytest.raises(Refusal) as refused:
        till.sync()
    assert refused.value.code == code
    assert till.outbox.unsent() == before
    till.sell(1)
    assert till.outbox.unsent() == before + 1


def test_the_network_comes_back(till: SyncingTill, office: Office, server: OfficeServer) -> None:
    server.stop()
    till.sell(2)
    with pytest.raises(Unavailable) as failed:
        till.sync()
    assert failed.value.code == "office_unreachable"
    back = OfficeServer(office, bound_socket("127.0.0.1", int(office.address.rpartition(":")[2])))
    try:
        assert till.sync().complete
        assert_equal(till, office)
    finally:
        back.stop()
