"""A word for a sale that goes against a rule: a coordinator's with a PIN, or an employee's small exception."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.approve import own_exception
from pos_app.counter.sale_rules import SaleCheck
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.approver import ApproverPanel
from pos_app.desktop.person_words import override_reasons, rule_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.combo import chosen_value
from pos_app.domain.operator import Right
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.i18n import money


class ApprovalPanel(ApproverPanel):
    """Says what stands against the sale. `approved` carries the Approval; Escape leaves the ticket as it is."""

    def __init__(self, desk: Desk, check: SaleCheck, parent: QWidget) -> None:
        self._check = check
        super().__init__(
            desk,
            against=[rule_words(rule, desk.people.chosen) for rule in check.objections],
            reasons=override_reasons(),
            back=_("Escape to go back: the ticket is kept"),
            parent=parent,
        )

    def offer(self) -> None:
        """With no coordinator there, an employee may let a little pass; it is reported the same evening."""
        operator = self._desk.operator
        if operator is None or not operator.may(Right.SELL_BY_EXCEPTION) or not self._check.exception_cents:
            return
        text = _("My exception (up to {amount} this month)").format(amount=money(self._check.exception_cents))
        self.column.addWidget(key_button(text, "F7", self._except, shortcut="F7"))

    def _except(self) -> None:
        if self._desk.operator is None:
            return
        try:
            approval = own_exception(self._desk.operator, reason=chosen_value(self.reason))
        except PosError as error:
            self.refused(error)
        else:
            self.done(approval)
