"""Somebody who sells without a pause, and a watch on how the GUI thread keeps up: a process of tests.bench.gui_stall.

Arguments: the till's two folders, who signs in, how many sales, and, for sales of ten vouchers each, where a receipt
printer answers; its key comes on standard input. Prints each gap in ms.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.demo.organisation import DEMO_PIN
from pos_app.desktop.application import SWITCH_S, Desktop
from pos_app.desktop.garbage import GuiGarbage
from pos_app.desktop.pages.sale.page import SalePage
from pos_app.desktop.theme import apply_theme, load_fonts
from pos_app.desktop.window import TillView
from pos_app.domain.identifiers import OperatorCode, ProductCode
from pos_app.i18n import use_language
from pos_app.printing.printer_setup import PaperUse, PrinterKind, PrinterSetUp
from pos_app.settings import TillFolder
from pos_app.store.print_jobs import StoredJob, latest
from tests.qt_pause import pause

STEP_MS = 5
TIMEOUT_MS = 20_000
TICK_MS = 1
CODES = ("CARTE-30", "NET-500M", "ATELIER")
_ROLL = (PaperUse.RECEIPTS, PaperUse.SLIPS)
VOUCHERS = ("NET-500M",) * 10
SYNC_EACH = 25
"""Sales between two syncs: more often than any counter."""


class BusyDesk:
    """A desktop that is signed in."""

    def __init__(self, application: QApplication, folder: TillFolder, key: bytes, coordinator: OperatorCode) -> None:
        self._desktop = Desktop(application, folder, key=key)
        self._desktop.start()
        self._wait(lambda: isinstance(self._desktop.view, TillView))
        running = self._desktop.running
        assert running is not None
        desk = self._desktop.desk
        desk.ask(running.sign_in(code=coordinator, pin=DEMO_PIN), desk.signed_in)
        self._wait(lambda: desk.operator is not None and desk.shelf is not None and self._sale.shelf.tiles)
        self._asked: Future[tuple[StoredJob, ...]] | None = None
        self._people = itertools.cycle(["samira", "diallo", "traore", "nguyen", "haddad", "camara"])

    def print_at(self, address: str) -> None:
        """Receipts and vouchers go to a printer of the network from now on."""
        running, operator = self._desktop.running, self._desktop.desk.operator
        assert running is not None
        assert operator is not None
        setup = PrinterSetUp(
            id="", name="Bench", kind=PrinterKind.NETWORK, address=address, profile="epson-80", prints=_ROLL
        )
        running.printing.keep(operator=operator, setup=setup).result()

    def gaps_ms_while_selling(self, sales: int, codes: Sequence[str] = CODES) -> list[float]:
        """How much longer than asked each tick of the event loop took, in ms, once everything is loaded: somebody keyed
        a PIN meanwhile, and the first sale of a printer just set up loads what it needs.

        What was sold is printed before the next, so that each sale has the printer's whole work beside it.
        """
        self._wait(lambda: self._desktop.warm_up is not None and self._desktop.warm_up.ended)
        self._sell(codes)
        self._wait(self._printed)
        gaps_ms: list[float] = []
        last, worked = time.perf_counter(), time.process_time()

        def tick() -> None:
            nonlocal last, worked
            now, work = time.perf_counter(), time.process_time()
            held = min(now - last, work - worked) if codes is VOUCHERS else now - last
            gaps_ms.append(max(0.0, held * 1000 - TICK_MS))
            last, worked = now, work

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(tick)
        timer.start(TICK_MS)
        for number in range(sales):
            self._sell(codes)
            if codes is VOUCHERS:
                self._wait(self._printed)
            if number % SYNC_EACH == 0 and self._desktop.running is not None:
                self._desktop.running.synchronise()
        timer.stop()
        stopped: list[bool] = []
        self._desktop.stopped.connect(lambda: stopped.append(True))
        self._desktop.window.close()
        self._wait(lambda: stopped)
        return gaps_ms

    @property
    def _sale(self) -> SalePage:
        view = self._desktop.view
        assert isinstance(view, TillView)
        page = view.page("sale")
        assert isinstance(page, SalePage)
        return page

    def _printed(self) -> bool:
        """Everything left the queues, and came out; asked without waiting, which would hold what is measured."""
        running = self._desktop.running
        assert running is not None
        if self._asked is None:
            self._asked = running.in_background(lambda till: latest(till.connection, limit=0))
        if not self._asked.done():
            return False
        jobs, self._asked = self._asked.result(), None
        assert not any(job.state in ("failed", "unknown") for job in jobs), jobs
        return not jobs

    def _sell(self, codes: Sequence[str]) -> None:
        """Looks a person up letter by letter, adds the articles, pays in cash, with a receipt."""
        page, desk = self._sale, self._desktop.desk
        for letter in next(self._people):
            QTest.keyClicks(page.search, letter)
            pause(1)
        self._wait(lambda: page.found.people)
        page.found.chosen.emit(page.found.people[0])
        assert desk.shelf is not None
        items = {item.product.code: item for item in desk.shelf.items}
        for code in codes:
            desk.add(items[ProductCode(code)])
            pause(1)
        page.open_payment()
        pause(1)
        if page.payment is None:  # the month's cap is reached: for nobody then
            assert page.asking is not None
            page.asking.close_overlay()
            desk.people.clear()
            desk.void()
            return
        page.payment.receipt.setChecked(True)
        page.payment.validate()
        self._wait(lambda: page.payment is None)

    def _wait(self, condition: Callable[[], object]) -> None:
        for _ in range(TIMEOUT_MS // STEP_MS):
            if condition():
                return
            pause(STEP_MS)
        raise TimeoutError


def main(data: str, marks: str, coordinator: str, sales: str, printer: str = "") -> None:
    use_language("fr")
    sys.setswitchinterval(SWITCH_S)
    application = QApplication([])
    load_fonts(application)
    apply_theme(application, "light")
    garbage = GuiGarbage(application)
    key = bytes.fromhex(sys.stdin.read().strip())
    desk = BusyDesk(application, TillFolder(Path(data), Path(marks)), key, OperatorCode(coordinator))
    if printer:
        desk.print_at(printer)
    print(*desk.gaps_ms_while_selling(int(sales), VOUCHERS if printer else CODES))
    garbage.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
