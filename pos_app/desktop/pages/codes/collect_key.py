"""What a person paid and did not get yet: a key on their page, there only while something waits."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.counter.slips import SlipAtDesk, slips_to_collect
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.codes.slips_panel import SlipsPanel
from pos_app.desktop.voucher_words import to_collect_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.domain.identifiers import PersonToken

_KEY = "F4"


class CollectKey(QWidget):
    """F4 opens the list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._token: PersonToken | None = None
        self.open = key_button("", _KEY, self._open, shortcut=_KEY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.open)
        desk.slips.moved.connect(self._refresh)
        self.hide()

    def show_person(self, token: PersonToken | None) -> None:
        """The key for this person, or none."""
        self._token = token
        self.hide()
        self._refresh()

    def _refresh(self) -> None:
        token = self._token
        if token is not None:
            future = self._desk.running.run(slips_to_collect, token=token)
            self._desk.ask(future, partial(self._found, token), self._refused)

    def _found(self, token: PersonToken, slips: tuple[SlipAtDesk, ...]) -> None:
        """Only of the person who is still shown."""
        if token == self._token:
            self.open.set_words(to_collect_words(len(slips)))
            self.setVisible(bool(slips))

    def _open(self) -> None:
        if self._token is not None:
            SlipsPanel.of_person(self._desk, self._token, self.window())

    def _refused(self, error: BaseException) -> None:
        self._desk.tell(error)
