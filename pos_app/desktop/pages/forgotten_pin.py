"""A coordinator's lost PIN: the twelve words of the recovery sheet give a new one."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.operator import Operator
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.sentences import say


class ForgottenPin(Overlay):
    """Asks for the words and for a new PIN."""

    def __init__(self, desk: Desk, operator: Operator, parent: QWidget) -> None:
        super().__init__(parent, width=560, height=470)
        self._desk = desk
        self._operator = operator
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(10)
        layout.addWidget(label(_("New PIN for {name}").format(name=operator.first_name), size=22, bold=True))
        layout.addWidget(label(_("Copy the twelve words of the recovery sheet, in order."), wrap=True))
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(_("The twelve words of the recovery sheet"))
        self.words.setTabChangesFocus(True)
        self.words.setMaximumHeight(110)
        layout.addWidget(self.words)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(6)
        self.pin.setPlaceholderText(_("New PIN, six digits"))
        self.pin.setAccessibleName(_("New PIN, six digits"))
        self.pin.returnPressed.connect(self._recover)
        layout.addWidget(self.pin)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        self.accept = key_button(_("Give the new PIN"), pgettext("key", "Enter"), self._recover, kind="main")
        layout.addWidget(self.accept)
        self.open_at(self.words)

    def _recover(self) -> None:
        self.accept.setEnabled(False)
        future = self._desk.running.recover_pin(
            code=self._operator.code, words=self.words.toPlainText(), new_pin=self.pin.text()
        )
        self._desk.ask(future, lambda _done: self.close_overlay(), self._refused)

    def _refused(self, error: BaseException) -> None:
        self.accept.setEnabled(True)
        self.wrong.setText(say(error))
