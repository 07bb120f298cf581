"""A real CUPS and a real IPP printer: paper comes out, or the reason why not. Skipped, saying so, without them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_app.domain.refusals import Bug, PosError
from pos_app.printing import ipp
from pos_app.printing.ipp import IppAddress, cups_queues
from pos_app.printing.system_printer import IppPrinter, Patience
from pos_app.printing.writers import document_pdf
from tests.printing.cups import PAUSED, QUEUE, Cups, cups, free_port, ipp_printer, require
from tests.printing.paper import barcodes_of, picture_of, words_of
from tests.printing.specimens import MIXED_SALE, receipt
from tests.printing.test_voucher_slip import slip as voucher_slip

QUICK = Patience(job_s=1.5, poll_s=0.1)


@pytest.fixture(scope="module")
def server() -> Iterator[Cups]:
    require("cupsd", "pdftopdf")
    with cups() as running:
        yield running


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(PosError) as told:
        act()
    return told.value.code


def test_cups_renders_a_receipt_that_reads_back(server: Cups) -> None:
    IppPrinter("p", server.address()).print(receipt(MIXED_SALE))
    came_out = (server.paper / f"{QUEUE}.pdf").read_bytes()
    assert "Ticket MRS1-000482" in words_of(came_out)
    assert "TOTAL 115,97" in words_of(came_out)
    assert [text for _format, text in barcodes_of(picture_of(came_out))] == ["MRS1-000482"]


def test_the_queues_of_cups_are_found_by_name_and_description(server: Cups) -> None:
    assert set(cups_queues(server.server)) == {(QUEUE, "Imprimante de caisse"), (PAUSED, "Imprimante en pause")}


def test_a_job_that_a_paused_queue_holds_is_taken_back_and_never_prints(server: Cups) -> None:
    paused = IppAddress.parse(server.address(PAUSED))
    assert code_of(lambda: IppPrinter("p", server.address(PAUSED), patience=QUICK).print(receipt())) == "printer_paused"
    again = ipp.print_job(paused, document_pdf(receipt()), title="next")
    assert ipp.job_state(paused, again - 1) == 7  # cancelled
    ipp.cancel_job(paused, again)
    assert (server.paper / f"{PAUSED}.pdf").read_bytes() == b""


def test_a_queue_that_is_not_there_refuses(server: Cups) -> None:
    assert code_of(lambda: IppPrinter("p", server.address("nobody")).print(receipt())) == "printer_refused"


def test_an_ipp_printer_without_cups_prints_and_says_that_it_did(tmp_path: Path) -> None:
    require("ippeveprinter", "dbus-run-session")
    with ipp_printer(tmp_path) as address:
        IppPrinter("p", address).print(receipt())
        (came_out,) = tmp_path.glob("*.pdf")
        assert came_out.read_bytes() == document_pdf(receipt())


def test_no_code_is_given_to_a_spooler() -> None:
    with pytest.raises(Bug, match="code_into_a_file"):
        IppPrinter("p", "ipp://192.0.2.1/x").print(voucher_slip())


@pytest.mark.parametrize("address", ["ipp://localhost:1/x", "http://localhost/x", "nonsense", "ipp://:x/"])
def test_an_address_that_leads_nowhere_is_unreachable(address: str) -> None:
    assert code_of(lambda: IppPrinter("p", address).print(receipt())) == "printer_unreachable"


def test_a_printer_that_takes_all_and_answers_nothing_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipp, "ANSWER_S", 0.3)
    with answering(b"") as address:
        assert code_of(lambda: IppPrinter("p", address).print(receipt())) == "print_unconfirmed"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n\x01\x01\x00\x00\x00\x00\x00\x01\x03",
    ],
)
def test_an_answer_that_is_no_ipp_is_a_refusal(answer: bytes) -> None:
    with answering(answer) as address:
        assert code_of(lambda: IppPrinter("p", address).print(receipt())) == "printer_refused"


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A port that reads a whole request and says `answer`, or keeps the line open and says nothing."""
    port, over = free_port(), threading.Event()
    listening = socket.create_server(("127.0.0.1", port))

    def serve() -> None:
        connection, _peer = listening.accept()
        with connection:
            request = b""
            while b"%%EOF" not in request:
                request += connection.recv(65536)
            if answer:
                connection.sendall(answer)
            over.wait(10)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"ipp://127.0.0.1:{port}/ipp/print"
    finally:
        over.set()
        thread.join(10)
        listening.close()
