"""Journals that parted from the one held here: found, kept apart, never merged (SYNC.md, I3 and I6)."""

from __future__ import annotations

import pytest

from pos_app.domain.refusals import Refusal
from pos_app.office.office import Office
from tests.office.held import alarms, quarantined, stored
from tests.office.remote_till import RemoteTill


def test_i3_a_fork_is_kept_apart_and_said(office: Office, till: RemoteTill) -> None:
    """A cloned till sells under the same key: both branches are kept, nothing is merged."""
    till.sell(5)
    common = till.entries[:4]
    till.push(till.entries)
    clone = RemoteTill.__new__(RemoteTill)
    clone.__dict__.update(till.__dict__)
    clone.entries = list(common)
    clone.sell(4, cents=999)
    with pytest.raises(Refusal) as refusal:
        clone.push(clone.entries)
    assert refusal.value.code == "office_holds_other_branch"
    assert quarantined(office) == [(5, "fork"), (6, "fork"), (7, "fork"), (8, "fork")]
    assert alarms(office) == ["fork"]
    assert stored(office, till) == till.entries, "the branch that came first stands"


def test_a_fork_is_found_at_hello_before_anything_is_sent(office: Office, till: RemoteTill) -> None:
    till.sell(5)
    till.push(till.entries)
    till.entries = till.entries[:3]
    till.sell(3, cents=999)
    assert till.hello().action == "fork"
    assert alarms(office) == ["fork"]


def test_a_till_that_comes_back_shorter_is_noticed_at_hello(office: Office, till: RemoteTill) -> None:
    """Yesterday's file was restored and its marks with it: the till does not know, head office does."""
    till.sell(5)
    till.push(till.entries)
    till.entries = till.entries[:3]
    assert till.hello().action == "fork"
    assert till.hello().action == "fork"
    assert alarms(office) == ["rolled_back"], "once, until somebody has seen it"


def test_a_restored_till_goes_on_in_a_new_incarnation(office: Office, till: RemoteTill) -> None:
    till.sell(5)
    till.push(till.entries)
    till.begin_again(keeping=3)
    till.sell(2)
    assert till.hello().action == "ok"
    assert till.push(till.entries).acknowledged_seq == 3
    assert alarms(office) == ["new_incarnation"]


def test_i6_a_retired_incarnation_takes_only_what_it_had_then(office: Office, till: RemoteTill) -> None:
    """The clone of a till that goes on under another key: what it sold since is evidence, not a sale."""
    till.sell(5)
    till.push(till.entries[:4])
    till.hello()
    clone = RemoteTill.__new__(RemoteTill)
    clone.__dict__.update(till.__dict__)
    clone.client = till._client()
    clone.entries = list(till.entries)
    till.begin_again(keeping=3)
    assert till.hello().action == "ok"
    clone.sell(2)
    assert clone.hello().action == "fork"
    assert clone.push(clone.entries[4:6]).acknowledged_seq == 6, "unsent when the new key came: still taken"
    with pytest.raises(Refusal) as refusal:
        clone.push(clone.entries[6:])
    assert refusal.value.code == "office_holds_other_branch"
    assert quarantined(office) == [(7, "stale_incarnation"), (8, "stale_incarnation")]
    clone.client.close()


def test_a_revoked_till_is_told_so_and_its_journal_is_kept_apart(office: Office, till: RemoteTill) -> None:
    till.sell(2)
    with office.database.transaction() as connection:
        connection.execute("UPDATE till SET revoked = true")
    with pytest.raises(Refusal) as refusal:
        till.push(till.entries)
    assert refusal.value.code == "till_revoked"
    assert stored(office, till) == []
    assert quarantined(office) == [(1, "revoked"), (2, "revoked"), (3, "revoked")]


def test_what_a_retired_chain_had_in_time_is_stored_though_later_entries_come_with_it(
    till: RemoteTill, office: Office
) -> None:
    """One batch over the end of a chain: its part up to the end is stored, the rest is evidence."""
    till.sell(3)
    old, signer = list(till.entries), till.signer
    till.begin_again(keeping=2)
    till.hello()
    with pytest.raises(Refusal) as refusal:
        till.client.push(signer.incarnation, old)
    assert refusal.value.code == "office_holds_other_branch"
    till.signer = signer
    assert stored(office, till) == old[:2]
    assert quarantined(office) == [(3, "stale_incarnation"), (4, "stale_incarnation")]
