"""A printer on a socket: what it is sent, what it answers, and how a job ends when it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.refusals import Bug, Unavailable
from pos_app.printing.jobs import UNCONFIRMED, DrawerPrinter
from pos_app.printing.thermal.local_ports import FilePort
from pos_app.printing.thermal.ports import NetworkPort
from pos_app.printing.thermal.printer import EscposPrinter, Patience
from tests.printing.every_slip import EVERY_SLIP, voucher_slip
from tests.printing.paper import barcodes_of
from tests.printing.specimens import receipt
from tests.printing.tcp_printer import COVER_OPEN, MUTE, NO_PAPER, OFFLINE, READY, Mishap, TcpPrinter
from tests.printing.test_thermal_writer import in_frame

HURRIED = Patience(answer_s=0.3, printed_s=0.6, unpromised_s=0.6)
Started = Callable[..., TcpPrinter]


@pytest.fixture
def started() -> Iterator[Started]:
    made: list[TcpPrinter] = []

    def start(*args: Any, **kwargs: Any) -> TcpPrinter:
        made.append(TcpPrinter(*args, **kwargs))
        return made[-1]

    yield start
    for one in made:
        one.close()


def connected(printer: TcpPrinter, profile: str = "epson-80", **options: Any) -> EscposPrinter:
    return EscposPrinter("counter", NetworkPort("127.0.0.1", printer.port), profile, patience=HURRIED, **options)


def test_a_receipt_comes_out_whole_its_barcode_reads_and_the_paper_is_cut(started: Started) -> None:
    device = started()
    connected(device).print(receipt())
    [paper] = device.papers(1)
    assert "TOTAL 15,00 €" in paper.text
    assert [text for _format, text in barcodes_of(in_frame(paper))] == ["MRS1-000482"]
    assert len(paper.cuts) == 1


def test_a_voucher_slip_comes_out_once_the_printer_says_that_it_worked_all_off(started: Started) -> None:
    device = started()
    printer = connected(device)
    assert printer.carries_codes
    assert not printer.repeatable
    printer.print(voucher_slip("ar"))
    assert "4821 7735 0092 6614" in device.papers(1)[0].text


WRONG = {
    "no paper": (NO_PAPER, "printer_no_paper"),
    "cover": (COVER_OPEN, "printer_cover_open"),
    "off": (OFFLINE, "printer_offline"),
}


@pytest.mark.parametrize("document", [receipt(), voucher_slip()], ids=["receipt", "voucher"])
@pytest.mark.parametrize(("answers", "code"), WRONG.values(), ids=WRONG)
def test_a_printer_that_is_not_ready_is_sent_nothing(
    started: Started, answers: Mapping[int, int], code: str, document: Any
) -> None:
    """So that nothing comes out, half or twice, once somebody puts the roll in."""
    device = started(answers)
    with pytest.raises(Unavailable, match=code):
        connected(device).print(document)
    assert device.papers(1) == []


def test_a_printer_that_tells_nothing_has_printed_a_receipt_and_a_person_is_asked_for_a_voucher(
    started: Started,
) -> None:
    device = started(MUTE, confirms=False)
    connected(device).print(receipt())
    with pytest.raises(Unavailable, match=UNCONFIRMED):
        connected(device).print(voucher_slip())
    assert len(device.papers(2)) == 2


def test_a_printer_of_another_make_need_not_know_how_to_tell_the_end(started: Started) -> None:
    device = started(confirms=False)
    connected(device, "generic-80").print(receipt())
    with pytest.raises(Unavailable, match=UNCONFIRMED):
        connected(device, "generic-80").print(voucher_slip())


def test_one_that_knows_how_and_does_not_is_trouble(started: Started) -> None:
    with pytest.raises(Unavailable, match="printer_silent"):
        connected(started(confirms=False)).print(receipt())


MISHAPS = {
    "cut": (Mishap.CUT, "printer_cut_off"),
    "stall": (Mishap.STALL, "printer_silent"),
    "paper": (Mishap.PAPER_OUT, "printer_no_paper"),
}


@pytest.mark.parametrize(("then", "code"), MISHAPS.values(), ids=MISHAPS)
def test_what_happens_in_the_middle_is_told_of_a_receipt_and_asked_of_a_voucher(
    started: Started, then: Mishap, code: str
) -> None:
    """Half a receipt is printed again by hand; half a voucher may be in somebody's pocket."""
    for document, expected in ((receipt(), code), (voucher_slip(), UNCONFIRMED)):
        device = started(takes=400, then=then)
        with pytest.raises(Unavailable, match=expected):
            connected(device).print(document)


@pytest.mark.parametrize("document", [receipt(), voucher_slip()], ids=["receipt", "voucher"])
def test_a_printer_that_is_not_there_was_sent_nothing(started: Started, document: Any) -> None:
    device = started()
    device.close()
    with pytest.raises(Unavailable, match="printer_unreachable"):
        connected(device).print(document)


def test_a_printer_that_was_away_prints_when_it_is_back(started: Started) -> None:
    device = started(NO_PAPER)
    printer = connected(device)
    with pytest.raises(Unavailable, match="printer_no_paper"):
        printer.print(receipt())
    device.answers = READY
    printer.print(receipt())
    assert len(device.papers(2)) == 1


def test_the_drawer_opens_with_a_pulse_on_its_pin(started: Started) -> None:
    device = started()
    connected(device).kick_drawer()
    connected(device, drawer_pin=5).kick_drawer()
    assert [paper.pulses for paper in device.papers(2)] == [[2], [5]]


def test_it_is_a_printer_that_a_drawer_hangs_on(started: Started) -> None:
    """By the queue's own protocol: under another name the drawer would stay shut."""
    assert isinstance(connected(started()), DrawerPrinter)


def test_a_printer_can_be_asked_how_it_is(started: Started) -> None:
    assert connected(started()).ready()
    assert not connected(started(MUTE)).ready()
    with pytest.raises(Unavailable, match="printer_cover_open"):
        connected(started(COVER_OPEN)).ready()


def test_large_type_is_for_what_people_take_home(started: Started) -> None:
    heights = []
    for name in ("receipt", "closing"):
        device = started()
        for large in (False, True):
            connected(device, large=large).print(EVERY_SLIP[name][0])  # type: ignore[arg-type]
        usual, large_one = device.papers(2)
        heights.append(large_one.image.height > usual.image.height)
    assert heights == [True, False]


def test_a_sheet_is_not_printed_on_a_roll(started: Started) -> None:
    class Sheet:
        name = "a4"

    with pytest.raises(Unavailable, match="printer_slips_only"):
        connected(started()).print(Sheet())


def test_a_plain_file_takes_receipts_one_after_the_other_and_no_code(tmp_path: Path) -> None:
    path = tmp_path / "prints.escpos"
    printer = EscposPrinter("file", FilePort(path), "epson-80", patience=HURRIED)
    assert not printer.carries_codes
    printer.print(receipt())
    size = path.stat().st_size
    printer.print(receipt())
    assert path.stat().st_size == 2 * size
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(Bug, match="code_into_a_file"):
        printer.print(voucher_slip())
    assert path.stat().st_size == 2 * size
