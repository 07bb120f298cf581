"""The assistant's step about paper: a printer is kept once it printed a trial page, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.counter.first_run import FirstTill, choose_receipts
from pos_app.counter.open_till import abandon_till
from pos_app.counter.set_up_till import set_up_till
from pos_app.domain.refusals import PosError
from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.settings import TillFolder
from tests.clock import ManualClock
from tests.printing.paper import words_of
from tests.printing.tcp_printer import TcpPrinter
from tests.tills import setup

BOTH = (PaperUse.RECEIPTS, PaperUse.SLIPS)


@pytest.fixture
def first(tmp_path: Path, clock: ManualClock) -> Iterator[FirstTill]:
    made = set_up_till(TillFolder(data=tmp_path / "data", marks=tmp_path / "marks"), setup(), clock=clock)
    yield FirstTill(made, ())
    abandon_till(made.opened)


def network(address: str) -> PrinterSetUp:
    return PrinterSetUp(
        id="", name="Tickets", kind=PrinterKind.NETWORK, address=address, profile="epson-80", prints=BOTH
    )


def test_a_printer_that_prints_the_trial_page_is_kept(first: FirstTill, clock: ManualClock) -> None:
    device = TcpPrinter()
    try:
        page = choose_receipts(first, "", printer=network(f"127.0.0.1:{device.port}"), clock=clock)
        (paper,) = device.papers(1)
    finally:
        device.close()
    assert "àâäçéèêëîïôœùûüÿ" in paper.text
    assert "12,50 €" in paper.text
    assert "Page d’essai" in words_of(page.read_bytes())
    till = first.set_up.opened.till
    assert [one.prints for one in till.printers] == [BOTH]
    assert till.slip_printer == till.printers[0].id


@pytest.mark.parametrize(("address", "code"), [("localhost:1", "printer_unreachable"), ("", "printer_address_missing")])
def test_a_printer_that_does_not_print_is_not_kept(
    first: FirstTill, clock: ManualClock, address: str, code: str
) -> None:
    with pytest.raises(PosError, match=code):
        choose_receipts(first, "", printer=network(address), clock=clock)
    assert first.set_up.opened.till.printers == ()


def test_without_a_printer_the_folder_is_enough(first: FirstTill, clock: ManualClock) -> None:
    assert choose_receipts(first, "", clock=clock).exists()
    assert first.set_up.opened.till.printers == ()
