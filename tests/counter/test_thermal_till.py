"""A running till with a thermal printer on the network: what comes out of it, and how its jobs end when it fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from pos_app.counter.sell import Sold, sell
from pos_app.counter.slips import slips_of_ticket
from pos_app.counter.till import Till
from pos_app.domain.voucher import VoucherState
from pos_app.printing.jobs import JobState
from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.settings import TillFolder
from tests.clock import ManualClock
from tests.counter.code_work import code_in_clear
from tests.counter.test_running import PATIENCE_S, Desk
from tests.printing.paper import barcodes_of
from tests.printing.tcp_printer import MUTE, NO_PAPER, READY, Mishap, TcpPrinter
from tests.printing.test_thermal_writer import in_frame
from tests.tills import TemplateTill, basket_of, cash


class Counter(Desk):
    """A desk whose paper all goes to one thermal printer, the drawer on it."""

    def __init__(self, template: TemplateTill, folder: TillFolder, clock: ManualClock) -> None:
        super().__init__(template, folder, clock)
        self.device = TcpPrinter()
        self._coordinator = template.coordinator

    def connect(self, answers: Mapping[int, int] = READY, *, profile: str = "epson-80", **mishap: object) -> None:
        self.device.close()
        self.device = TcpPrinter(answers, **mishap)  # type: ignore[arg-type]
        setup = PrinterSetUp(
            id="",
            name="Tickets",
            kind=PrinterKind.NETWORK,
            address=f"127.0.0.1:{self.device.port}",
            profile=profile,
            drawer=True,
            prints=(PaperUse.RECEIPTS, PaperUse.SLIPS),
        )
        self.till.printing.keep(operator=self._coordinator, setup=setup).result(PATIENCE_S)

    def sell_code(self) -> tuple[Sold, str]:
        """A recharge paid in cash, with its receipt; and its code, which only a test may know."""

        def act(till: Till) -> tuple[Sold, str]:
            basket = basket_of(till, "NET-500M")
            tenders = cash(basket.total_cents)
            sold = sell(till, operator=self.operator, basket=basket, tenders=tenders, receipt=True)
            (slip,) = slips_of_ticket(till, sold.ticket)
            return sold, code_in_clear(till, slip.item)

        return self.till.run(act).result(PATIENCE_S)

    def jobs_end(self, count: int) -> dict[str, tuple[JobState, str]]:
        ended: dict[str, tuple[JobState, str]] = {}
        while len(ended) < count:
            event = self.until(lambda event: hasattr(event, "job") and event.job.state is not JobState.PRINTING)
            job = event.job  # type: ignore[union-attr]
            ended[job.document] = (job.state, job.error)
        return ended

    def slip_state(self, ticket: str) -> VoucherState:
        (slip,) = self.till.run(lambda till: slips_of_ticket(till, ticket)).result(PATIENCE_S)  # type: ignore[arg-type]
        return slip.voucher.state


@pytest.fixture
def counter(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[Counter]:
    made = Counter(template, folder, clock)
    yield made
    made.till.stop()
    made.device.close()


def test_a_sale_opens_the_drawer_and_brings_its_receipt_and_its_code(counter: Counter, folder: TillFolder) -> None:
    counter.connect()
    sold, code = counter.sell_code()
    assert set(counter.jobs_end(2).values()) == {(JobState.DONE, "")}
    papers = counter.device.papers(3)
    assert [paper.pulses for paper in papers if paper.pulses] == [[2]]
    said = " ".join(paper.text for paper in papers)
    assert f"Ticket {sold.ticket}" in said
    assert code in said.replace(" ", "")
    read = [text for paper in papers for _format, text in barcodes_of(in_frame(paper))]
    assert sorted(read) == [sold.ticket, f"{sold.ticket}-1"]
    assert counter.slip_state(sold.ticket) is VoucherState.PRINTED
    assert not [path for path in folder.receipts.glob("**/*") if path.is_file()]


def test_without_paper_nothing_is_sent_and_selling_goes_on(counter: Counter) -> None:
    counter.connect(NO_PAPER)
    counter.sell_code()
    assert set(counter.jobs_end(2).values()) == {(JobState.FAILED, "printer_no_paper")}
    assert counter.sell(number=2).ticket == "MRS1-000002"
    assert not [paper for paper in counter.device.papers(2) if paper.lines]


def test_a_printer_that_tells_nothing_has_a_person_asked_for_the_code_only(counter: Counter) -> None:
    counter.connect(MUTE, profile="generic-80")
    counter.sell_code()
    assert counter.jobs_end(2) == {
        "receipt": (JobState.DONE, ""),
        "voucher_slip": (JobState.UNKNOWN, "print_unconfirmed"),
    }


def test_a_cut_in_the_middle_leaves_the_code_in_doubt_and_never_prints_it_again_by_itself(counter: Counter) -> None:
    counter.connect(takes=500, then=Mishap.CUT)
    _sold, code = counter.sell_code()
    assert counter.jobs_end(2)["voucher_slip"] == (JobState.UNKNOWN, "print_unconfirmed")
    counter.sell(number=2)
    counter.jobs_end(1)
    printed = b" ".join(counter.device.jobs).replace(b" ", b"")
    assert printed.count(code[:8].encode()) <= 1
