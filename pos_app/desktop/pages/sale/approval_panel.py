"""A word for a sale that goes against a rule: a coordinator's with a PIN, or an employee's small exception."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.approve import own_exception
from pos_app.counter.sale_rules import Approval, SaleCheck
from pos_app.desktop.desk import Desk
from pos_app.desktop.person_words import override_reasons, rule_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.i18n import money, pgettext
from pos_app.sentences import say

PIN_DIGITS = 6


class ApprovalPanel(Overlay):
    """Says what stands against the sale. `approved` carries the Approval; Escape leaves the ticket as it is."""

    approved = Signal(object)

    def __init__(self, desk: Desk, check: SaleCheck, parent: QWidget) -> None:
        super().__init__(parent, width=600, height=500)
        self._desk = desk
        self._coordinators = [a.operator for a in desk.accounts if a.operator.may(Right.OVERRIDE) and a.pin_hash]
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(10)
        layout.addWidget(label(_("This needs somebody's word"), size=22, bold=True))
        for rule in check.objections:
            layout.addWidget(label(rule_words(rule, desk.people.chosen), role="bad", semibold=True, wrap=True))
        self.reason = _choice(_("Reason"), override_reasons())
        layout.addWidget(self.reason)
        self.coordinator = _choice(_("Coordinator"), [(one.code, one.first_name) for one in self._coordinators])
        layout.addWidget(self.coordinator)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(PIN_DIGITS)
        self.pin.setPlaceholderText(_("The coordinator's PIN"))
        self.pin.setAccessibleName(_("The coordinator's PIN"))
        self.pin.returnPressed.connect(self._approve)
        layout.addWidget(self.pin)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        self.accept = key_button(_("Approve"), pgettext("key", "Enter"), self._approve, kind="main")
        layout.addWidget(self.accept)
        self._offer_exception(layout, check, desk.operator)
        layout.addWidget(label(_("Escape to go back: the ticket is kept"), role="muted"))
        self.open_at(self.pin)

    def _offer_exception(self, layout: QVBoxLayout, check: SaleCheck, operator: Operator | None) -> None:
        """With no coordinator there, an employee may let a little pass; it is reported the same evening."""
        if operator is None or not operator.may(Right.SELL_BY_EXCEPTION) or not check.exception_cents:
            return
        text = _("My exception (up to {amount} this month)").format(amount=money(check.exception_cents))
        layout.addWidget(key_button(text, "F7", self._except, shortcut="F7"))

    def _approve(self) -> None:
        code = self.coordinator.currentData()
        if not code or not self.accept.isEnabled():
            return
        self.accept.setEnabled(False)
        reason = str(self.reason.currentData())
        self._desk.ask(
            self._desk.running.approve(code=code, pin=self.pin.text(), reason=reason), self._done, self._refused
        )

    def _except(self) -> None:
        if self._desk.operator is None:
            return
        try:
            approval = own_exception(self._desk.operator, reason=str(self.reason.currentData()))
        except PosError as error:
            self._refused(error)
        else:
            self._done(approval)

    def _done(self, approval: Approval) -> None:
        self.close_overlay()
        self.approved.emit(approval)

    def _refused(self, error: BaseException) -> None:
        self.accept.setEnabled(True)
        self.pin.clear()
        self.pin.setFocus()
        self.wrong.setText(say(error))


def _choice(name: str, options: Sequence[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for value, text in options:
        made.addItem(text, value)
    return made
