"""Ingest: exactly once, in order, chain and signature checked, nothing silent (SYNC.md § 2 and § 6)."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.refusals import Refusal
from pos_app.ledger.chain import next_entry
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.sync.client import GapError, MalformedError, OfficeClient
from tests.ledger.chains import chain_of
from tests.office.held import resigned, stored
from tests.office.remote_till import RemoteTill, sale


def test_i1_every_entry_arrives_byte_for_byte_in_order(office: Office, till: RemoteTill) -> None:
    till.sell(20)
    answer = till.push(till.entries)
    assert (answer.acknowledged_seq, answer.acknowledged_hash) == (21, till.head.hash.hex())
    assert stored(office, till) == till.entries


def test_the_same_batch_again_is_success_and_stores_nothing_twice(office: Office, till: RemoteTill) -> None:
    """A cut after the commit: the till sends the same bytes again."""
    till.sell(5)
    first = till.push(till.entries)
    assert till.push(till.entries) == first
    assert stored(office, till) == till.entries


def test_an_overlap_adds_only_what_is_new(office: Office, till: RemoteTill) -> None:
    till.sell(10)
    till.push(till.entries[:7])
    assert till.push(till.entries[3:]).acknowledged_seq == 11
    assert stored(office, till) == till.entries


def test_an_old_batch_is_answered_with_the_head_not_its_own_end(till: RemoteTill) -> None:
    till.sell(10)
    till.push(till.entries)
    assert till.push(till.entries[:3]).acknowledged_seq == 11


def test_a_gap_names_what_is_expected_and_stores_nothing(office: Office, till: RemoteTill) -> None:
    till.sell(10)
    till.push(till.entries[:4])
    with pytest.raises(GapError) as gap:
        till.push(till.entries[6:])
    assert gap.value.expected == 5
    assert len(stored(office, till)) == 4


FIELDS = ("incarnation", "seq", "at_ms", "offset_min", "operator", "kind", "payload", "previous", "hash", "signature")


@pytest.mark.parametrize("field", FIELDS)
def test_i2_a_change_in_any_field_is_refused_and_nothing_of_the_batch_is_stored(
    office: Office, till: RemoteTill, field: str
) -> None:
    till.sell(4)
    *before, last = till.entries
    value = getattr(last, field)
    changed: object
    if isinstance(value, bytes):
        changed = value[:-1] + bytes([value[-1] ^ 1])
    elif isinstance(value, int):
        changed = value + 1
    else:
        changed = ("0" if value[0] != "0" else "1") + value[1:]
    with pytest.raises(MalformedError):
        till.push([*before, replace(last, **{field: changed})])
    assert stored(office, till) == []


def test_a_change_in_the_middle_is_refused_though_the_end_is_signed(office: Office, till: RemoteTill) -> None:
    till.sell(6)
    entries = list(till.entries)
    entries[3] = replace(entries[3], payload=entries[3].payload.replace(b"250", b"150"))
    with pytest.raises(MalformedError):
        till.push(entries)
    assert stored(office, till) == []


def test_a_chain_signed_by_another_key_is_refused(office: Office, till: RemoteTill) -> None:
    """The thief has the journal and not the key."""
    forged = [replace(entry, incarnation=till.signer.incarnation) for entry in chain_of([sale(number=1, cents=1)])]
    with pytest.raises(MalformedError):
        till.push(forged)
    assert stored(office, till) == []


def test_the_first_entry_must_carry_the_key_that_signs(office: Office, till: RemoteTill) -> None:
    first = next_entry(
        sale(number=1, cents=250),
        after=till.entries[0].head.before_first(till.signer.incarnation),
        at_ms=1,
        offset_min=0,
        operator=OperatorCode(""),
        signer=till.signer,
    )
    with pytest.raises(MalformedError):
        till.push([first])
    assert stored(office, till) == []


def test_what_the_database_cannot_hold_is_malformed_not_a_failure(office: Office, till: RemoteTill) -> None:
    """PostgreSQL's text has no NUL; a till never writes one."""
    for changes in ({"operator": "OP\0"}, {"kind": "sale\0"}, {"offset_min": 32_000}):
        odd = resigned(till, till.sell(1)[0], **changes)
        till.entries.pop()
        with pytest.raises(MalformedError):
            till.push([*till.entries, odd])
    assert stored(office, till) == []


def test_a_batch_of_more_than_500_is_refused(office: Office, till: RemoteTill) -> None:
    till.sell(500)
    with pytest.raises(MalformedError):
        till.push(till.entries)
    assert till.push(till.entries[:500]).acknowledged_seq == 500
    assert len(stored(office, till)) == 500


def test_an_empty_batch_is_malformed(till: RemoteTill) -> None:
    with pytest.raises(MalformedError):
        till.push([])


def test_another_tills_incarnation_is_not_taken(office: Office, till: RemoteTill) -> None:
    """A till that is itself genuine cannot write into the journal of another."""
    with RemoteTill(office, till="Caisse 2") as other:
        other.enrol()
        other.hello()
        with pytest.raises(Refusal) as refusal:
            other.client.push(till.signer.incarnation, till.entries)
    assert refusal.value.code == "office_does_not_know_till"
    assert stored(office, till) == []


def test_eight_tills_push_at_once_and_each_journal_is_whole(office: Office, till: RemoteTill) -> None:
    """I11 and I13: tills neither wait for each other's order nor mix."""
    tills = [till, *(RemoteTill(office, point=f"Point {n}") for n in range(7))]
    for one in tills[1:]:
        one.enrol()
        one.hello()
    _all_at_once(tills, batches=6)
    for one in tills:
        assert stored(office, one) == one.entries
        one.client.close()
    catch_up(office.database)
    with office.database.transaction() as connection:
        sold = connection.execute("SELECT count(*), sum(total_cents) FROM ticket").fetchone()
    assert sold == (8 * 6 * 40, 8 * 6 * 40 * 250)


def _all_at_once(tills: Sequence[RemoteTill], *, batches: int) -> None:
    failures: list[BaseException] = []

    def work(one: RemoteTill) -> None:
        try:
            for _ in range(batches):
                after = len(one.entries)
                one.sell(40)
                one.push(one.entries[max(0, after - 1) :])
        except BaseException as error:  # noqa: BLE001  # told by the thread that waits
            failures.append(error)

    threads = [threading.Thread(target=work, args=(one,)) for one in tills]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not failures


def sharing(till: RemoteTill) -> OfficeClient:
    """Another connection that goes on with the till's challenge and counter."""
    client = till._client()
    client._challenge, client._counter = till.client._challenge, till.client._counter
    return client


def test_one_till_pushing_the_same_batch_eight_times_at_once_stores_it_once(office: Office, till: RemoteTill) -> None:
    till.sell(60)
    outcomes: list[object] = []

    def work() -> None:
        """Each call signs with a counter of its own; whichever comes late is refused as a replay."""
        client = sharing(till)
        try:
            outcomes.append(client.push(till.signer.incarnation, till.entries))
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            client.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(outcomes) == 8
    assert sum(outcome != "office_does_not_know_till" for outcome in outcomes) == 1
    assert stored(office, till) == till.entries
