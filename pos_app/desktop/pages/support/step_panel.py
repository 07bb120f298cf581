"""Writing a step of a case down; what was done before stands above."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from pos_app.clock import local_now
from pos_app.counter.cases import FIRST_STEP_DAYS, CaseHistory, ListedCase, case_history, take_step
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.days import read_day
from pos_app.domain.refusals import PosError
from pos_app.domain.support import CaseStep
from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.support_words import CASE_ABOUT, CASE_STEPS


class StepPanel(FormPanel):
    """What was done, when it is looked at again, and a note."""

    def __init__(self, desk: Desk, notice: Notice, listed: ListedCase, parent: QWidget) -> None:
        title = f"{listed.name or _('Person erased')} · {_(CASE_ABOUT[listed.case.about.value])}"
        super().__init__(title, "", _("Write it down"), parent, height=560)
        self._desk, self._notice, self._listed = desk, notice, listed
        self.so_far = label(role="muted", wrap=True)
        self.add(_("So far"), self.so_far)
        self.step = combo("", [(step.value, _(CASE_STEPS[step.value])) for step in CaseStep])
        self.add(_("Step"), self.step)
        today = local_now(desk.clock).date()
        self.due = self.line(_("Look at it again on"), date(today + dt.timedelta(days=FIRST_STEP_DAYS)))
        self.note = self.line(_("Note"), hint=_("optional"))
        self.wanted.connect(self._take)
        self.open_at(self.step)
        if desk.operator is not None:
            future = desk.running.run(case_history, operator=desk.operator, case=listed.case.case)
            desk.ask(future, self._show, self.refused)

    def _show(self, history: CaseHistory) -> None:
        lines = [history.first_note] if history.first_note else []
        lines += [" – ".join(filter(None, (_(CASE_STEPS[step.value]), note))) for step, note in history.steps]
        self.so_far.setText("\n".join(lines) or _("Nothing was written down yet."))

    def _take(self) -> None:
        if self._desk.operator is None:
            return
        try:
            due_on = read_day(self.due.text())
        except PosError as error:
            self.refused(error)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(
            take_step,
            operator=self._desk.operator,
            case=self._listed.case.case,
            step=CaseStep(chosen_value(self.step)),
            due_on=due_on,
            note=self.note.text(),
        )
        self._desk.ask(future, lambda _entry: self._taken(), self.refused)

    def _taken(self) -> None:
        self.close_overlay()
        self._notice.show_text(_("The step is written down."), "good")
