"""Archives: which closed period, beside the database and on another medium."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter.export_accounts import ExportedAccounts, export_accounts
from pos_app.counter.make_archive import ArchiveOnDisk, ClosedPeriod, closed_periods, make_archive
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.audit.accounts_panel import AccountsPanel
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.table import Table
from pos_app.domain.operator import Right
from pos_app.i18n import gettext as _


class ArchiveTab(QWidget):
    """F12 makes the archive of the chosen period, F8 its accounts, F6 shows which those are; F7: where a copy goes."""

    refused = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._periods: tuple[ClosedPeriod, ...] = ()
        self._copy_to: Path | None = None
        self.table = Table([_("Period"), _("Days")], name=_("Closed periods"))
        self.medium = label(_("No copy on another medium."), role="muted", wrap=True)
        self.choose = key_button(_("Copy to…"), "F7", self._choose, shortcut="F7")
        self.accounts = key_button(_("Export the accounts"), "F8", self._export, shortcut="F8")
        self.numbers = key_button(_("Accounts…"), "F6", self._show_numbers, shortcut="F6")
        self.make = key_button(_("Make the archive"), "F12", self._make, kind="main", shortcut="F12")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        text = _(
            "An archive holds everything of a closed period in open formats, signed. Its notice says how anybody "
            "verifies it without this program. It is kept six years."
        )
        layout.addWidget(label(text, role="muted", wrap=True))
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.medium, 1)
        row.addWidget(self.numbers)
        row.addWidget(self.accounts)
        row.addWidget(self.make)
        layout.addLayout(row)

    def refresh(self) -> None:
        operator = self._desk.operator
        self.numbers.setEnabled(operator is not None and operator.may(Right.CHANGE_SETTINGS))
        self._desk.ask(self._desk.running.run(closed_periods), self._show, self.refused.emit)

    def copy_to(self, folder: Path) -> None:
        """From now on a copy goes into `folder`."""
        self._copy_to = folder
        self.medium.setText(_("A copy goes to {folder}.").format(folder=folder))

    def _show(self, periods: tuple[ClosedPeriod, ...]) -> None:
        self._periods = periods
        days = _("{first} to {last}")
        self.table.show_rows(
            [
                (one.name or _("Since the last month"), days.format(first=one.first_day, last=one.last_day))
                for one in periods
            ]
        )
        self.make.setEnabled(bool(periods))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Copy to…"))
        if folder:
            self.copy_to(Path(folder))

    def _export(self) -> None:
        row, operator = self.table.currentRow(), self._desk.operator
        if operator is None or not 0 <= row < len(self._periods):
            return
        folder = self._copy_to or self._desk.running.folder.archives
        future = self._desk.running.run(export_accounts, operator=operator, period=self._periods[row], folder=folder)
        self._desk.ask(future, self._exported, self.refused.emit)

    def _show_numbers(self) -> None:
        AccountsPanel(self._desk, self.window())

    def _exported(self, exported: ExportedAccounts) -> None:
        self.said.emit(_("The accountant's files are written: {path}").format(path=exported.fec))

    def _make(self) -> None:
        row = self.table.currentRow()
        if self._desk.operator is None or not 0 <= row < len(self._periods):
            return
        self.make.setEnabled(False)
        future = make_archive(
            self._desk.running, operator=self._desk.operator, period=self._periods[row], copy_to=self._copy_to
        )
        self._desk.ask(future, self._made, self._failed)

    def _made(self, archive: ArchiveOnDisk) -> None:
        self.make.setEnabled(True)
        text = _("The archive was written and verified: {path}")
        self.said.emit(text.format(path=archive.copied_to or archive.path))

    def _failed(self, error: BaseException) -> None:
        self.make.setEnabled(True)
        self.refused.emit(error)
