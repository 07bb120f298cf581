"""Backups of a till at work, and putting one back: nothing lost that was sent, nobody erased comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos_app.counter.back_up_till import (
    KEY_FILE,
    back_up_till,
    backup_is_due,
    backup_plan,
    choose_medium,
)
from pos_app.counter.check_journal import check_backup, check_journal
from pos_app.counter.erase_person import erase_person
from pos_app.counter.open_till import abandon_till
from pos_app.counter.restore_till import restore_till, say_restored
from pos_app.counter.running import RunningTill
from pos_app.counter.sell import sell
from pos_app.counter.structures import add_structure
from pos_app.counter.till import Till
from pos_app.domain.facts import BackupMade, Fact, IncarnationOpened, TillRestored
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.keys.key_file import Slot, open_with_recovery_words
from pos_app.settings import TillFolder
from pos_app.store import journal
from tests.clock import ManualClock
from tests.counter.people_work import registered
from tests.counter.test_close_day import sold
from tests.tills import TemplateTill, basket_of, cash, keys_of, open_copy

WAIT_S = 60


@pytest.fixture
def running(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[RunningTill]:
    running = RunningTill(folder, keys_of(template, folder), clock=clock)
    running.run(sold, template.volunteer, "CARTE-30").result()
    yield running
    running.stop()


def backed_up(running: RunningTill) -> tuple[Path, ...]:
    return back_up_till(running, reason="asked").result(timeout=WAIT_S)


def facts_of(till: Till, kind: type[Fact]) -> list[Fact]:
    return [fact for _, entry in journal.every_entry(till.connection) if isinstance(fact := entry.fact(), kind)]


def test_a_backup_is_verified_an_entry_and_due_again_a_day_later(
    running: RunningTill, template: TemplateTill, clock: ManualClock
) -> None:
    assert running.run(backup_is_due).result()
    (path,) = backed_up(running)
    assert check_backup(path, keys_of(template, running.folder)).chains[0].tickets == 1
    (made,) = running.run(facts_of, BackupMade).result()
    assert isinstance(made, BackupMade)
    assert (made.reason, made.bytes) == ("asked", path.stat().st_size)
    assert not running.run(backup_is_due).result()
    clock.advance(seconds=25 * 3600)
    assert running.run(backup_is_due).result()


def test_the_second_copy_lies_with_a_key_file_that_only_the_sheet_opens(
    running: RunningTill, template: TemplateTill, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    running.run(choose_medium, operator=template.coordinator, folder=str(stick)).result()
    running.key_file.with_passphrase_slot("une phrase bien longue")
    _first, copy = backed_up(running)
    assert copy.parent == stick / "pos-app-MRS1"
    opened = open_with_recovery_words(copy.parent / KEY_FILE, template.words)
    assert opened.slots == {Slot.RECOVERY}
    assert check_backup(copy, opened).chains[0].tickets == 1


def test_a_medium_that_is_gone_is_named_and_the_first_copy_stands(
    running: RunningTill, template: TemplateTill, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    gone.write_text("a file where a folder should be")
    running.run(choose_medium, operator=template.coordinator, folder=str(gone)).result()
    error = back_up_till(running, reason="asked").exception(timeout=WAIT_S)
    assert isinstance(error, Unavailable)
    assert error.code == "backup_failed"
    assert len(list(running.folder.backups.glob("*.db"))) == 1
    assert running.run(backup_plan).result().last_ms


def test_a_volunteer_chooses_no_medium(running: RunningTill, template: TemplateTill) -> None:
    with pytest.raises(Refusal) as refused:
        running.run(choose_medium, operator=template.volunteer, folder="/tmp").result()
    assert refused.value.code == "right_missing"


def test_a_restored_till_goes_on_in_a_new_chain_and_keeps_what_was_there_aside(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    running = RunningTill(folder, keys_of(template, folder), clock=clock)
    running.run(sold, template.volunteer, "CARTE-30").result()
    (backup,) = backed_up(running)
    running.run(sold, template.volunteer, "CARTE-30").result()
    running.stop()
    restored = restore_till(folder, keys_of(template, folder), backup, clock=clock)
    assert restored.aside
    assert restored.aside.exists()
    opened = open_copy(template, folder, clock)
    try:
        opening = facts_of(opened.till, IncarnationOpened)[-1]
        assert isinstance(opening, IncarnationOpened)
        assert opening.reason == "restored"
        assert opened.till.store.state.next_ticket == "MRS1-000003", "the second ticket's number is not used again"
        (fact,) = facts_of(opened.till, TillRestored)
        assert isinstance(fact, TillRestored)
        assert (fact.entries, fact.erased) == (restored.entries, 0)
    finally:
        abandon_till(opened)
    assert check_journal(folder, keys_of(template, folder)).absent > 0
    assert "est conservé" in " ".join(say_restored(restored))


def test_a_person_erased_after_the_backup_is_erased_again_and_every_chain_verifies_before_and_after(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    running = RunningTill(folder, keys_of(template, folder), clock=clock)
    token = running.run(_registered, template.coordinator).result()
    running.run(_sold_to, template.coordinator, token).result()
    (backup,) = backed_up(running)
    running.run(erase_person, operator=template.coordinator, token=token, basis="request").result()
    running.stop()
    check_journal(folder, keys_of(template, folder))
    restored = restore_till(folder, keys_of(template, folder), backup, clock=clock)
    assert restored.erased == 1
    check_journal(folder, keys_of(template, folder))
    opened = open_copy(template, folder, clock)
    try:
        assert opened.till.connection.execute("SELECT sum(cents) FROM spend").fetchone() == (250,)
        assert opened.till.connection.execute("SELECT count(*) FROM person").fetchone() == (0,)
        assert opened.till.connection.execute("SELECT count(*) FROM tombstone").fetchone() == (1,)
    finally:
        abandon_till(opened)


def _sold_to(till: Till, operator: Operator, token: str) -> None:
    basket = replace(basket_of(till, "CARTE-30"), person=token)
    sell(till, operator=operator, basket=basket, tenders=cash(basket.total_cents), receipt=False)


def _registered(till: Till, operator: Operator) -> str:
    structure = add_structure(till, operator=operator, name="CCAS", commune="Marseille", phone="")
    return registered(till, operator, structure).token


def test_a_till_without_a_database_is_restored_from_its_backup(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    running = RunningTill(folder, keys_of(template, folder), clock=clock)
    (backup,) = backed_up(running)
    running.stop()
    for path in folder.data.glob("till.db*"):
        path.unlink()
    assert restore_till(folder, keys_of(template, folder), backup, clock=clock).aside is None
    assert check_journal(folder, keys_of(template, folder)).chains


def test_a_damaged_database_is_replaced_and_a_damaged_backup_refused(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    running = RunningTill(folder, keys_of(template, folder), clock=clock)
    (backup,) = backed_up(running)
    running.stop()
    damage(folder.database)
    restore_till(folder, keys_of(template, folder), backup, clock=clock)
    damage(backup)
    before = folder.database.read_bytes()
    with pytest.raises(Refusal) as refused:
        restore_till(folder, keys_of(template, folder), backup, clock=clock)
    assert (refused.value.code, folder.database.read_bytes()) == ("database_damaged", before)


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_till_in_use_is_not_restored(running: RunningTill, template: TemplateTill, clock: ManualClock) -> None:
    (backup,) = backed_up(running)
    with pytest.raises(Refusal) as refused:
        restore_till(running.folder, keys_of(template, running.folder), backup, clock=clock)
    assert refused.value.code == "till_already_open"
