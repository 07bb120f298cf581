"""Handing the drawer over: who takes it, and their PIN."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.hand_over_drawer import hand_over_with_pin
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.pin_pad import DIGITS
from pos_app.domain.operator import Operator
from pos_app.i18n import gettext as _
from pos_app.i18n import money, pgettext
from pos_app.sentences import say


class HandOverPanel(Overlay):
    """`handed` carries the operator who has the drawer now and is signed in."""

    handed = Signal(object)

    def __init__(self, desk: Desk, drawer_cents: int, parent: QWidget) -> None:
        super().__init__(parent, width=520, height=380)
        self._desk = desk
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(10)
        layout.addWidget(label(_("Hand the drawer over"), size=22, bold=True))
        text = _("{amount} should be in it. Count it together if you like; then who takes it keys their PIN.")
        layout.addWidget(label(text.format(amount=money(drawer_cents)), role="muted", wrap=True))
        self.taker = QComboBox()
        self.taker.setAccessibleName(_("Who takes the drawer"))
        own = desk.operator.code if desk.operator else ""
        for account in desk.accounts:
            if account.pin_hash and account.operator.code != own:
                self.taker.addItem(account.operator.first_name, account.operator.code)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(DIGITS)
        self.pin.setPlaceholderText(_("Their PIN"))
        self.pin.setAccessibleName(_("Their PIN"))
        self.pin.returnPressed.connect(self._hand_over)
        layout.addWidget(self.taker)
        layout.addWidget(self.pin)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        self.accept = key_button(_("Hand over"), pgettext("key", "Enter"), self._hand_over, kind="main")
        layout.addWidget(self.accept)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        self.open_at(self.pin)

    def _hand_over(self) -> None:
        operator, to = self._desk.operator, self.taker.currentData()
        if operator is None or not to or not self.accept.isEnabled():
            return
        self.accept.setEnabled(False)
        future = hand_over_with_pin(self._desk.running, operator=operator, to=to, pin=self.pin.text())
        self._desk.ask(future, self._done, self._refused)

    def _done(self, taker: Operator) -> None:
        self.close_overlay()
        self.handed.emit(taker)

    def _refused(self, error: BaseException) -> None:
        self.accept.setEnabled(True)
        self.pin.clear()
        self.pin.setFocus()
        self.wrong.setText(say(error))
