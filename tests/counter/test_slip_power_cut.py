"""kill -9 between a sale and its slip: the same code waits to be collected, and it is not revealed twice unnoticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.clock import SystemClock
from pos_app.counter.open_till import OpenedTill, abandon_till, open_till
from pos_app.counter.print_book import use_slip_printer
from pos_app.counter.reveal_code import reveal_on_paper
from pos_app.counter.slips import order_reprint, slips_to_collect
from pos_app.domain.facts import SlipPrinted, SlipReprintOrdered
from pos_app.domain.identifiers import code_of_lot
from pos_app.settings import TillFolder
from pos_app.store.vault import lots
from tests.counter.code_work import THERMAL, Paper, code_in_clear, facts_of
from tests.counter.people_work import refusal
from tests.tills import TemplateTill, copy_of, keys_of

KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(template: TemplateTill, tmp_path: Path) -> TillFolder:
    folder = copy_of(template, tmp_path)
    keys_of(template, folder).with_keyring_slot(KEY)
    return folder


def next_code(template: TemplateTill, folder: TillFolder) -> str:
    """The code that the next sale takes."""
    opened = reopened(template, folder)
    (lot,) = (lot for lot in lots(opened.till.connection) if lot.product == "NET-2G")
    code = code_in_clear(opened.till, code_of_lot(lot.lot, 0))
    abandon_till(opened)
    return code


def reopened(template: TemplateTill, folder: TillFolder) -> OpenedTill:
    return open_till(folder, keys_of(template, folder), clock=SystemClock())


def kill_at(folder: TillFolder, moment: str) -> None:
    """Sells a code in a process of its own and kills it once that moment is reached."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.counter.slip_process", folder.data, folder.marks, KEY.hex(), moment],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    with process:
        assert process.stdout
        told = {process.stdout.readline().strip() for _ in range(2 if moment == "during" else 1)}
        process.kill()
    assert process.returncode == -9
    assert ("printing" in told) == (moment == "during")


def test_a_kill_before_the_printer_began_leaves_the_code_unseen_and_to_collect(
    template: TemplateTill, folder: TillFolder
) -> None:
    code = next_code(template, folder)
    kill_at(folder, "before")
    opened = reopened(template, folder)
    (slip,) = slips_to_collect(opened.till)
    assert (slip.voucher.reveals, code_in_clear(opened.till, slip.item)) == (0, code)
    use_slip_printer(opened.till, Paper())
    printed = reveal_on_paper(opened.till, item=slip.item, copy=0, printer=THERMAL).open()
    assert printed.code.reveal() == code
    abandon_till(opened)


def test_a_kill_while_it_printed_keeps_the_code_and_asks_for_a_reason(
    template: TemplateTill, folder: TillFolder
) -> None:
    """Paper may have come out: the journal says that it was sent, and nobody prints it again without saying why."""
    code = next_code(template, folder)
    kill_at(folder, "during")
    opened = reopened(template, folder)
    till = opened.till
    (slip,) = slips_to_collect(till)
    assert facts_of(till, SlipPrinted) == [SlipPrinted(item=slip.item, copy=0, printer=THERMAL)]
    use_slip_printer(till, Paper())
    with refusal("slip_already_sent"):
        reveal_on_paper(till, item=slip.item, copy=0, printer=THERMAL)
    with refusal("reason_unknown"):
        order_reprint(till, operator=template.volunteer, item=slip.item, reason="")
    order_reprint(till, operator=template.volunteer, item=slip.item, reason="not_printed")
    again = reveal_on_paper(till, item=slip.item, copy=1, printer=THERMAL).open()
    assert (again.code.reveal(), again.copy) == (code, 1)
    assert len(facts_of(till, SlipReprintOrdered)) == 1
    abandon_till(opened)
