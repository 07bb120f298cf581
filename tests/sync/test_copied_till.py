"""A till copied to a second computer while the first goes on: named on every screen, and never silently one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.desktop.status_words import parted_words, strip_words
from pos_app.domain.facts import IncarnationOpened, SaleRecorded
from pos_app.ledger.entry import Entry
from pos_app.office.check import check_tills
from pos_app.office.office import Office
from pos_app.settings import TillFolder
from pos_app.sync.outcome import Synced
from tests.clock import ManualClock
from tests.sync.syncing_till import alarms_of, held_by
from tests.sync.test_branches import image_of, journal_of, quarantined
from tests.sync.test_till_at_work import AtWork
from tests.tills import TemplateTill

pytestmark = pytest.mark.usefixtures("server")


class Computer(AtWork):
    """One of the two; each sells baskets of its own."""

    def __init__(self, template: TemplateTill, folder: TillFolder, clock: ManualClock, *, first: int) -> None:
        super().__init__(template, folder, clock)
        self._sold = first
        self._clock = clock

    @property
    def said(self) -> str:
        """The strip below every page, and what the page of the sync says above all."""
        status = self.status
        strip = strip_words(status, None, online=True, clock=self._clock)
        return f"{strip.state} / {parted_words(status.parted, self._clock)}"


@pytest.fixture
def two_computers(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, office: Office, tmp_path: Path
) -> Iterator[tuple[Computer, Computer]]:
    """The till, and its copy made one evening with everything that lies on the disk."""
    joined = Computer(template, folder, clock, first=0)
    joined.join(office)
    joined.sell()
    joined.sync()
    joined.till.stop()
    image = image_of(folder, tmp_path / "second")
    computers = Computer(template, folder, clock, first=100), Computer(template, image, clock, first=200)
    yield computers
    for computer in computers:
        computer.till.stop()


def sales(entries: list[Entry]) -> list[str]:
    return [fact.basket for entry in entries if isinstance(fact := entry.fact(), SaleRecorded)]


def kept_apart(office: Office) -> int:
    return len(quarantined(office))


def test_whoever_syncs_first_goes_on_and_the_other_is_named_and_kept_apart(
    two_computers: tuple[Computer, Computer], office: Office, clock: ManualClock
) -> None:
    original, copy = two_computers
    original.sell()
    copy.sell()
    clock.advance(seconds=60)
    outcome = original.sync()
    assert isinstance(outcome, Synced)
    assert (outcome.unsent, alarms_of(office)) == (0, [])
    held = held_by(office)
    assert isinstance(copy.sync(), Synced)
    assert held_by(office)[: len(held)] == held, "nothing of the first is touched"
    assert "fork" in alarms_of(office)
    apart = sales(held_by(office)[len(held) :])
    assert apart == [], "what the copy sold under the first one's numbers is no sale of it"
    assert kept_apart(office) > 0
    opened = [fact for entry in journal_of(copy) if isinstance(fact := entry.fact(), IncarnationOpened)]
    assert [one.reason for one in opened] == ["first", "fork"]
    assert copy.said.startswith("Appelez le siège / Le siège détient d’autres opérations")
    assert "un second ordinateur" in copy.said
    assert original.said == "Connectée / "


def test_the_first_hears_of_it_with_its_next_sync_and_both_say_so_as_long_as_both_sell(
    two_computers: tuple[Computer, Computer], office: Office, clock: ManualClock
) -> None:
    original, copy = two_computers
    for _ in range(3):
        for computer in (original, copy):
            clock.advance(seconds=60)
            computer.sell()
            assert isinstance(computer.sync(), Synced)
    for computer in (original, copy):
        assert "Ne vendez que sur un seul ordinateur et appelez le siège." in computer.said
    assert {"fork", "stale_incarnation", "new_incarnation"} <= set(alarms_of(office))
    sold = {basket for computer in (original, copy) for basket in sales(journal_of(computer))}
    held = sales(held_by(office))
    assert len(held) == len(set(held))
    assert set(held) < sold, "each sale is at head office once at most"
    (checked,) = check_tills(office.database)
    assert checked.refusal is not None, "and an auditor's check names the chain that goes on from what is not held"
    assert checked.refusal.params["fault"] == "previous_wrong:"


def test_no_sale_of_either_is_lost_each_is_held_or_kept_apart(
    two_computers: tuple[Computer, Computer], office: Office, clock: ManualClock
) -> None:
    original, copy = two_computers
    for computer in (original, copy, original, copy):
        clock.advance(seconds=60)
        computer.sell()
        computer.sync()
    held = {(entry.incarnation, entry.seq, entry.hash) for entry in held_by(office)}
    with office.database.transaction() as connection:
        rows = connection.execute("SELECT incarnation, seq, hash FROM quarantine").fetchall()
    apart = {(incarnation.hex(), seq, digest) for incarnation, seq, digest in rows}
    for computer in (original, copy):
        for entry in journal_of(computer):
            if isinstance(entry.fact(), SaleRecorded):
                assert (entry.incarnation, entry.seq, entry.hash) in held | apart


def test_a_week_after_the_copy_was_switched_off_nothing_is_said_any_more(
    two_computers: tuple[Computer, Computer], clock: ManualClock
) -> None:
    original, copy = two_computers
    copy.sell()
    copy.sync()
    original.sell()
    original.sync()
    assert "Appelez le siège" in original.said
    clock.advance(seconds=8 * 24 * 3600)
    original.sell()
    original.sync()
    assert original.said == "Connectée / "
