"""Somebody else's word: a coordinator of the list keys their PIN, and what stood against an act no longer does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.sale_rules import Approval
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.operator import Right
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.sentences import say

PIN_DIGITS = 6


class ApproverPanel(Overlay):
    """Says in `against` what stands against the act. `approved` carries the Approval; Escape changes nothing.

    `not_by` is who may not approve: nobody is their own second person.
    """

    approved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        *,
        against: Sequence[str],
        reasons: Sequence[tuple[str, str]],
        back: str,
        parent: QWidget,
        not_by: OperatorCode | None = None,
    ) -> None:
        super().__init__(parent, width=600, height=500)
        self._desk = desk
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(28, 24, 28, 24)
        self.column.setSpacing(10)
        self.column.addWidget(label(_("This needs somebody's word"), size=22, bold=True))
        for text in against:
            self.column.addWidget(label(text, role="bad", semibold=True, wrap=True))
        self.reason = combo(_("Reason"), reasons)
        self.coordinator = combo(_("Coordinator"), _approvers(desk, not_by))
        self.pin = self._pin_field()
        self.wrong = label(role="bad", semibold=True, wrap=True)
        for widget in (self.reason, self.coordinator, self.pin, self.wrong):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.accept = key_button(_("Approve"), pgettext("key", "Enter"), self._approve, kind="main")
        self.accept.setEnabled(self.coordinator.count() > 0)
        self.column.addWidget(self.accept)
        self.offer()
        self.column.addWidget(label(back, role="muted"))
        if not self.coordinator.count():
            self.wrong.setText(_("No other coordinator can sign in here. Ask one to come, or call head office."))
        self.open_at(self.pin)

    def _pin_field(self) -> QLineEdit:
        made = QLineEdit()
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setMaxLength(PIN_DIGITS)
        made.setPlaceholderText(_("The coordinator's PIN"))
        made.setAccessibleName(_("The coordinator's PIN"))
        made.returnPressed.connect(self._approve)
        return made

    def offer(self) -> None:
        """What else may be offered between the button and the way back; nothing here."""

    def done(self, approval: Approval) -> None:
        """Goes on with somebody's word."""
        self.close_overlay()
        self.approved.emit(approval)

    def refused(self, error: BaseException) -> None:
        """Says why the word does not count; another try is possible."""
        self.accept.setEnabled(True)
        self.pin.clear()
        self.pin.setFocus()
        self.wrong.setText(say(error))

    def _approve(self) -> None:
        code = chosen_value(self.coordinator)
        if not code or not self.accept.isEnabled():
            return
        self.accept.setEnabled(False)
        future = self._desk.running.approve(
            code=OperatorCode(code), pin=self.pin.text(), reason=chosen_value(self.reason)
        )
        self._desk.ask(future, self.done, self.refused)


def _approvers(desk: Desk, not_by: OperatorCode | None) -> list[tuple[str, str]]:
    """Coordinators who can key a PIN here."""
    people = [a.operator for a in desk.accounts if a.operator.may(Right.OVERRIDE) and a.pin_hash]
    return [(one.code, one.first_name) for one in people if one.code != not_by]
