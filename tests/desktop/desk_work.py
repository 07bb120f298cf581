"""What a person does at the window, as keys and clicks, and what they then see."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.counter.till import Till
from pos_app.desktop.application import Desktop
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.payment.panel import PaymentPanel
from pos_app.desktop.pages.sale.page import SalePage
from pos_app.desktop.window import TillView
from pos_app.domain.facts import FACTS, Fact
from pos_app.store import journal
from tests.tills import COORDINATOR_PIN, TemplateTill

_Result = TypeVar("_Result")
TIMEOUT_MS = 10_000


@dataclass
class AtDesk:
    desktop: Desktop
    qtbot: QtBot
    template: TemplateTill
    closed: bool = False

    @property
    def view(self) -> TillView:
        view = self.desktop.view
        assert isinstance(view, TillView)
        return view

    @property
    def desk(self) -> Desk:
        return self.desktop.desk

    @property
    def sale(self) -> SalePage:
        page = self.view.page("sale")
        assert isinstance(page, SalePage)
        return page

    @property
    def payment(self) -> PaymentPanel:
        panel = self.sale.payment
        assert panel is not None
        return panel

    def wait(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=TIMEOUT_MS)

    def wait_for_sign_in(self) -> None:
        self.wait(lambda: isinstance(self.desktop.view, TillView) and self.view.sign_in.people)
        self.wait(self.desktop.window.isActiveWindow)

    def sign_in(self, pin: str = COORDINATOR_PIN, *, as_code: str = "") -> None:
        code = as_code or self.template.coordinator.code
        self.click(self.view.sign_in.people[code])
        self.write(pin)
        self.wait(lambda: self.desk.operator is not None and self.desk.shelf is not None and self.sale.shelf.tiles)

    def write(self, text: str) -> None:
        """Into whatever has the focus, at a person's pace."""
        QTest.keyClicks(self.focused(), text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focused(), key, modifier)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def focused(self) -> QWidget:
        return QApplication.focusWidget() or self.desktop.window

    def scan(self, text: str, *, gap_ms: int = 5) -> None:
        """As a scanner does: keys to the window, milliseconds apart, then Enter."""
        self.keys_to_window([*text, "\r"], gap_ms=gap_ms)

    def keys_to_window(self, characters: list[str], *, gap_ms: int, start_ms: int = 1_000_000) -> None:
        handle = self.desktop.window.windowHandle()
        for index, character in enumerate(characters):
            code = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, character)
                event.setTimestamp(start_ms + index * gap_ms)
                QCoreApplication.sendEvent(handle, event)

    def add(self, typed: str) -> None:
        """Finds an article by typing and takes it with Enter."""
        self.sale.search.setFocus()
        self.write(typed)
        self.press(Qt.Key.Key_Return)

    def pay(self, amount: str = "") -> None:
        """F12, the amount, Enter; until the sale is recorded."""
        self.press(Qt.Key.Key_F12)
        self.write(amount)
        self.validate()

    def validate(self) -> None:
        """Enter on the payment panel; until the sale is recorded and the sale page is free again."""
        with self.qtbot.waitSignal(self.desk.sold, timeout=TIMEOUT_MS):
            self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.sale.payment is None and self.sale.search.hasFocus())

    def result(self, future: Future[_Result]) -> _Result:
        return future.result(timeout=TIMEOUT_MS / 1000)

    def facts(self, kind: type[Fact]) -> list[Fact]:
        """What the journal says of one kind, in order."""

        def read(till: Till) -> list[Fact]:
            return [entry.fact() for _, entry in journal.every_entry(till.connection) if entry.kind in FACTS]

        running = self.desktop.running
        assert running is not None
        return [fact for fact in self.result(running.run(read)) if isinstance(fact, kind)]

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            with self.qtbot.waitSignal(self.desktop.stopped, timeout=TIMEOUT_MS):
                self.desktop.window.close()
            self.desktop.window.deleteLater()
