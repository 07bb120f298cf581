"""The evening killed at any of its steps: it resumes at the right one, nothing is done twice, everything arrives."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_app.counter.check_journal import check_journal
from pos_app.counter.evening import Step
from pos_app.counter.open_day import open_day
from pos_app.counter.open_till import abandon_till
from pos_app.counter.reveal_code import reveal_on_paper
from pos_app.counter.till import Till
from pos_app.domain.facts import (
    BackupMade,
    CashCounted,
    CashDifferenceAccepted,
    CashMoved,
    DayClosed,
    SlipsConfirmed,
)
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.outbox import acknowledged
from tests.clock import ManualClock
from tests.counter.code_work import THERMAL, sell_codes
from tests.sync.evening_process import LEFT_CENTS
from tests.sync.syncing_till import PATIENCE_S, SyncingTill, alarms_of, held_by
from tests.tills import TemplateTill, keys_of, open_copy

KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]
PATH = (Step.SLIPS, Step.COUNT, Step.DIFFERENCE, Step.CLOSE, Step.BACKUP, Step.SEND)
ONCE = (SlipsConfirmed, CashCounted, CashDifferenceAccepted, CashMoved, DayClosed, BackupMade)


@pytest.fixture
def folder_of_the_day(
    template: TemplateTill, folder: TillFolder, clock: ManualClock, office: Office, server: OfficeServer
) -> TillFolder:
    """A joined till at 19:30: a float, a code that was paid and printed, and a drawer that will not agree."""

    def sell(till: Till) -> None:
        open_day(till, operator=template.coordinator, float_cents=LEFT_CENTS)
        _sold, (slip,) = sell_codes(till, template.volunteer, "NET-2G")
        reveal_on_paper(till, item=slip.item, copy=0, printer=THERMAL)

    with SyncingTill(template, folder, clock) as till:
        till.join(office)
        till.storage.submit(sell).result(PATIENCE_S)
        till.save_mark()
    keys_of(template, folder).with_keyring_slot(KEY)
    return folder


@contextmanager
def evening_of(folder: TillFolder) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.sync.evening_process", str(folder.data), str(folder.marks), KEY.hex()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        yield process


def killed_after(folder: TillFolder, lines: int) -> list[str]:
    """What the evening told before it was killed, right after its `lines`-th word; later words may have slipped out."""
    with evening_of(folder) as process:
        assert process.stdout
        told = [process.stdout.readline().strip() for _ in range(lines)]
        process.kill()
        return told + [line.strip() for line in process.stdout if line.endswith("\n")]


def finished(folder: TillFolder) -> list[str]:
    with evening_of(folder) as process:
        assert process.stdout
        told = [line.strip() for line in process.stdout]
    assert process.returncode == 0
    return told


def steps(told: list[str], word: str) -> list[str]:
    return [line.partition(" ")[2] for line in told if line.startswith(f"{word} ")]


@pytest.mark.parametrize("lines", range(1, 2 * len(PATH)))
def test_an_evening_that_is_killed_goes_on_where_it_was(
    template: TemplateTill, folder_of_the_day: TillFolder, clock: ManualClock, office: Office, lines: int
) -> None:
    folder = folder_of_the_day
    before = killed_after(folder, lines)
    after = finished(folder)
    done, resumed = steps(before, "ended"), steps(after, "begins")
    path = [step.value for step in PATH]
    assert done == path[: len(done)]
    assert resumed == path[len(path) - len(resumed) :], "from one step on, in order, to the end"
    assert set(done) | set(resumed) >= set(path) - {steps(before, "begins")[-1]}
    assert set(done).isdisjoint(set(resumed) - {Step.SEND.value}), "a step that ended is not begun again"

    again = open_copy(template, folder, clock)
    kinds = [entry.kind for _, entry in journal.every_entry(again.till.connection)]
    assert {fact: kinds.count(fact.kind) for fact in ONCE} == dict.fromkeys(ONCE, 1)
    assert again.till.store.state.drawer_cents == LEFT_CENTS
    held = held_by(office)
    assert held == [entry for _, entry in journal.every_entry(again.till.connection)][: len(held)]
    closing = kinds.index(DayClosed.kind) + 1
    incarnation = again.till.store.head.incarnation
    assert acknowledged(again.till.connection, incarnation).seq >= closing
    assert len(held) >= closing
    assert alarms_of(office) == []
    abandon_till(again)
    assert check_journal(folder, keys_of(template, folder)).chains[0].tickets == 1
