"""Opening a till: what its marks, its lock and its last entry say (DESIGN.md, "The ledger", marks)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pos_app.counter.open_till import (
    OpenedTill,
    abandon_till,
    close_till,
    next_series,
    open_till,
    save_mark,
)
from pos_app.counter.sell import sell
from pos_app.counter.vault_of import mark_of
from pos_app.domain.facts import IncarnationOpened, PreviousIncarnation
from pos_app.domain.refusals import Refusal
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.marks import seal_mark
from pos_app.store.parameters import write_parameter
from tests.clock import ManualClock
from tests.tills import TemplateTill, basket_of, cash, fault_of, keys_of, kinds_of, open_copy


def sell_one(opened: OpenedTill, template: TemplateTill, *, number: int) -> str:
    till = opened.till
    sold = sell(
        till,
        operator=template.volunteer,
        basket=basket_of(till, "CARTE-30", number=number),
        tenders=cash(250),
        receipt=False,
    )
    return sold.ticket


def last_opening(opened: OpenedTill) -> IncarnationOpened:
    _number, _incarnation, position = journal.incarnations(opened.till.connection)[-1]
    entry = journal.entry_at(opened.till.connection, position)
    assert entry
    fact = entry.fact()
    assert isinstance(fact, IncarnationOpened)
    return fact


def previous_of(opened: OpenedTill) -> PreviousIncarnation:
    previous = last_opening(opened).previous
    assert isinstance(previous, PreviousIncarnation)
    return previous


@pytest.fixture
def restored(template: TemplateTill, folder: TillFolder, clock: ManualClock, tmp_path: Path) -> TillFolder:
    """Two tickets were sold and marked; then yesterday's database, with none of them, was put back."""
    yesterday = tmp_path / "yesterday.db"
    shutil.copy(folder.database, yesterday)
    opened = open_copy(template, folder, clock)
    for number in (1, 2):
        sell_one(opened, template, number=number)
    close_till(opened)
    shutil.copy(yesterday, folder.database)
    return folder


def test_a_till_goes_on_with_its_chain(opened: OpenedTill) -> None:
    connection = opened.till.connection
    assert len(journal.incarnations(connection)) == 1
    assert kinds_of(connection)[-2:] == ["till_stopped", "till_started"]
    assert fault_of(connection) is None


def test_a_start_after_a_power_cut_says_that_the_end_was_not_clean(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    abandon_till(open_copy(template, folder, clock))
    again = open_copy(template, folder, clock)
    entry = journal.entry_at(again.till.connection, again.till.store.position)
    assert entry
    assert b'"clean":false' in entry.payload
    abandon_till(again)


def test_a_second_opening_is_refused_with_the_process_that_has_it(
    opened: OpenedTill, template: TemplateTill, clock: ManualClock
) -> None:
    with pytest.raises(Refusal) as refused:
        open_copy(template, opened.folder, clock)
    assert refused.value.code == "till_already_open"


def test_a_restored_database_goes_on_as_a_new_incarnation_from_its_mark(
    template: TemplateTill, restored: TillFolder, clock: ManualClock
) -> None:
    """The lost tickets are not numbered again, and the totals that never go back do not."""
    opened = open_copy(template, restored, clock)
    assert last_opening(opened).reason == "restored"
    assert (previous_of(opened).last_ticket, previous_of(opened).perpetual_cents) == (2, 500)
    assert sell_one(opened, template, number=3) == "MRS1-000003"
    assert opened.till.store.state.perpetual_cents == 750
    assert fault_of(opened.till.connection) is None
    abandon_till(opened)


def test_a_mark_that_lags_behind_a_restore_is_answered_once(
    template: TemplateTill, restored: TillFolder, clock: ManualClock
) -> None:
    """A power cut before the new mark, twice: the second start goes on, and no ticket number comes twice."""
    old_mark = restored.mark.read_bytes()
    tickets = []
    for number in (3, 4):
        opened = open_copy(template, restored, clock)
        tickets.append(sell_one(opened, template, number=number))
        abandon_till(opened)
        restored.mark.write_bytes(old_mark)
    assert tickets == ["MRS1-000003", "MRS1-000004"]
    last = open_copy(template, restored, clock)
    assert len(journal.incarnations(last.till.connection)) == 2
    abandon_till(last)


def test_the_keyring_s_copy_of_a_mark_counts_where_the_file_was_restored_too(
    template: TemplateTill, restored: TillFolder, clock: ManualClock
) -> None:
    """It goes on counting only once: after that, the keyring's copy lags."""
    keyring_mark = restored.mark.read_bytes().decode()
    shutil.copytree(template.folder.marks, restored.marks, dirs_exist_ok=True)
    for incarnations in (2, 2):
        opened = open_till(restored, keys_of(template, restored), clock=clock, keyring_mark=keyring_mark)
        assert len(journal.incarnations(opened.till.connection)) == incarnations
        assert previous_of(opened).last_ticket == 2
        close_till(opened)


def test_a_restore_of_the_new_branch_is_noticed_too(
    template: TemplateTill, restored: TillFolder, clock: ManualClock, tmp_path: Path
) -> None:
    close_till(open_copy(template, restored, clock))
    shutil.copy(restored.database, tmp_path / "later.db")
    opened = open_copy(template, restored, clock)
    sell_one(opened, template, number=3)
    close_till(opened)
    shutil.copy(tmp_path / "later.db", restored.database)
    again = open_copy(template, restored, clock)
    assert len(journal.incarnations(again.till.connection)) == 3
    assert sell_one(again, template, number=4) == "MRS1-000004"
    abandon_till(again)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b'{"seq":1}\n0000\n'], ids=["empty", "text", "unsealed"])
