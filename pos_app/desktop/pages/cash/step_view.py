"""A step of the evening: what to do, one main button, and what to do otherwise."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from pos_app.counter.evening import Evening
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.labels import label
from pos_app.domain.operator import Operator


class StepView(QFrame):
    """`moved_on` asks the evening to be read again; `refused` carries an error; `put_off` skips this step."""

    moved_on = Signal()
    refused = Signal(object)
    put_off = Signal()

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("kind", "card")
        self.title = label(title, size=22, bold=True, wrap=True)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(26, 20, 26, 20)
        self.inside.setSpacing(10)
        self.inside.addWidget(self.title)

    def show_evening(self, evening: Evening) -> None:
        """What the step shows of how far the evening is."""

    def begin(self) -> None:
        """The step comes: the keyboard goes to its first field."""

    def act(self, order: Callable[[Operator], Future[object]]) -> None:
        """Gives an order as whoever is signed in; the evening goes on from what it changed."""
        if self.desk.operator is not None:
            self.desk.ask(order(self.desk.operator), self._done, self.refused.emit)

    def _done(self, _result: object) -> None:
        self.moved_on.emit()
