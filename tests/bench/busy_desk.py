"""Somebody who sells without a pause, and a watch on how the GUI thread keeps up: a process of tests.bench.gui_stall.

Arguments: the till's two folders, who signs in, how many sales; its key comes on standard input. Prints each gap in ms.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.demo.organisation import DEMO_PIN
from pos_app.desktop.application import Desktop
from pos_app.desktop.garbage import GuiGarbage
from pos_app.desktop.pages.sale.page import SalePage
from pos_app.desktop.theme import apply_theme, load_fonts
from pos_app.desktop.window import TillView
from pos_app.domain.identifiers import OperatorCode, ProductCode
from pos_app.i18n import use_language
from pos_app.settings import TillFolder

STEP_MS = 5
TIMEOUT_MS = 20_000
TICK_MS = 1
CODES = ("CARTE-30", "NET-500M", "ATELIER")
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
        self._people = itertools.cycle(["samira", "diallo", "traore", "nguyen", "haddad", "camara"])

    def gaps_ms_while_selling(self, sales: int) -> list[float]:
        """How much longer than asked each tick of the event loop took, in ms; the first sale only warms up."""
        self._sell()
        gaps_ms: list[float] = []
        last = time.perf_counter()

        def tick() -> None:
            nonlocal last
            now = time.perf_counter()
            gaps_ms.append(max(0.0, (now - last) * 1000 - TICK_MS))
            last = now

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(tick)
        timer.start(TICK_MS)
        for number in range(sales):
            self._sell()
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

    def _sell(self) -> None:
        """Looks a person up letter by letter, adds three articles, pays in cash, with a receipt."""
        page, desk = self._sale, self._desktop.desk
        for letter in next(self._people):
            QTest.keyClicks(page.search, letter)
            QTest.qWait(1)
        self._wait(lambda: page.found.people)
        page.found.chosen.emit(page.found.people[0])
        assert desk.shelf is not None
        items = {item.product.code: item for item in desk.shelf.items}
        for code in CODES:
            desk.add(items[ProductCode(code)])
            QTest.qWait(1)
        page.open_payment()
        QTest.qWait(1)
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
            QTest.qWait(STEP_MS)
        raise TimeoutError


def main(data: str, marks: str, coordinator: str, sales: str) -> None:
    use_language("fr")
    application = QApplication([])
    load_fonts(application)
    apply_theme(application, "light")
    garbage = GuiGarbage(application)
    key = bytes.fromhex(sys.stdin.read().strip())
    desk = BusyDesk(application, TillFolder(Path(data), Path(marks)), key, OperatorCode(coordinator))
    print(*desk.gaps_ms_while_selling(int(sales)))
    garbage.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
