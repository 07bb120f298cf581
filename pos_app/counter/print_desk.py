"""The printers of a till at work: a queue for each, the drawer, the trial page. No caller waits for paper."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from pos_app.counter import printers
from pos_app.counter.drawer_kick import drawer_asked
from pos_app.counter.print_book import PrintBook, retry_jobs, use_slip_printer
from pos_app.counter.till import PDF_FOLDER, Till
from pos_app.counter.till_events import DrawerStuck, JobChanged, Listener, PrintersChanged
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.perimeter import software_on_paper
from pos_app.printing.jobs import Document, DrawerPrinter, Printer, PrintJob
from pos_app.printing.pdf_folder import PdfFolder
from pos_app.printing.printer_setup import PrinterSetUp, SystemPrinterFound
from pos_app.printing.queue import PrintQueue
from pos_app.store.tickets import issuer_at

if TYPE_CHECKING:
    from pos_app.printing.documents.trial_page import TrialPage

_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)
DRAWER_S = 5
"""A drawer that opens later than this would surprise whoever stands before it."""


class _Submit(Protocol):
    """Runs an act on the storage thread."""

    def __call__(self, act: Callable[[Till], _Result], /) -> Future[_Result]: ...


class PrintDesk:
    """`submit` runs an act on the storage thread. The queues follow what is set up; `tell` hears events."""

    def __init__(
        self,
        submit: _Submit,
        book: PrintBook,
        *,
        folder: Path,
        setups: tuple[PrinterSetUp, ...],
        tell: Listener,
    ) -> None:
        self._submit = submit
        self._book = book
        self._tell = tell
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="printers")
        self._folder = PdfFolder(PDF_FOLDER, folder)
        self._queues: dict[str, PrintQueue] = {PDF_FOLDER: self._queue(self._folder)}
        self._left: list[PrintQueue] = []
        self._setups: dict[str, PrinterSetUp] = {}
        self._follow(setups)

    def warm_up(self) -> Iterator[object]:
        """Loads what the first document of each printer needs, a step each time; half a second for the first thermal
        one. For a thread that nobody waits for."""
        yield software_on_paper()
        for setup in tuple(self._setups.values()):
            if setup.is_thermal:
                from pos_app.printing.thermal.profiles import profile_of
                from pos_app.printing.thermal.writer import slip_bytes

                yield slip_bytes, profile_of(setup.thermal_profile)

    def wake(self) -> None:
        """A job may be waiting."""
        for queue in tuple(self._queues.values()):
            queue.wake()

    def recorded(self, till: Till, *, after_position: int) -> None:
        """Opens the drawer where one of the entries after `after_position` says so. On the storage thread."""
        drawer = next((one.id for one in self._setups.values() if one.drawer), "")
        if drawer and drawer_asked(till.connection, after_position=after_position):
            self._kick(drawer)

    def write_receipts_to(self, folder: Path) -> None:
        """Files go there from the next job on."""
        self._folder.folder = folder

    def keep(self, *, operator: Operator, setup: PrinterSetUp) -> Future[PrinterSetUp]:
        """Adds or changes a printer, and prints with it from now on. Raises what `keep_printer` raises."""
        return self._submit(lambda till: self._change(till, lambda: _keep(till, operator, setup)))

    def remove(self, *, operator: Operator, printer: str) -> Future[None]:
        """Takes a printer away (`remove_printer`)."""
        return self._submit(
            lambda till: self._change(till, lambda: printers.remove_printer(till, operator=operator, printer=printer))
        )

    def found(self) -> Future[tuple[SystemPrinterFound, ...]]:
        """The printers that this computer has; the future waits for its print service, nobody else does."""
        return self._aside.submit(_system_printers)

    def try_out(self, printer: str) -> Future[None]:
        """Prints a trial page, and opens the drawer if there is one. The future holds what the printer raised."""
        setup = self._setups.get(printer)
        if setup is None:
            return _refused(Refusal("printer_unknown"))

        def print_page(made: Printer) -> None:
            made.print(self._submit(_trial_page).result())
            if setup.drawer:
                _open_drawer(made)

        return self._queues[printer].ask(print_page)

    def print_now(self, printer: str, document: Document) -> Future[None]:
        """Prints what is kept nowhere, such as a sheet about a person. The future holds what the printer raised."""
        queue = self._queues.get(printer)
        if queue is None:
            return _refused(Refusal("printer_unknown"))
        return queue.ask(lambda made: made.print(document))

    def retry_all(self, *, operator: Operator) -> Future[None]:
        """Lets the jobs that failed or whose end is unknown wait again."""
        future = self._submit(lambda till: retry_jobs(till, operator=operator))
        future.add_done_callback(lambda _done: self.wake())
        return future

    def use_slip_printer(self, printer: Printer) -> None:
        """Voucher slips go to `printer`, one that leaves no file, until printers are set up anew."""
        self._queues = {**self._queues, printer.name: self._queue(printer)}
        self._submit(lambda till: use_slip_printer(till, printer)).result()

    def stop(self) -> None:
        """Finishes the jobs at hand."""
        for queue in (*self._left, *self._queues.values()):
            queue.close()
        self._aside.shutdown(wait=False, cancel_futures=True)

    def _queue(self, printer: Printer) -> PrintQueue:
        return PrintQueue(printer, self._book, on_change=self._job_changed)

    def _change(self, till: Till, change: Callable[[], _Result]) -> _Result:
        result = change()
        self._follow(till.printers)
        self._tell(PrintersChanged())
        return result

    def _follow(self, setups: tuple[PrinterSetUp, ...]) -> None:
        """Starts, changes and ends queues. What a removed printer holds in its hands it still ends."""
        wanted = {setup.id: setup for setup in setups}
        queues = dict(self._queues)
        for gone in self._setups.keys() - wanted.keys():
            queues[gone].leave()
            self._left.append(queues.pop(gone))
        for setup in setups:
            if setup.id not in queues:
                queues[setup.id] = self._queue(_connected(setup))
            elif self._setups[setup.id] != setup:
                queues[setup.id].use(_connected(setup))
        self._queues, self._setups = queues, wanted

    def _kick(self, printer: str) -> None:
        asked = time.monotonic()

        def kick(made: Printer) -> None:
            if time.monotonic() - asked > DRAWER_S:
                raise Unavailable("drawer_stuck")
            _open_drawer(made)

        def tell(done: Future[None]) -> None:
            error = done.exception()
            if error is not None:
                _log.info("the drawer did not open: %s", error)
                self._tell(DrawerStuck())

        self._queues[printer].ask(kick).add_done_callback(tell)

    def _job_changed(self, job: PrintJob) -> None:
        self._tell(JobChanged(job))


def _refused(refusal: Refusal) -> Future[None]:
    future: Future[None] = Future()
    future.set_exception(refusal)
    return future


def _keep(till: Till, operator: Operator, setup: PrinterSetUp) -> PrinterSetUp:
    return printers.keep_printer(till, operator=operator, setup=setup)


def _open_drawer(printer: Printer) -> None:
    if not isinstance(printer, DrawerPrinter):
        raise Unavailable("drawer_stuck")
    printer.kick_drawer()


def _connected(setup: PrinterSetUp) -> Printer:
    """A till without a printer of its own does not wait for what thermal printers need."""
    from pos_app.printing.connect import connected

    return connected(setup)


def _system_printers() -> tuple[SystemPrinterFound, ...]:
    from pos_app.printing.system_printer import system_printers

    return system_printers()


def _trial_page(till: Till) -> TrialPage:
    from pos_app.counter.paper import trial_page

    return trial_page(issuer=issuer_at(till.connection, till.store.position), clock=till.clock)