def test_without_a_mark_that_holds_tickets_begin_a_new_series(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, damage: bytes
) -> None:
    """How many tickets were lost is then unknown: their numbers must not come twice."""
    folder.mark.write_bytes(damage)
    opened = open_copy(template, folder, clock)
    assert (last_opening(opened).reason, last_opening(opened).series) == ("mark_missing", "MRS1B")
    assert sell_one(opened, template, number=1) == "MRS1B-000001"
    abandon_till(opened)


def test_an_edited_mark_counts_as_missing(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> None:
    folder.mark.write_bytes(folder.mark.read_bytes().replace(b'"last_ticket":0', b'"last_ticket":9'))
    opened = open_copy(template, folder, clock)
    assert last_opening(opened).reason == "mark_missing"
    abandon_till(opened)


def test_a_replaced_signing_key_opens_an_incarnation_that_goes_on(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    keys_of(template, folder).with_new_signing_key()
    opened = open_copy(template, folder, clock)
    assert last_opening(opened).reason == "key_replaced"
    assert opened.till.store.state.series == "MRS1"
    assert fault_of(opened.till.connection) is None
    abandon_till(opened)


def test_a_mark_tells_where_the_journal_stands(opened: OpenedTill, template: TemplateTill) -> None:
    sell_one(opened, template, number=1)
    save_mark(opened)
    mark = mark_of(opened.till.store)
    assert (mark.last_ticket, mark.perpetual_cents, mark.perpetual_absolute_cents) == (1, 250, 250)
    assert mark.hash == opened.till.store.head.hash.hex()
    assert opened.folder.mark.read_bytes() == seal_mark(mark, opened.key_file.keys.database)


def test_another_version_of_the_program_is_an_entry(
    template: TemplateTill, folder: TillFolder, clock: ManualClock
) -> None:
    opened = open_copy(template, folder, clock)
    with opened.till.store.transaction() as act:
        write_parameter(act, "software", "pos-app 0.0.1")
    close_till(opened)
    again = open_copy(template, folder, clock)
    assert kinds_of(again.till.connection)[-2:] == ["software_updated", "till_started"]
    close_till(again)
    third = open_copy(template, folder, clock)
    assert kinds_of(third.till.connection)[-2:] == ["till_stopped", "till_started"]
    abandon_till(third)


def test_a_key_of_another_till_opens_nothing_and_lets_go_of_the_lock(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, tmp_path: Path
) -> None:
    from pos_app.keys.key_file import create_key_file

    other = create_key_file(tmp_path / "other.keys", words=template.words)
    with pytest.raises(Refusal) as refused:
        open_till(folder, other, clock=clock)
    assert refused.value.code == "wrong_key"
    abandon_till(open_copy(template, folder, clock))


@pytest.mark.parametrize(
    ("series", "following"),
    [("MRS1", "MRS1B"), ("MRS1B", "MRS1C"), ("MRS1Y", "MRS1Z"), ("MRS1Z", "MRS1ZB"), ("MRS12", "MRS12B")],
)
def test_the_series_after_one_whose_end_is_unknown(series: str, following: str) -> None:
    assert next_series(series) == following
