"""Without a network: what a stick carries has the effect of a sync, once, in whatever order the files come."""

from __future__ import annotations

import itertools
import shutil
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos_app.counter.erase_person import erase_person
from pos_app.office.attention import set_revoked
from pos_app.office.office import Office
from pos_app.office.take_in import AGAIN, LATE, TAKEN
from pos_app.settings import TillFolder
from tests.sync.office_codes import FIRST, HAD, LEAST, PRODUCT, left, sell_codes, states
from tests.sync.sticks import answer_to, by_stick, parcel_of, refused, take
from tests.sync.syncing_till import PATIENCE_S, SyncingTill, alarms_of, held_by
from tests.sync.two_points import Point
from tests.tills import TemplateTill, fake_code


@pytest.fixture
def met(till: SyncingTill) -> SyncingTill:
    """A till that reached head office once, and has sold since."""
    assert till.sync().complete
    till.sell(5)
    return till


def assert_equal(till: SyncingTill, office: Office) -> None:
    assert held_by(office) == till.entries
    assert till.acknowledged == till.head
    assert alarms_of(office) == []


def test_a_till_that_never_synced_sends_everything_by_stick(till: SyncingTill, office: Office) -> None:
    """The key that it pinned when it joined is all that it needs."""
    till.sell(3)
    assert by_stick(till, office).complete
    assert_equal(till, office)


def test_a_till_that_joined_an_older_head_office_says_what_it_lacks(till: SyncingTill) -> None:
    address = replace(till.office, office_key="")
    assert refused(lambda: parcel_of(till, address)) == "files_want_key"


def test_the_journal_arrives_byte_for_byte_and_is_acknowledged(met: SyncingTill, office: Office) -> None:
    unsent = met.outbox.unsent()
    parcel = parcel_of(met)
    assert parcel.entries == unsent + 1  # the manifest, which the parcel adds itself
    assert met.outbox.unsent() == unsent + 1, "only an answer says that something arrived"
    taken = answer_to(office, parcel)
    assert (taken.said, taken.entries, taken.problems) == (TAKEN, unsent + 1, ())
    outcome = take(met, taken)
    assert outcome.complete
    assert (outcome.sent, outcome.unsent, outcome.by_file) == (unsent + 1, 0, True)
    assert_equal(met, office)


def test_after_a_stick_a_sync_sends_nothing_and_the_other_way_round(met: SyncingTill, office: Office) -> None:
    by_stick(met, office)
    assert met.sync().sent == 0
    assert parcel_of(met).entries == 0
    assert_equal(met, office)


def test_a_parcel_that_comes_twice_changes_nothing(met: SyncingTill, office: Office) -> None:
    parcel = parcel_of(met)
    first = answer_to(office, parcel)
    again = answer_to(office, parcel)
    assert (again.said, again.entries) == (AGAIN, 0)
    assert take(met, again).complete
    assert refused(lambda: take(met, first)) == "answer_older"
    assert_equal(met, office)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_parcels_in_any_order_bring_each_entry_once(met: SyncingTill, office: Office, order: tuple[int, ...]) -> None:
    """Each answer is taken in when it comes; one that a newer answer overtook says so and changes nothing."""
    parcels = []
    for _ in range(3):
        met.sell(2)
        parcels.append(parcel_of(met))
    newest = -1
    for index in order:
        taken = answer_to(office, parcels[index])
        assert taken.said == (TAKEN if index > newest else LATE)
        newest = max(newest, index)
        take(met, taken)
    assert_equal(met, office)


def test_a_parcel_that_was_overtaken_by_a_sync_is_harmless(met: SyncingTill, office: Office) -> None:
    parcel = parcel_of(met)
    met.sell(3)
    met.sync()
    met.sell(1)
    take(met, answer_to(office, parcel))
    assert met.sync().complete
    assert_equal(met, office)


