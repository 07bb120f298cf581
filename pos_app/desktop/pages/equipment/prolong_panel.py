"""Another last day for a loan."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.counter.lend_equipment import prolong_loan
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.days import read_day
from pos_app.domain.refusals import PosError
from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.store.loans import Loan


class ProlongPanel(FormPanel):
    """`prolonged` carries a sentence."""

    prolonged = Signal(str)

    def __init__(self, desk: Desk, loan: Loan, parent: QWidget) -> None:
        title = _("Prolong loan no. {number}").format(number=loan.loan)
        explained = _("It ends on {day} so far.").format(day=date(loan.due_on))
        super().__init__(title, explained, _("Prolong"), parent, height=320)
        self._desk = desk
        self._loan = loan
        self.due = self.line(_("To be brought back by"), date(loan.due_on))
        self.wanted.connect(self._prolong)
        self.open_at(self.due)

    def _prolong(self) -> None:
        if self._desk.operator is None:
            return
        try:
            due_on = read_day(self.due.text())
        except PosError as error:
            self.refused(error)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(prolong_loan, operator=self._desk.operator, loan=self._loan.loan, due_on=due_on)
        said = _("Loan no. {number} goes on until {day}.").format(number=self._loan.loan, day=date(due_on))
        self._desk.ask(future, lambda _entry: self._done(said), self.refused)

    def _done(self, said: str) -> None:
        self.close_overlay()
        self.prolonged.emit(said)
