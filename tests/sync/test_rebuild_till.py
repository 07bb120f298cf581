"""A till whose computer is gone, built anew from head office; and a backup completed by what head office holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.counter.add_operator import Newcomer, check_newcomer
from pos_app.counter.back_up_till import KEY_FILE
from pos_app.counter.open_till import OpenedTill, close_till
from pos_app.counter.rebuild_till import rebuild_till
from pos_app.counter.restore_till import restore_till
from pos_app.counter.sell import sell
from pos_app.counter.status import status
from pos_app.domain.facts import IncarnationOpened, TillRebuilt
from pos_app.domain.operator import Role
from pos_app.domain.refusals import PosError, Refusal
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.backup import back_up
from pos_app.store.parameters import stock_on_hand
from pos_app.store.rebuild import differing_projections
from tests.clock import ManualClock
from tests.office.remote_till import RemoteTill
from tests.sync.syncing_till import SyncingTill
from tests.tills import TemplateTill, basket_of, cash, fault_of, folder_in, open_copy

AMINA = Newcomer("Amina", Role.COORDINATOR, "135790")


def rebuilt(folder: TillFolder, office: Office, clock: ManualClock) -> OpenedTill:
    code = str(office.add_till(point="Marseille", till="Caisse 1").code)
    made = rebuild_till(folder, code=code, coordinator=check_newcomer(AMINA), clock=clock)
    return made.opened


def test_a_new_computer_has_the_whole_journal_as_it_was_signed_and_goes_on(
    till: SyncingTill, office: Office, clock: ManualClock, tmp_path: Path
) -> None:
    for _ in range(5):
        till.sell()
    till.sync()
    before = till.storage.submit(lambda owned: list(journal.every_entry(owned.connection))).result()
    stock = till.storage.submit(lambda owned: stock_on_hand(owned.connection)).result()
    opened = rebuilt(folder_in(tmp_path / "new"), office, clock)
    connection = opened.till.connection
    after = list(journal.every_entry(connection))
    sent = len([entry for _position, entry in before])
    assert after[:sent] == before
    opening = after[sent][1].fact()
    assert isinstance(opening, IncarnationOpened)
    assert (opening.reason, opening.series) == ("rebuilt", "MRS1B")
    assert TillRebuilt(entries=sent, chains=1) in [entry.fact() for _position, entry in after[sent:]]
    assert fault_of(connection) is None
    assert differing_projections(connection) == ()
    assert stock_on_hand(connection) == stock
    known = status(opened.till)
    assert (known.issuer.point, known.enrolled, known.series) == ("Marseille", True, "MRS1B")
    coordinator = check_newcomer(AMINA).operator
    sold = sell(
        opened.till,
        operator=coordinator,
        basket=basket_of(opened.till, "CARTE-30", number=99),
        tenders=cash(250),
        receipt=False,
        to_nobody="passing_through",
    )
    assert sold.ticket == "MRS1B-000001"
    close_till(opened)


def test_what_it_sells_arrives_and_the_lost_computer_is_noticed(
    till: SyncingTill, office: Office, clock: ManualClock, tmp_path: Path
) -> None:
    till.sell()
    till.sync()
    opened = rebuilt(folder_in(tmp_path / "new"), office, clock)
    close_till(opened)
    till.sell()
    with pytest.raises(PosError):
        till.sync()
    with office.database.transaction() as connection:
        alarms = [code for (code,) in connection.execute("SELECT code FROM alarm ORDER BY id")]
    assert "stale_incarnation" in alarms


def test_a_till_that_sent_nothing_cannot_be_built_anew_and_leaves_nothing(
    office: Office, server: OfficeServer, clock: ManualClock, tmp_path: Path
) -> None:
    folder = folder_in(tmp_path / "new")
    with pytest.raises(Refusal, match="office_has_nothing"):
        rebuilt(folder, office, clock)
    assert not folder.exists
    assert not folder.database.exists()


def test_a_code_that_was_used_builds_nothing(
    till: SyncingTill, office: Office, clock: ManualClock, tmp_path: Path
) -> None:
    till.sync()
    code = str(office.add_till(point="Marseille", till="Caisse 1").code)
    made = rebuild_till(folder_in(tmp_path / "a"), code=code, coordinator=check_newcomer(AMINA), clock=clock)
    close_till(made.opened)
    with pytest.raises(Refusal, match="enrolment_code_refused"):
        rebuild_till(folder_in(tmp_path / "b"), code=code, coordinator=check_newcomer(AMINA), clock=clock)


def test_another_till_s_entries_are_given_to_nobody_else(till: SyncingTill, office: Office, clock: ManualClock) -> None:
    till.sell()
    till.sync()
    with RemoteTill(office, point="Grenoble") as other:
        other.enrol()
        other.hello()
        with pytest.raises(Refusal, match="office_does_not_know_till"):
            other.client.entries(till.signer.incarnation, after=0)
        other.push(other.entries)
        assert list(other.client.entries(other.signer.incarnation, after=0)) == other.entries
        with office.database.transaction() as connection:
            connection.execute("UPDATE till SET revoked = true WHERE id = %s", (other.id,))
        with pytest.raises(Refusal, match="till_revoked"):
            other.client.entries(other.signer.incarnation, after=0)


def test_a_changed_entry_of_head_office_is_found_and_nothing_is_made(
    till: SyncingTill, office: Office, clock: ManualClock, tmp_path: Path
) -> None:
    till.sell()
    till.sync()
    with office.database.transaction() as connection:
        connection.execute("UPDATE entry SET at_ms = at_ms + 1 WHERE seq = 3")
    folder = folder_in(tmp_path / "new")
    with pytest.raises(Refusal, match="office_entries_wrong"):
        rebuilt(folder, office, clock)
    assert not folder.database.exists()


def test_a_backup_is_completed_by_what_head_office_holds_beyond_it(
    template: TemplateTill, till: SyncingTill, folder: TillFolder, clock: ManualClock, tmp_path: Path
) -> None:
    till.sell()
    key = till.key_file.keys.database
    copy = till.storage.submit(
        lambda owned: back_up(owned.connection, key=key, folder=tmp_path / "stick", name="MRS1-1")
    ).result()
    for _ in range(3):
        till.sell()
    till.sync()
    till.save_mark()
    before = till.storage.submit(lambda owned: owned.store.position).result()
    key_file = till.key_file
    till.storage.close()
    restored = restore_till(folder, key_file, copy.path, clock=clock)
    assert restored.from_office
    opened = open_copy(template, folder, clock)
    tickets = opened.till.connection.execute("SELECT max(number) FROM ticket WHERE series = 'MRS1'").fetchone()
    assert tickets == (4,)
    assert opened.till.store.position > before
    assert opened.till.store.state.series == "MRS1"
    assert fault_of(opened.till.connection) is None
    assert differing_projections(opened.till.connection) == ()
    close_till(opened)
    assert KEY_FILE == "till.keys"
