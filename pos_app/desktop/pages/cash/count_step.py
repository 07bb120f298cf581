"""The evening's count."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from pos_app.counter.count_cash import count_cash
from pos_app.counter.evening import Evening
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.cash.count_form import CountForm
from pos_app.desktop.pages.cash.step_view import StepView
from pos_app.desktop.widgets.buttons import key_button
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _


class CountStep(StepView):
    """F12, or Enter in the last field, records the count; F7 goes on without one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Count the drawer"))
        self.form = CountForm()
        self.form.ended.connect(self._record)
        self.inside.addWidget(self.form, 1)
        row = QHBoxLayout()
        self.skip = key_button(_("Close without counting"), "F7", self.put_off.emit, shortcut="F7")
        self.record = key_button(_("Record the count"), "F12", self._record, kind="main", shortcut="F12")
        row.addWidget(self.skip)
        row.addStretch(1)
        row.addWidget(self.record)
        self.inside.addLayout(row)

    def show_evening(self, evening: Evening) -> None:
        self.form.show_report(evening.report)

    def begin(self) -> None:
        self.form.begin()

    def _record(self) -> None:
        try:
            counts, others = self.form.counts(), self.form.other_cents()
        except PosError as error:
            self.refused.emit(error)
            return
        blind = self.form.blind.isChecked()
        self.act(
            lambda operator: self.desk.running.run(
                count_cash, operator=operator, counts=counts, others=others, blind=blind
            )
        )