def test_a_journal_larger_than_a_file_goes_in_several(
    met: SyncingTill, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.sync.parcel.LARGEST_PARCEL_BYTES", 1)
    monkeypatch.setattr("pos_app.sync.parcel.MOST_ENTRIES", 3)
    parcel = parcel_of(met)
    assert (parcel.entries, parcel.left > 0) == (3, True)
    rounds = 0
    while met.outbox.unsent():
        outcome = by_stick(met, office)
        assert outcome.complete == (not met.outbox.unsent())
        rounds += 1
    assert rounds > 2
    assert_equal(met, office)


def test_a_parcel_after_one_that_is_lost_has_everything(met: SyncingTill, office: Office) -> None:
    parcel_of(met)
    met.sell(2)
    assert by_stick(met, office).complete
    assert_equal(met, office)


def test_writing_can_be_stopped(met: SyncingTill) -> None:
    stop = threading.Event()
    stop.set()
    assert refused(lambda: parcel_of(met, cancelled=stop.is_set)) == "carrying_cancelled"


def test_an_answer_that_was_taken_in_by_half_is_taken_in_again(both: tuple[Point, Point], office: Office) -> None:
    """After every page that was kept, as a till that is switched off in between."""
    here, there = both
    for point in both:
        point.till.sync()
    for number in range(4):
        there.register(given_name=f"Nom{chr(97 + number)}", family_name="Diallo")
    there.till.sync()
    here.till.sell(2)
    taken = answer_to(office, parcel_of(here.till))
    stops = 0
    while True:
        left = stops

        def after_some_pages() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        outcome = take(here.till, taken, cancelled=after_some_pages)
        if not outcome.cancelled:
            break
        stops += 1
    assert stops > 2
    assert here.till.sync().complete
    assert "Diallo" in here.everything()


def test_head_office_restored_from_a_backup_gets_the_rest_again(met: SyncingTill, office: Office) -> None:
    by_stick(met, office)
    with office.database.transaction() as connection:
        connection.execute("DELETE FROM entry WHERE seq > 5")
        connection.execute(
            "UPDATE incarnation SET projected_seq = 5, head_seq = 5, head_hash = (SELECT hash FROM entry WHERE seq = 5)"
        )
        connection.execute("DELETE FROM ticket")
    met.sell()
    first = by_stick(met, office)
    assert not first.complete
    assert by_stick(met, office).complete
    assert held_by(office) == met.entries


def test_a_branch_is_kept_as_evidence_and_the_till_goes_on_in_a_chain_of_its_own(
    template: TemplateTill, met: SyncingTill, office: Office, tmp_path: Path
) -> None:
    """A copy of the disk sold on another computer and synced first: this one's stick tells, and nothing is lost."""
    copy = TillFolder(tmp_path / "copy", tmp_path / "copy-marks")
    met.storage.submit(lambda till: till.store.checkpoint(truncate=True)).result(PATIENCE_S)
    met.save_mark()
    shutil.copytree(met.folder.data, copy.data)
    shutil.copytree(met.folder.marks, copy.marks)
    with SyncingTill(template, copy, met.clock, baskets_from=50) as other:
        other.sell(3)
        assert other.sync().complete
    met.sell(2)
    taken = answer_to(office, parcel_of(met))
    assert taken.action == "fork"
    assert refused(lambda: take(met, taken)) == "office_holds_other_branch"
    met.branch_off()
    assert refused(lambda: take(met, taken)) == "answer_for_earlier_key"
    assert by_stick(met, office).complete
    assert met.outbox.unsent() == 0
    assert "fork" in alarms_of(office)
    assert met.sync().complete


def test_a_revoked_till_is_told_so_and_its_journal_is_evidence(met: SyncingTill, office: Office) -> None:
    till_id = int(met.office.till)
    with office.database.transaction() as connection:
        set_revoked(connection, till=till_id, revoked=True)
    taken = answer_to(office, parcel_of(met))
    assert taken.action == "revoked"
    assert refused(lambda: take(met, taken)) == "till_revoked"
    with office.database.transaction() as connection:
        (kept,) = connection.execute("SELECT count(*) FROM quarantine").fetchone() or (0,)
    assert kept > 0


def test_codes_come_by_stick_once_and_are_never_in_clear(short: SyncingTill, office: Office) -> None:
    """The same request, twice at head office, has the same codes; sealed on the stick, as on the wire."""
    short.sync()
    sell_codes(short, 6)
    parcel = parcel_of(short)
    first, again = answer_to(office, parcel), answer_to(office, parcel)
    assert states(office) == {"allocated": LEAST, "sold": 6, "available": HAD - LEAST - 6}
    assert take(short, again).complete
    assert left(short) == LEAST
    assert refused(lambda: take(short, first)) == "answer_older"
    assert short.sync().complete
    assert states(office) == {"allocated": LEAST, "sold": 6, "available": HAD - LEAST - 6}
    codes = [fake_code(PRODUCT, FIRST + n).encode() for n in range(HAD)]
    assert not [code for code in codes if code in parcel.data + first.answer + again.answer]


def test_people_travel_both_ways_by_stick(both: tuple[Point, Point], office: Office) -> None:
    here, there = both
    for point in both:
        point.till.sync()
    mine = here.register(family_name="Benali").person.token
    theirs = there.register(family_name="Diallo").person.token
    there.till.sync()
    parcel = parcel_of(here.till)
    assert b"Benali" not in parcel.data
    taken = answer_to(office, parcel)
    assert b"Diallo" not in taken.answer
    take(here.till, taken)
    assert here.person(theirs).person.identity.family_name == "Diallo"
    there.till.sync()
    assert there.person(mine).person.identity.family_name == "Benali"
    assert here.till.outbox.unsent_people().changes == ()


def test_an_older_answer_never_brings_an_erased_person_back(both: tuple[Point, Point], office: Office) -> None:
    here, there = both
    for point in both:
        point.till.sync()
    token = there.register(family_name="Diallo").person.token
    there.till.sync()
    taken = answer_to(office, parcel_of(here.till))
    there.do(erase_person, operator=there.coordinator, token=token, basis="request")
    there.till.sync()
    here.till.sync()
    take(here.till, taken)
    assert "Diallo" not in here.everything()
