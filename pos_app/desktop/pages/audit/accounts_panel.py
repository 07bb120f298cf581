"""The accounts that the accountant's files use, each with what it is for; a coordinator changes one at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.account_words import use_words
from pos_app.counter.accounts import ListedAccount, choose_account, listed_accounts
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.facts import AccountChosen
from pos_app.domain.operator import Right
from pos_app.i18n import gettext as _
from pos_app.sentences import say


class AccountsPanel(Overlay):
    """Enter or F6 changes the chosen one; Ctrl+E writes the list to a file."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=940, height=560)
        self._desk = desk
        columns: list[Column[ListedAccount]] = [
            Column(_("What it is for"), lambda one: use_words(one.name, one.label)),
            Column(_("Account"), lambda one: one.account.number),
            Column(_("Name of the account"), lambda one: one.account.label),
        ]
        self.table = RowTable(columns, name=_("Accounts of the accountant's files"))
        self.notice = Notice()
        self.change = key_button(_("Change"), "F6", self._change, kind="main")
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(10)
        layout.addWidget(label(_("Accounts of the accountant's files"), size=22, bold=True))
        explained = _("As your accountant numbers them. Files that were written already stay as they are.")
        layout.addWidget(label(explained, role="muted", wrap=True))
        file_name = "comptes.csv"
        layout.addWidget(Listing(desk, self.notice, self.table, file_name=file_name, right=Right.EXPORT_ACCOUNTS), 1)
        layout.addWidget(self.notice)
        row = QHBoxLayout()
        row.addWidget(self.change)
        row.addStretch(1)
        row.addWidget(label(_("Escape to go back"), role="muted"))
        layout.addLayout(row)
        self.answer(Qt.Key.Key_F6, self.change)
        self.table.opened.connect(self._change)
        self._read()
        self.open_at(self.table)

    def _read(self) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(listed_accounts, operator=self._desk.operator)
            self._desk.ask(future, self._show, self._refused)

    def _show(self, found: Sequence[ListedAccount]) -> None:
        self.table.show_rows(found)

    def _refused(self, error: BaseException) -> None:
        self.notice.show_text(say(error), "warn")

    def _change(self) -> None:
        if self.table.chosen is not None:
            panel = AccountPanel(self._desk, self.table.chosen, self.window())
            panel.chosen.connect(self._changed)
            panel.closed.connect(self.table.setFocus)

    def _changed(self, fact: AccountChosen) -> None:
        said = _("{number} from now on; it was {previous}.").format(number=fact.number, previous=fact.previous)
        self.notice.show_text(said, "good")
        self._read()


class AccountPanel(FormPanel):
    """Another number and label for one use. `chosen` carries the AccountChosen."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, listed: ListedAccount, parent: QWidget) -> None:
        super().__init__(use_words(listed.name, listed.label), "", _("Keep"), parent, height=340)
        self._desk, self._listed = desk, listed
        self.number = self.line(_("Account"), listed.account.number)
        self.label = self.line(_("Name of the account"), listed.account.label)
        self.wanted.connect(self._choose)
        self.open_at(self.number)

    def _choose(self) -> None:
        if self._desk.operator is None:
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(
            choose_account, operator=self._desk.operator, name=self._listed.name, number=self.number.text(),
            label=self.label.text(),
        )  # fmt: skip
        self._desk.ask(future, self._done, self.refused)

    def _done(self, fact: AccountChosen) -> None:
        self.close_overlay()
        self.chosen.emit(fact)
