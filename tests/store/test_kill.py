"""kill -9 during sales never leaves half a sale, and never loses one that the desk was told of."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.clock import SystemClock
from pos_app.counter.open_till import abandon_till, open_till
from pos_app.counter.receive_stock import receive_stock
from pos_app.counter.till import Till
from pos_app.domain.facts import SaleRecorded
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.parameters import stock_on_hand
from pos_app.store.rebuild import projection_rows, rebuild_projections
from tests.tills import STOCK, TemplateTill, copy_of, fault_of, keys_of

KILLS = 50
KEY = bytes(range(32))
LONGEST_S = 0.02


@pytest.fixture
def folder(template: TemplateTill, tmp_path: Path) -> TillFolder:
    """A till that opens with KEY, with enough on the shelf for every run."""
    folder = copy_of(template, tmp_path)
    key_file = keys_of(template, folder).with_keyring_slot(KEY)
    opened = open_till(folder, key_file, clock=SystemClock())
    for code in ("CARTE-30", "CARTE-2H"):
        receive_stock(opened.till, operator=template.coordinator, product=code, quantity=90_000)
    abandon_till(opened)
    return folder


def sell_until_killed(folder: TillFolder, *, first: int, drawn: random.Random) -> list[str]:
    """Sells in a process of its own, kills it at a moment that only chance knows, and returns what it told."""
    arguments = (folder.data, folder.marks, KEY.hex(), str(first), "100000")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.selling_process", *arguments],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    with process:
        assert process.stdout
        told = [process.stdout.readline().strip() for _ in range(drawn.randrange(1, 5))]
        try:
            process.wait(drawn.uniform(0, LONGEST_S))
        except subprocess.TimeoutExpired:
            process.kill()
        told += [line.strip() for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -9
    return told


def sales_of(till: Till) -> list[SaleRecorded]:
    facts = (entry.fact() for _, entry in journal.every_entry(till.connection))
    return [fact for fact in facts if isinstance(fact, SaleRecorded)]


def require_whole(till: Till, told: list[str]) -> None:
    """Tickets without a gap, none that was told is missing, and everything of a sale or nothing of it."""
    sales = sales_of(till)
    assert [sale.number for sale in sales] == list(range(1, len(sales) + 1))
    tickets = [sale.ticket for sale in sales]
    assert set(told) <= set(tickets)
    jobs = [row[0] for row in till.connection.execute("SELECT reference FROM print_job ORDER BY id")]
    assert jobs == tickets
    left = stock_on_hand(till.connection)["CARTE-30"]
    assert left == STOCK["CARTE-30"] + 90_000 - len(sales)
    state = till.store.state
    assert (state.drawer_cents, state.perpetual_cents) == (850 * len(sales), 850 * len(sales))
    assert till.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_fifty_kills_leave_no_half_sale(template: TemplateTill, folder: TillFolder) -> None:
    drawn = random.Random(2)
    told: list[str] = []
    for kill in range(KILLS):
        told += sell_until_killed(folder, first=1 + kill * 100_000, drawn=drawn)
        opened = open_till(folder, keys_of(template, folder), clock=SystemClock())
        require_whole(opened.till, told)
        abandon_till(opened)
    opened = open_till(folder, keys_of(template, folder), clock=SystemClock())
    assert fault_of(opened.till.connection) is None
    assert len(journal.incarnations(opened.till.connection)) == 1
    live = projection_rows(opened.till.connection)
    rebuild_projections(opened.till.store)
    assert projection_rows(opened.till.connection) == live
    assert len(told) >= KILLS
    abandon_till(opened)
