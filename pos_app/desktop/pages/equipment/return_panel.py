"""The end of a loan: as what the thing came back, what of the deposit goes back, and why not all."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.counter.end_loan import end_loan
from pos_app.counter.equipment_list import ListedThing
from pos_app.desktop.desk import Desk
from pos_app.desktop.equipment_words import ended_words
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.equipment import KEEP_REASONS, LOST, RETURN_CONDITIONS
from pos_app.domain.facts import LoanEnded
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import PosError
from pos_app.domain.tender import TenderKind
from pos_app.i18n import amount, date, money
from pos_app.i18n import gettext as _
from pos_app.loan_words import CONDITIONS, KEEP_WORDS
from pos_app.printing.tender_words import tender_label
from pos_app.store.loans import Loan


class ReturnPanel(FormPanel):
    """`ended` carries a sentence. The whole deposit goes back unless somebody keys less and says why."""

    ended = Signal(str)

    def __init__(self, desk: Desk, one: ListedThing, loan: Loan, parent: QWidget) -> None:
        explained = _("Loan no. {number} to {person}, until {day}. Deposit: {amount}, left by {tender}.").format(
            number=loan.loan,
            person=one.holder or _("(erased)"),
            day=date(loan.due_on),
            amount=money(loan.deposit_cents),
            tender=tender_label(loan.tender).lower(),
        )
        title = _("{article} …{end} comes back").format(article=one.article, end=one.thing.end)
        super().__init__(title, explained, _("Record and print the slip"), parent, height=520)
        self._desk = desk
        self._loan = loan
        self.condition = combo("", [(code, _(CONDITIONS[code])) for code in (*RETURN_CONDITIONS, LOST)])
        self.add(_("Condition"), self.condition)
        self.given_back = self.line(_("Deposit given back"), amount(loan.deposit_cents))
        self.means = combo("", [(kind.value, tender_label(kind)) for kind in _ways(desk, loan)])
        self.add(_("Given back by"), self.means)
        reasons = [(code, _(KEEP_WORDS[code])) for code in KEEP_REASONS]
        self.reason = combo("", [("", _("only where something is kept")), *reasons])
        self.add(_("Why something is kept"), self.reason)
        self.wanted.connect(self._end)
        self.open_at(self.condition)

    def _end(self) -> None:
        if self._desk.operator is None:
            return
        try:
            given_back_cents = parse_amount_cents(self.given_back.text())
        except PosError as error:
            self.refused(error)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(
            end_loan,
            operator=self._desk.operator,
            loan=self._loan.loan,
            condition=chosen_value(self.condition),
            given_back_cents=given_back_cents,
            tender=TenderKind(chosen_value(self.means)),
            reason=chosen_value(self.reason),
        )
        self._desk.ask(future, self._done, self.refused)

    def _done(self, fact: LoanEnded) -> None:
        self.close_overlay()
        self.ended.emit(ended_words(fact))


def _ways(desk: Desk, loan: Loan) -> tuple[TenderKind, ...]:
    """By what it may go back, the usual one first."""
    return desk.shelf.rules.refund.ways_back(loan.tender) if desk.shelf else (loan.tender,)
