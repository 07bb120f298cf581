"""Lending a thing: to whom, until when, against which deposit and how it is left."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.counter.equipment_list import ListedThing
from pos_app.counter.lend_equipment import DEPOSIT_TENDERS, LoanTerms, lend_equipment, loan_terms
from pos_app.desktop.desk import Desk
from pos_app.desktop.equipment_words import lent_words
from pos_app.desktop.pages.laptops.person_field import PersonField
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.days import read_day
from pos_app.domain.equipment import RETURN_CONDITIONS
from pos_app.domain.facts import EquipmentLent
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import PosError, Refusal
from pos_app.domain.tender import TenderKind
from pos_app.i18n import amount, date
from pos_app.i18n import gettext as _
from pos_app.loan_words import CONDITIONS
from pos_app.printing.tender_words import tender_label


class LendPanel(FormPanel):
    """`lent` carries a sentence. Once somebody is chosen, the usual deposit and last day stand in their fields."""

    lent = Signal(str)

    def __init__(self, desk: Desk, one: ListedThing, parent: QWidget) -> None:
        explained = _("The contract prints at once. The deposit is owed back: it is no sale.")
        title = _("Lend {article} …{end}").format(article=one.article, end=one.thing.end)
        super().__init__(title, explained, _("Lend and print the contract"), parent, height=560)
        self._desk = desk
        self._one = one
        self.person = PersonField(desk)
        self.person.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.add(_("To whom"), self.person)
        self.due = self.line(_("To be brought back by"), hint="31/12/2026")
        self.deposit = self.line(_("Deposit"))
        self.means = combo("", [(kind.value, tender_label(kind)) for kind in DEPOSIT_TENDERS])
        self.add(_("Left by"), self.means)
        self.condition = combo("", [(code, _(CONDITIONS[code])) for code in RETURN_CONDITIONS])
        self.add(_("Condition"), self.condition)
        self.person.chosen.connect(self._ask_terms)
        self.wanted.connect(self._lend)
        self.open_at(self.person)
        self._ask_terms()

    def scanned(self, text: str) -> None:
        """A member card chooses its person."""
        self.person.scanned(text)

    def _ask_terms(self) -> None:
        if self.person.whom is not None:
            future = self._desk.running.run(loan_terms, item=self._one.thing.item, person=self.person.whom.token)
            self._desk.ask(future, partial(self._show_terms, self.person.whom.token), self.refused)

    def _show_terms(self, token: str, terms: LoanTerms) -> None:
        """Only of whoever is still chosen."""
        if self.person.whom is not None and self.person.whom.token == token:
            self.due.setText(date(terms.due_on))
            self.deposit.setText(amount(terms.deposit_cents))

    def _lend(self) -> None:
        if self._desk.operator is None:
            return
        try:
            if self.person.whom is None:
                raise Refusal("loan_without_person")
            due_on, deposit_cents = read_day(self.due.text()), parse_amount_cents(self.deposit.text())
        except PosError as error:
            self.refused(error)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(
            lend_equipment,
            operator=self._desk.operator,
            item=self._one.thing.item,
            person=self.person.whom.token,
            due_on=due_on,
            tender=TenderKind(chosen_value(self.means)),
            condition=chosen_value(self.condition),
            deposit_cents=deposit_cents,
        )
        self._desk.ask(future, self._done, self.refused)

    def _done(self, fact: EquipmentLent) -> None:
        self.close_overlay()
        self.lent.emit(lent_words(fact))
