"""A till at work and a network printer whose network, or whose paper, fails: every end is the right one, counted."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import pytest

from pos_app.counter.open_drawer import open_drawer
from pos_app.counter.running import RunningTill
from pos_app.counter.sell import Sold, sell
from pos_app.counter.slips import slips_of_ticket
from pos_app.counter.stuck_jobs import JobAtDesk, came_out, jobs_at_desk, print_again
from pos_app.counter.till import Till
from pos_app.counter.till_events import DrawerStuck, JobChanged, TillEvent
from pos_app.domain.facts import DrawerOpened, SlipPrinted, SlipReprintOrdered
from pos_app.domain.tender import Tender, TenderKind
from pos_app.printing.jobs import JobState
from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.printing.thermal.ports import NetworkPort
from pos_app.printing.thermal.printer import EscposPrinter, Patience
from pos_app.settings import TillFolder
from tests.clock import ManualClock
from tests.counter.code_work import code_in_clear, facts_of
from tests.printing.escpos_interpreter import printed
from tests.printing.escpos_paper import NoCommandError, Paper
from tests.printing.fault_proxy import Fault, FaultProxy
from tests.printing.tcp_printer import NO_PAPER, READY, TcpPrinter
from tests.tills import TemplateTill, basket_of, cash, keys_of

_Result = TypeVar("_Result")
PATIENCE_S = 20
HURRIED = Patience(answer_s=0.3, printed_s=0.6, unpromised_s=0.6)
SALES = 15
BOTH = (PaperUse.RECEIPTS, PaperUse.SLIPS)
FAILED, UNKNOWN, DONE, WAITING = JobState.FAILED, JobState.UNKNOWN, JobState.DONE, JobState.WAITING


class Counter:
    """A till with a network printer behind a proxy, and what it told."""

    def __init__(self, template: TemplateTill, folder: TillFolder, clock: ManualClock, *, drawer: bool) -> None:
        self.events: queue.SimpleQueue[TillEvent] = queue.SimpleQueue()
        self.device = TcpPrinter()
        self.proxy = FaultProxy(self.device.port)
        self.coordinator = template.coordinator
        self.running = RunningTill(folder, keys_of(template, folder), clock=clock, listener=self.events.put)
        setup = PrinterSetUp(
            id="", name="Tickets", kind=PrinterKind.NETWORK, address=f"127.0.0.1:{self.proxy.port}",
            profile="epson-80", prints=BOTH, drawer=drawer,
        )  # fmt: skip
        kept = self.running.printing.keep(operator=self.coordinator, setup=setup).result(PATIENCE_S)
        self.printer = EscposPrinter(
            kept.id, NetworkPort("127.0.0.1", self.proxy.port, open_s=1, send_s=1), kept.profile, patience=HURRIED
        )
        self.running.printing._queues[kept.id].use(self.printer)  # the same, in more of a hurry
        self.sales, self.stopped = 0, False

    def do(self, act: Callable[[Till], _Result]) -> _Result:
        return self.running.run(act).result(PATIENCE_S)

    def sell(self, *products: str, receipt: bool = False, card: bool = False) -> Sold:
        self.sales += 1

        def act(till: Till) -> Sold:
            basket = basket_of(till, *products, number=self.sales)
            paid = [Tender(TenderKind.CARD, basket.total_cents)] if card else cash(basket.total_cents)
            return sell(till, operator=self.coordinator, basket=basket, tenders=paid, receipt=receipt)

        return self.do(act)

    def ends(self, count: int) -> list[tuple[str, JobState, str]]:
        """The next `count` jobs that ended, by what they print."""
        ended: list[tuple[str, JobState, str]] = []
        while len(ended) < count:
            event = self.events.get(timeout=PATIENCE_S)
            if isinstance(event, JobChanged) and event.job.state not in (JobState.PRINTING, WAITING):
                ended.append((event.job.document, event.job.state, event.job.error))
        return ended

    def open_jobs(self) -> list[JobAtDesk]:
        return [job for job in self.do(jobs_at_desk) if job.needs_hands]

    def code_of(self, sold: Sold) -> str:
        """As paper groups it."""

        def read(till: Till) -> str:
            return code_in_clear(till, slips_of_ticket(till, sold.ticket)[0].item)

        code = self.do(read)
        return " ".join(code[at : at + 4] for at in range(0, len(code), 4))

    def papers(self) -> list[Paper]:
        """All that came out whole: it was cut at its end."""
        self.stop()
        return [paper for job in self.device.jobs if (paper := _whole(job))]

    def stop(self) -> None:
        if not self.stopped:
            self.stopped = True
            self.proxy.mend()
            self.running.stop()
            self.proxy.close()
            self.device.close()


def _whole(job: bytes) -> Paper | None:
    try:
        paper = printed(job, width=576)
    except NoCommandError:  # the end is missing
        return None
    return paper if paper.cuts else None


@pytest.fixture
def at_counter(template: TemplateTill, folder: TillFolder, clock: ManualClock) -> Iterator[Callable[..., Counter]]:
    made: list[Counter] = []

    def open_counter(*, drawer: bool = False) -> Counter:
        made.append(Counter(template, folder, clock, drawer=drawer))
        return made[-1]

    yield open_counter
    for one in made:
        one.stop()


@pytest.fixture
def counter(at_counter: Callable[..., Counter]) -> Counter:
    return at_counter()


def test_a_receipt_and_a_voucher_come_out_of_a_network_printer(counter: Counter) -> None:
    sold = counter.sell("NET-500M", receipt=True)
    assert counter.ends(2) == [("receipt", DONE, ""), ("voucher_slip", DONE, "")]
    code = counter.code_of(sold)
    receipt, voucher = counter.papers()
    assert f"Ticket {sold.ticket}" in receipt.text
    assert code in voucher.text


UNREACHABLE, CUT_OFF, IN_DOUBT = "printer_unreachable", "printer_cut_off", "print_unconfirmed"
FAULTS = {
    "refuses": (Fault.REFUSES, 0, (FAILED, UNREACHABLE), (FAILED, UNREACHABLE)),
    "cuts at once": (Fault.CUTS, 2, (FAILED, CUT_OFF), (FAILED, CUT_OFF)),
    "cuts in the middle": (Fault.CUTS, 300, (FAILED, CUT_OFF), (UNKNOWN, IN_DOUBT)),
}


@pytest.mark.parametrize(("fault", "after", "receipt", "voucher"), FAULTS.values(), ids=FAULTS)
def test_what_fails_ends_as_it_must_and_by_hand_comes_out_once_more(
    counter: Counter, fault: Fault, after: int, receipt: tuple[JobState, str], voucher: tuple[JobState, str]
) -> None:
    """Selling goes on meanwhile; the same code comes again, counted, and no other code is used up."""
    counter.proxy.fail(fault, after=after)
    sold = counter.sell("NET-500M", receipt=True)
    others = [counter.sell("CARTE-30") for _ in range(SALES)]
    assert counter.ends(2) == [("receipt", *receipt), ("voucher_slip", *voucher)]
    assert [sale.ticket for sale in (sold, *others)] == [f"MRS1-{n:06d}" for n in range(1, SALES + 2)]
    counter.proxy.mend()
    settle_all(counter)
    assert sorted(counter.ends(2)) == [("receipt", DONE, ""), ("voucher_slip", DONE, "")]
    assert_once_and_counted(counter, sold)


def test_a_stalled_printer_holds_its_queue_and_nobody_else(counter: Counter) -> None:
    """The printer takes half a receipt and then nothing: all the sales are on the disk while it still does."""
    patient = Patience(answer_s=PATIENCE_S, printed_s=PATIENCE_S, unpromised_s=PATIENCE_S)
    port = NetworkPort("127.0.0.1", counter.proxy.port)
    counter.running.printing._queues[counter.printer.name].use(
        EscposPrinter(counter.printer.name, port, "epson-80", patience=patient)
    )
    counter.proxy.fail(Fault.STALLS, after=300)
    sold = counter.sell("NET-500M", receipt=True)
    assert counter.proxy.held.wait(PATIENCE_S)
    others = [counter.sell("CARTE-30") for _ in range(SALES)]
    states = [(job.job.document, job.job.state) for job in counter.do(jobs_at_desk)]
    assert states == [("receipt", JobState.PRINTING), ("voucher_slip", WAITING)]
    assert others[-1].ticket == f"MRS1-{SALES + 1:06d}"
    counter.proxy.mend()
    assert counter.ends(2) == [("receipt", FAILED, "printer_cut_off"), ("voucher_slip", DONE, "")]
    settle_all(counter)
    assert counter.ends(1) == [("receipt", DONE, "")]
    assert_once_and_counted(counter, sold)


def test_a_printer_without_paper_is_sent_nothing_until_a_roll_is_in(counter: Counter) -> None:
    counter.device.answers = NO_PAPER
    sold = counter.sell("NET-500M", receipt=True)
    assert counter.ends(2) == [("receipt", FAILED, "printer_no_paper"), ("voucher_slip", FAILED, "printer_no_paper")]
    assert not any(counter.device.jobs)
    counter.device.answers = READY
    settle_all(counter)
    assert sorted(counter.ends(2)) == [("receipt", DONE, ""), ("voucher_slip", DONE, "")]
    assert_once_and_counted(counter, sold)


def test_a_voucher_in_doubt_that_came_out_is_not_printed_again(counter: Counter) -> None:
    """The cut came after its last line: whoever holds it says so."""
    counter.device.confirms = False
    sold = counter.sell("NET-500M")
    assert counter.ends(1) == [("voucher_slip", UNKNOWN, "print_unconfirmed")]
    (job,) = counter.open_jobs()
    counter.do(lambda till: came_out(till, operator=counter.coordinator, job_id=job.job.id))
    assert counter.open_jobs() == []
    assert_once_and_counted(counter, sold, receipts=0)


# The drawer


def test_the_drawer_opens_for_cash_and_when_it_is_asked_for_and_not_for_cards(
    at_counter: Callable[..., Counter],
) -> None:
    counter = at_counter(drawer=True)
    counter.sell("CARTE-30", card=True, receipt=True)
    assert counter.ends(1) == [("receipt", DONE, "")]  # what prints is loaded by now: no kick comes late for that
    counter.sell("CARTE-30")
    counter.do(lambda till: open_drawer(till, operator=counter.coordinator, reason="check"))
    assert [paper.pulses for paper in counter.device.papers(3)] == [[], [2], [2]]
    assert len(counter.do(lambda till: facts_of(till, DrawerOpened))) == 1


def test_a_drawer_that_does_not_open_is_one_line_and_the_sale_is_there(at_counter: Callable[..., Counter]) -> None:
    counter = at_counter(drawer=True)
    counter.proxy.fail(Fault.REFUSES)
    assert counter.sell("CARTE-30").ticket == "MRS1-000001"
    while not isinstance(counter.events.get(timeout=PATIENCE_S), DrawerStuck):
        pass
    assert counter.open_jobs() == []


def settle_all(counter: Counter) -> None:
    """Somebody sees that nothing came out, and has each printed again."""
    for job in counter.open_jobs():
        counter.do(partial(print_again, operator=counter.coordinator, job_id=job.job.id))


def assert_once_and_counted(counter: Counter, sold: Sold, *, receipts: int = 1) -> None:
    """One whole receipt; the code on as many papers as the journal says at most, each after the first marked."""
    code = counter.code_of(sold)
    sent = counter.do(lambda till: facts_of(till, SlipPrinted))
    ordered = counter.do(lambda till: facts_of(till, SlipReprintOrdered))
    papers = [paper.text for paper in counter.papers()]
    vouchers = [text for text in papers if code in text]
    assert len([text for text in papers if f"Ticket {sold.ticket}" in text and code not in text]) == receipts
    assert 1 <= len(vouchers) <= len(sent) == len(ordered) + 1
    assert len([text for text in vouchers if "réimpression" not in text]) <= 1
