"""Opening a case of somebody on file."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from pos_app.clock import local_now
from pos_app.counter.cases import FIRST_STEP_DAYS, open_case
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.days import read_day
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import PosError
from pos_app.domain.support import CaseAbout
from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.support_words import CASE_ABOUT


class CasePanel(FormPanel):
    """What it is about, when it is looked at again, what was said: the note is erased with the person's record."""

    def __init__(self, desk: Desk, notice: Notice, person: PersonToken, name: str, parent: QWidget) -> None:
        explained = _("What you write lies beside the journal and is erased with the person's record.")
        super().__init__(_("A case of {name}").format(name=name), explained, _("Open the case"), parent, height=540)
        self._desk, self._notice, self._person = desk, notice, person
        self.about = combo("", [(about.value, _(CASE_ABOUT[about.value])) for about in CaseAbout])
        self.add(_("About"), self.about)
        today = local_now(desk.clock).date()
        self.due = self.line(_("Look at it again on"), date(today + dt.timedelta(days=FIRST_STEP_DAYS)))
        self.bill = self.line(_("Bill of a month"), hint=_("optional"))
        self.note = self.line(_("Note"), hint=_("optional"))
        self.wanted.connect(self._open)
        self.open_at(self.about)

    def _open(self) -> None:
        if self._desk.operator is None:
            return
        try:
            due_on = read_day(self.due.text())
            bill_cents = parse_amount_cents(self.bill.text()) if self.bill.text().strip() else 0
        except PosError as error:
            self.refused(error)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(
            open_case,
            operator=self._desk.operator,
            person=self._person,
            about=CaseAbout(chosen_value(self.about)),
            due_on=due_on,
            note=self.note.text(),
            bill_cents=bill_cents,
        )
        self._desk.ask(future, self._opened, self.refused)

    def _opened(self, _case: ItemId) -> None:
        self.close_overlay()
        self._notice.show_text(_("The case is open: it stands under Support."), "good")
