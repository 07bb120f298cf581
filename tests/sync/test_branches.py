"""A journal that parted from the one head office holds: found, kept apart, gone on from (SYNC.md I1, I3, I6, I12)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.domain.facts import IncarnationOpened, SaleRecorded
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry
from pos_app.office.office import Office
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.sync.outcome import Synced
from pos_app.sync.thread import SyncThread
from tests.clock import ManualClock
from tests.sync.syncing_till import SyncingTill, alarms_of, held_by
from tests.sync.test_till_at_work import AtWork
from tests.tills import TemplateTill, folder_in

pytestmark = pytest.mark.usefixtures("server")


def image_of(folder: TillFolder, root: Path) -> TillFolder:
    """The whole disk copied, the marks with it: nothing on the till can notice that it was put back."""
    copied = folder_in(root)
    shutil.copytree(folder.data, copied.data, ignore=shutil.ignore_patterns("*.lock"))
    shutil.copytree(folder.marks, copied.marks)
    return copied


def journal_of(work: AtWork) -> list[Entry]:
    return work.till.run(lambda till: [entry for _, entry in journal.every_entry(till.connection)]).result(20)


def quarantined(office: Office) -> list[tuple[int, str]]:
    with office.database.transaction() as connection:
        return connection.execute("SELECT seq, reason FROM quarantine ORDER BY received_ms, seq").fetchall()


@pytest.fixture
def put_back(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, office: Office, tmp_path: Path
) -> TillFolder:
    """A till that joined; its disk was copied then. It sold on and synced, and the copy was put back."""
    first = AtWork(template, folder, clock)
    first.join(office)
    first.till.stop()
    image = image_of(folder, tmp_path / "image")
    again = AtWork(template, folder, clock)
    again.sell()
    again.sell()
    assert isinstance(again.sync(), Synced)
    again.till.stop()
    clock.advance(seconds=60)
    return image


def test_a_disk_put_back_goes_on_in_a_new_chain_and_everything_is_at_head_office(
    put_back: TillFolder, template: TemplateTill, clock: ManualClock, office: Office
) -> None:
    before = held_by(office)
    work = AtWork(template, put_back, clock)
    work.sell()
    outcome = work.sync()
    assert isinstance(outcome, Synced)
    assert (outcome.unsent, outcome.differences) == (0, ())
    held = held_by(office)
    assert held[: len(before)] == before
    opened = held[len(before)].fact()
    assert isinstance(opened, IncarnationOpened)
    assert (opened.reason, opened.series) == ("fork", "MRS1B")
    kept = {(seq, reason) for seq, reason in quarantined(office)}
    ours = [entry for entry in journal_of(work) if entry.incarnation == before[0].incarnation]
    parted = next(n for n, entry in enumerate(ours) if entry.hash != before[n].hash)
    assert kept == {(entry.seq, "fork") for entry in ours[parted:]}
    assert {"fork", "new_incarnation"} <= set(alarms_of(office))
    work.till.stop()


def test_after_it_the_till_sells_and_syncs_as_ever_with_numbers_never_used(
    put_back: TillFolder, template: TemplateTill, clock: ManualClock, office: Office
) -> None:
    work = AtWork(template, put_back, clock)
    work.sync()
    evidence = quarantined(office)
    work.sell()
    outcome = work.sync()
    assert isinstance(outcome, Synced)
    assert outcome.unsent == 0
    assert quarantined(office) == evidence
    tickets = [fact.ticket for entry in held_by(office) if isinstance(fact := entry.fact(), SaleRecorded)]
    assert len(tickets) == len(set(tickets))
    assert tickets[-1] == "MRS1B-000001"
    work.till.stop()


def test_a_revoked_till_s_journal_is_kept_as_evidence_and_stays_unsent(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, office: Office
) -> None:
    work = AtWork(template, folder, clock)
    work.join(office)
    with office.database.transaction() as connection:
        connection.execute("UPDATE till SET revoked = true")
    work.sell()
    outcome = work.sync()
    assert isinstance(outcome, Refusal)
    assert outcome.code == "till_revoked"
    seqs = [seq for seq, reason in quarantined(office) if reason == "revoked"]
    held = held_by(office)
    assert seqs == [entry.seq for entry in journal_of(work)[len(held) : len(held) + len(seqs)]]
    assert seqs
    work.till.stop()


def test_a_disk_that_refuses_once_does_not_end_the_sync_thread(expected_log: Callable[[str], None]) -> None:
    """The end of a sync is written down; where that fails the next sync comes all the same."""
    expected_log("a turn of the sync thread failed")
    outcomes: list[object] = []

    def ended(outcome: object) -> None:
        outcomes.append(outcome)
        if len(outcomes) == 1:
            raise OSError(28, "no space left")

    thread = SyncThread(lambda: "done", enabled=lambda: True, ended=ended)
    done = thread.run(lambda: None)
    done.result(20)
    thread.run(lambda: None).result(20)
    thread.request()
    thread.run(lambda: None).result(20)
    thread.close()
    assert len(outcomes) >= 2


def test_a_late_hello_of_a_cut_sync_costs_nothing_but_another_hello(till: SyncingTill, office: Office) -> None:
    """Its challenge replaced that of the hello in force; the push that follows is then signed for the wrong one."""
    till.sell(2)
    begun: list[int] = []

    def undo_the_challenge(sent: int, _total: int) -> None:
        if not begun:
            begun.append(sent)
            with office.database.transaction() as connection:
                connection.execute("UPDATE till SET challenge = '\\x00', counter = 0")

    assert till.sync(progress=undo_the_challenge).complete
    assert begun
    assert held_by(office) == till.entries
