"""Backups: when the last one was made, where the second copy goes, and making one now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.clock import local_datetime
from pos_app.counter.back_up_till import BackupPlan, back_up_till, backup_plan, choose_medium
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.domain.operator import Right
from pos_app.i18n import date_time
from pos_app.i18n import gettext as _


class BackupTab(QWidget):
    """F12 backs up now, F7 chooses the other medium."""

    refused = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(26, 20, 26, 20)
        inside.setSpacing(10)
        self.last = label(size=20, bold=True, wrap=True)
        self.medium = label(wrap=True)
        text = _(
            "A backup is made at each closing and once a day, encrypted and read back. On another medium the recovery "
            "sheet opens it. To put one back: pos-app restore."
        )
        for one in (self.last, self.medium, label(text, role="muted", wrap=True)):
            inside.addWidget(one)
        inside.addStretch(1)
        row = QHBoxLayout()
        self.choose = key_button(_("Choose a second disk or a stick…"), "F7", self._choose, shortcut="F7")
        self.back_up = key_button(_("Back up now"), "F12", self._back_up, kind="main", shortcut="F12")
        row.addWidget(self.choose)
        row.addStretch(1)
        row.addWidget(self.back_up)
        inside.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(card, 1)

    def refresh(self) -> None:
        self._desk.ask(self._desk.running.run(backup_plan), self._show, self.refused.emit)

    def use_medium(self, folder: Path) -> None:
        """From now on second copies go into `folder`."""
        if self._desk.operator is not None:
            future = self._desk.running.run(choose_medium, operator=self._desk.operator, folder=str(folder))
            self._desk.ask(future, self._show, self.refused.emit)

    def _show(self, plan: BackupPlan) -> None:
        if plan.last_ms:
            at = date_time(local_datetime(plan.last_ms, self._desk.clock.offset_min()))
            self.last.setText(_("Last backup on {at}").format(at=at))
        else:
            self.last.setText(_("No backup yet"))
        second = _("A second copy goes to {folder}.").format(folder=plan.medium)
        self.medium.setText(second if plan.medium else _("There is no second copy: a broken disk would take both."))
        operator = self._desk.operator
        self.back_up.setEnabled(operator is not None and operator.may(Right.BACK_UP))
        self.choose.setEnabled(operator is not None and operator.may(Right.CHANGE_SETTINGS))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Choose a second disk or a stick…"))
        if folder:
            self.use_medium(Path(folder))

    def _back_up(self) -> None:
        if self._desk.operator is not None:
            self.back_up.setEnabled(False)
            future = back_up_till(self._desk.running, reason="asked", operator=self._desk.operator.code)
            self._desk.ask(future, self._made, self._failed)

    def _made(self, paths: tuple[Path, ...]) -> None:
        self.said.emit(_("Backed up and read back: {path}").format(path=paths[-1]))
        self.refresh()

    def _failed(self, error: BaseException) -> None:
        self.refused.emit(error)
        self.refresh()
