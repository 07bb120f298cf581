"""A fault found at start or by a check: an entry, and a new chain in which selling goes on; once for each fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.counter.check_running import check_running
from pos_app.counter.open_till import OpenedTill, abandon_till, close_till
from pos_app.counter.running import RunningTill
from pos_app.counter.till import Till
from pos_app.domain.facts import Fact, IncarnationOpened, IntegrityFaultFound, JournalChecked
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.journal_end import VERIFIED_AT_START
from pos_app.store.opening import open_for_writing
from tests.clock import ManualClock
from tests.counter.test_close_day import sold
from tests.tills import TemplateTill, keys_of, open_copy

WAIT_S = 60


def tamper(template: TemplateTill, folder: TillFolder, position: int) -> None:
    """As whoever holds the key may: a guard is dropped, an entry's time is changed."""
    connection = open_for_writing(folder.database, keys_of(template, folder).keys.database)
    connection.execute("DROP TRIGGER entry_is_never_updated")
    connection.execute("UPDATE entry SET at_ms = at_ms - 1 WHERE position = ?", (position,))
    connection.close()


def facts_of(till: Till, kind: type[Fact]) -> list[Fact]:
    return [fact for _, entry in journal.every_entry(till.connection) if isinstance(fact := entry.fact(), kind)]


@pytest.fixture
def sold_folder(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> TillFolder:
    opened = open_copy(template, folder, clock)
    sold(opened.till, template.volunteer, "CARTE-30")
    close_till(opened)
    return folder


def reopened(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> OpenedTill:
    return open_copy(template, folder, clock)


def test_a_fault_at_the_journal_s_end_is_found_at_start_and_selling_goes_on(
    template: TemplateTill, sold_folder: TillFolder, clock: ManualClock
) -> None:
    opened = reopened(template, sold_folder, clock)
    last = opened.till.store.position - 1
    abandon_till(opened)
    tamper(template, sold_folder, last)
    opened = reopened(template, sold_folder, clock)
    (found,) = facts_of(opened.till, IntegrityFaultFound)
    assert isinstance(found, IntegrityFaultFound)
    assert (found.seq, found.fault) == (last, "hash_wrong")
    opening = facts_of(opened.till, IncarnationOpened)[-1]
    assert isinstance(opening, IncarnationOpened)
    assert (opening.reason, opening.series) == ("integrity_fault", "MRS1B")
    sold(opened.till, template.volunteer, "CARTE-30")
    assert opened.till.store.state.next_ticket == "MRS1B-000002"
    close_till(opened)
    opened = reopened(template, sold_folder, clock)
    assert len(facts_of(opened.till, IntegrityFaultFound)) == 1, "the next start finds a chain that holds"
    abandon_till(opened)


def test_a_long_journal_s_beginning_is_left_to_a_check(
    template: TemplateTill, sold_folder: TillFolder, clock: ManualClock
) -> None:
    opened = reopened(template, sold_folder, clock)
    for _ in range(VERIFIED_AT_START):
        sold(opened.till, template.volunteer, "ATELIER")
    close_till(opened)
    tamper(template, sold_folder, 3)
    opened = reopened(template, sold_folder, clock)
    assert facts_of(opened.till, IntegrityFaultFound) == []
    abandon_till(opened)


@pytest.fixture
def running(template: TemplateTill, sold_folder: TillFolder, clock: ManualClock) -> Iterator[RunningTill]:
    opened = reopened(template, sold_folder, clock)
    for _ in range(VERIFIED_AT_START):
        sold(opened.till, template.volunteer, "ATELIER")
    close_till(opened)
    running = RunningTill(sold_folder, keys_of(template, sold_folder), clock=clock)
    yield running
    running.stop()


def checked(running: RunningTill, operator: Operator) -> BaseException | None:
    return check_running(running, operator=operator, progress=lambda _done: None).exception(timeout=WAIT_S)


def test_a_check_that_finds_nothing_is_an_entry(running: RunningTill, template: TemplateTill) -> None:
    assert checked(running, template.coordinator) is None
    (fact,) = running.run(facts_of, JournalChecked).result()
    assert isinstance(fact, JournalChecked)
    assert (fact.fault, fact.entries > VERIFIED_AT_START) == ("", True)


def test_a_fault_that_a_check_finds_opens_one_new_chain_however_often_it_is_found(
    running: RunningTill, template: TemplateTill
) -> None:
    tamper(template, running.folder, 3)
    for _ in range(2):
        error = checked(running, template.coordinator)
        assert isinstance(error, Refusal)
        assert (error.code, error.params["seq"]) == ("journal_faulty", 3)
    assert len(running.run(facts_of, JournalChecked).result()) == 2
    (found,) = running.run(facts_of, IntegrityFaultFound).result()
    assert isinstance(found, IntegrityFaultFound)
    assert (found.seq, found.fault) == (3, "hash_wrong")
    assert len(running.run(facts_of, IncarnationOpened).result()) == 2
    running.run(sold, template.volunteer, "CARTE-30").result()


def test_a_volunteer_checks_nothing(running: RunningTill, template: TemplateTill) -> None:
    with pytest.raises(Refusal) as refused:
        check_running(running, operator=template.volunteer, progress=lambda _done: None)
    assert refused.value.code == "right_missing"
