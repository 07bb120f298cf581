"""The loans that end soon or are late, with a telephone where one is known; one key prints a reminder of each."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter.remind_loans import DueLoan, due_loans, remind_of_loans
from pos_app.desktop.desk import Desk
from pos_app.desktop.equipment_words import days_words, reminded_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.facts import LoanReminded
from pos_app.domain.operator import Right
from pos_app.i18n import date, ngettext
from pos_app.i18n import gettext as _
from pos_app.sentences import say


class RemindersPanel(Overlay):
    """F6 prints a reminder of every loan that is listed, F7 of the chosen one. `printed` carries a sentence."""

    printed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=980, height=540)
        self._desk = desk
        columns: list[Column[DueLoan]] = [
            Column(_("Lent to"), lambda one: one.name or _("(erased)")),
            Column(_("Telephone"), attrgetter("phone")),
            Column(_("Article"), lambda one: f"{one.article} {one.number}"),
            Column(_("Until"), lambda one: date(one.loan.due_on), by=attrgetter("days")),
            Column("", days_words, by=attrgetter("days"), tone=lambda one: "bad" if one.late else "warn"),
            Column(_("Reminded on"), reminded_words, by=reminded_words),
        ]
        self.table = RowTable(columns, name=_("Loans to be reminded of"))
        self.notice = Notice()
        self.all = key_button(_("Print all reminders"), "F6", self._print_all, kind="main")
        self.one = key_button(_("Print the chosen one"), "F7", self._print_one)
        self._lay_out(desk)
        self.answer(Qt.Key.Key_F6, self.all)
        self.answer(Qt.Key.Key_F7, self.one)
        self.table.chosen_changed.connect(self._show_acts)
        self._show_acts()
        self._read()
        self.open_at(self.table)

    def _lay_out(self, desk: Desk) -> None:
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(10)
        layout.addWidget(label(_("Loans to be reminded of"), size=22, bold=True))
        explained = _("Each one prints in the person's language. The till sends no message: call, or hand it over.")
        layout.addWidget(label(explained, role="muted", wrap=True))
        file_name = "prets-a-rappeler.csv"
        layout.addWidget(Listing(desk, self.notice, self.table, file_name=file_name, right=Right.LIST_PEOPLE), 1)
        layout.addWidget(self.notice)
        acts = QHBoxLayout()
        acts.addWidget(self.all)
        acts.addWidget(self.one)
        acts.addStretch(1)
        acts.addWidget(label(_("Escape to go back"), role="muted"))
        layout.addLayout(acts)

    def _read(self) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(due_loans, operator=self._desk.operator)
            self._desk.ask(future, self._show, self._refused)

    def _show(self, found: Sequence[DueLoan]) -> None:
        self.table.show_rows(found)
        self._show_acts()
        if not found:
            self.notice.show_text(_("No loan ends soon, and none is late."), "good")

    def _show_acts(self) -> None:
        self.all.setEnabled(self.table.rows.rowCount() > 0)
        self.one.setEnabled(self.table.chosen is not None)

    def _print_all(self) -> None:
        shown = (self.table.rows.row(index) for index in range(self.table.rows.rowCount()))
        self._print([one for one in shown if one is not None])

    def _print_one(self) -> None:
        if self.table.chosen is not None:
            self._print([self.table.chosen])

    def _print(self, wanted: Sequence[DueLoan]) -> None:
        if self._desk.operator is None or not wanted:
            return
        self.all.setEnabled(False)
        loans = [one.loan.loan for one in wanted]
        future = self._desk.running.run(remind_of_loans, operator=self._desk.operator, loans=loans)
        self._desk.ask(future, self._done, self._refused)

    def _done(self, reminded: Sequence[LoanReminded]) -> None:
        count = len(reminded)
        said = ngettext("{count} reminder is printing.", "{count} reminders are printing.", count).format(count=count)
        self.notice.show_text(said, "good")
        self.printed.emit(said)
        self._read()

    def _refused(self, error: BaseException) -> None:
        self.notice.show_text(say(error), "warn")
        self._read()
