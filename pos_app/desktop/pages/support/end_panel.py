"""Ending a case: how, what the bill is now, what was recovered, who goes on with it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.cases import ListedCase, close_case
from pos_app.counter.structures import structures
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.people.structure_field import StructureField
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import PosError
from pos_app.domain.support import CaseOutcome
from pos_app.i18n import gettext as _
from pos_app.store.structures import Structure
from pos_app.support_words import CASE_ABOUT, CASE_OUTCOMES


class EndPanel(FormPanel):
    """Amounts are optional; a referral names the structure."""

    def __init__(self, desk: Desk, notice: Notice, listed: ListedCase, parent: QWidget) -> None:
        title = f"{listed.name or _('Person erased')} · {_(CASE_ABOUT[listed.case.about.value])}"
        super().__init__(title, "", _("End the case"), parent, height=560)
        self._desk, self._notice, self._listed = desk, notice, listed
        self.outcome = combo("", [(one.value, _(CASE_OUTCOMES[one.value])) for one in CaseOutcome])
        self.add(_("How it ends"), self.outcome)
        self.bill = self.line(_("Bill of a month now"), hint=_("optional"))
        self.recovered = self.line(_("Recovered"), hint=_("optional"))
        self.structure = StructureField()
        self.add(_("Referred to"), self.structure)
        self.note = self.line(_("Note"), hint=_("optional"))
        self.wanted.connect(self._end)
        self.open_at(self.outcome)
        desk.ask(desk.running.run(structures), self._show_structures, self.refused)

    def _show_structures(self, found: tuple[Structure, ...]) -> None:
        self.structure.show_structures(found)

    def _end(self) -> None:
        if self._desk.operator is None:
            return
        try:
            bill_cents, recovered_cents = (
                parse_amount_cents(field.text()) if field.text().strip() else 0 for field in (self.bill, self.recovered)
            )
        except PosError as error:
            self.refused(error)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(
            close_case,
            operator=self._desk.operator,
            case=self._listed.case.case,
            outcome=CaseOutcome(chosen_value(self.outcome)),
            bill_cents=bill_cents,
            recovered_cents=recovered_cents,
            referred_to=self.structure.code,
            note=self.note.text(),
        )
        self._desk.ask(future, lambda _entry: self._ended(), self.refused)

    def _ended(self) -> None:
        self.close_overlay()
        self._notice.show_text(_("The case is closed."), "good")
