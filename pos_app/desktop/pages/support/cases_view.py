"""Cases: those that are due first; a step, an end, what happened so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pos_app.counter.cases import ListedCase, cases_at_desk
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.support.end_panel import EndPanel
from pos_app.desktop.pages.support.step_panel import StepPanel
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.i18n import date, money
from pos_app.i18n import gettext as _
from pos_app.sentences import say
from pos_app.support_words import CASE_ABOUT, CASE_OUTCOMES


class CasesView(Listing[ListedCase]):
    """F6 writes a step down, F7 ends the chosen case; a case is opened from the person's record."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        columns: list[Column[ListedCase]] = [
            Column(_("Due"), _due, by=lambda one: (one.case.outcome is not None, one.case.due_on), tone=_tone),
            Column(_("Name"), lambda one: one.name or _("Person erased")),
            Column(_("About"), lambda one: _(CASE_ABOUT[one.case.about.value])),
            Column(_("Bill before"), lambda one: _money(one.case.bill_cents), right=True),
            Column(_("Recovered"), lambda one: _money(one.case.recovered_cents), right=True),
            Column(_("State"), _state),
        ]
        super().__init__(desk, notice, RowTable(columns, name=_("Cases")), file_name="suivis.csv")
        self.step = key_button(_("Write a step down"), "F6", self._step, kind="main", shortcut="F6")
        self.end = key_button(_("End the case"), "F7", self._end, shortcut="F7")
        self.acts.addWidget(self.step)
        self.acts.addWidget(self.end)
        self.acts.addStretch(1)
        self.table.opened.connect(self._step)

    def refresh(self) -> None:
        """Reads the cases again; whoever may not see them is told."""
        operator = self._desk.operator
        if operator is not None:
            self._desk.ask(self._desk.running.run(cases_at_desk, operator=operator), self._show, self._refused)

    def _show(self, found: Sequence[ListedCase]) -> None:
        self.table.show_rows(found)

    def _step(self) -> None:
        if self.table.chosen is not None:
            StepPanel(self._desk, self._notice, self.table.chosen, self.window()).closed.connect(self.refresh)

    def _end(self) -> None:
        if self.table.chosen is not None:
            EndPanel(self._desk, self._notice, self.table.chosen, self.window()).closed.connect(self.refresh)

    def _refused(self, error: BaseException) -> None:
        self.table.show_rows(())
        self._notice.show_text(say(error), "warn")


def _due(one: ListedCase) -> str:
    return date(dt.date.fromisoformat(one.case.due_on)) if one.case.outcome is None else "–"


def _tone(one: ListedCase) -> str:
    return "bad" if one.late else "warn" if one.due_today else ""


def _state(one: ListedCase) -> str:
    return _(CASE_OUTCOMES[one.case.outcome.value]) if one.case.outcome else _("open")


def _money(cents: int) -> str:
    return money(cents) if cents else "–"
