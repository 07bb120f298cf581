"""What became of those whom each structure referred, between two days: for a coordinator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.clock import local_now
from pos_app.counter.own_thread import in_a_thread
from pos_app.counter.structure_figures import StructureFigures, structure_figures
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.days import read_day
from pos_app.domain.operator import Right
from pos_app.domain.refusals import Refusal
from pos_app.i18n import date, money, pgettext
from pos_app.i18n import gettext as _
from pos_app.sentences import say


class FiguresPanel(Overlay):
    """Begins with the year; another period is two days and Enter."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=1080, height=640)
        self._desk = desk
        self.notice = Notice()
        today = local_now(desk.clock).date()
        self.since = self._day(_("From"), dt.date(today.year, 1, 1))
        self.until = self._day(_("Last day"), today)
        columns: list[Column[StructureFigures]] = [
            Column(_("Structure"), lambda one: one.structure.name),
            Column(_("Funder"), lambda one: one.structure.funder),
            _count(_("People referred"), "people"),
            _count(_("Renewals"), "renewed"),
            _count(_("Waiting for the slip"), "pending"),
            _count(_("Tickets"), "tickets"),
            _money(_("Paid"), "paid_cents"),
            _money(_("Saved"), "saved_cents"),
            _count(_("Came to sessions"), "attended"),
            _money(_("Recovered"), "recovered_cents"),
        ]
        table = RowTable(columns, name=_("Figures"))
        self.listing = Listing(desk, self.notice, table, file_name="prescripteurs.csv", right=Right.LIST_PEOPLE)
        period = QHBoxLayout()
        for words, field in ((_("From"), self.since), (_("Last day"), self.until)):
            period.addWidget(label(words))
            period.addWidget(field)
        period.addWidget(key_button(_("Compute"), pgettext("key", "Enter"), self.refresh))
        period.addStretch(1)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 18)
        layout.addWidget(label(_("What became of those who were referred, at this till"), size=22, bold=True))
        layout.addLayout(period)
        layout.addWidget(self.listing, 1)
        layout.addWidget(self.notice)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        self.refresh()
        self.open_at(self.since)

    def refresh(self) -> None:
        """Counts again; the journal is read in parts, away from the window."""
        operator = self._desk.operator
        if operator is None:
            return
        try:
            since, until = read_day(self.since.text()), read_day(self.until.text())
        except Refusal as refusal:
            self._refused(refusal)
            return
        submit = self._desk.running.in_background
        future = in_a_thread(lambda: structure_figures(submit, operator=operator, since=since, until=until))
        self._desk.ask(future, self._show, self._refused)

    def _day(self, name: str, day: dt.date) -> QLineEdit:
        made = QLineEdit(date(day))
        made.setAccessibleName(name)
        made.setFixedWidth(130)
        made.returnPressed.connect(self.refresh)
        return made

    def _show(self, found: Sequence[StructureFigures]) -> None:
        self.listing.table.show_rows(found)

    def _refused(self, error: BaseException) -> None:
        self.notice.show_text(say(error), "warn")


def _count(heading: str, name: str) -> Column[StructureFigures]:
    return Column(heading, lambda one: str(getattr(one, name)), by=attrgetter(name), right=True)


def _money(heading: str, name: str) -> Column[StructureFigures]:
    return Column(heading, lambda one: money(getattr(one, name)), by=attrgetter(name), right=True)
