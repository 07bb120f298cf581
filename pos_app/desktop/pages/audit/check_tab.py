"""Verifying: one button, and a green or a red sentence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter.check_archive import CheckedArchive, say_archive
from pos_app.counter.check_journal import CheckedJournal, say_checked
from pos_app.counter.check_running import check_backup_here, check_running
from pos_app.counter.make_archive import check_archive_here
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.i18n import gettext as _
from pos_app.sentences import say


class CheckTab(QWidget):
    """F12 verifies the journal, F7 an archive or a backup from a file; selling goes on meanwhile."""

    refused = Signal(object)
    _progressed = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(26, 20, 26, 20)
        inside.setSpacing(10)
        text = _("Every entry is verified: hash, signature, numbers, closings, figures. Selling goes on meanwhile.")
        inside.addWidget(label(text, role="muted", wrap=True))
        self.sentence = label("", size=22, bold=True, wrap=True)
        self.details = label("", wrap=True, role="muted")
        inside.addWidget(self.sentence)
        inside.addWidget(self.details)
        inside.addStretch(1)
        row = QHBoxLayout()
        self.file = key_button(_("Verify an archive or a backup…"), "F7", self._choose, shortcut="F7")
        self.verify = key_button(_("Verify the journal"), "F12", self._verify, kind="main", shortcut="F12")
        row.addWidget(self.file)
        row.addStretch(1)
        row.addWidget(self.verify)
        inside.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(card, 1)
        self._progressed.connect(self._show_progress)

    def refresh(self) -> None:
        """What was found last stays there."""

    def _verify(self) -> None:
        if self._desk.operator is None:
            return
        self._begin()
        try:
            future = check_running(self._desk.running, operator=self._desk.operator, progress=self._progressed.emit)
        except Exception as error:  # noqa: BLE001  # said as what the check itself raises
            self._failed(error)
            return
        self._desk.ask(future, self._found_journal, self._failed)

    def verify_file(self, path: Path) -> None:
        """Verifies the archive or backup at `path`."""
        operator, running = self._desk.operator, self._desk.running
        if operator is None:
            return
        self._begin()
        if path.suffix == ".zip":
            self._desk.ask(check_archive_here(running, operator=operator, path=path), self._found_archive, self._failed)
        else:
            self._desk.ask(check_backup_here(running, operator=operator, path=path), self._found_journal, self._failed)

    def _choose(self) -> None:
        kinds = _("Archives and backups (*.zip *.db)")
        path, _kind = QFileDialog.getOpenFileName(self, _("Verify an archive or a backup…"), "", kinds)
        if path:
            self.verify_file(Path(path))

    def _begin(self) -> None:
        self.verify.setEnabled(False)
        self.file.setEnabled(False)
        self._say(_("Verifying…"), "muted", ())

    def _show_progress(self, done: int) -> None:
        if not self.verify.isEnabled():
            self.details.setText(_("{count} entries verified").format(count=done))

    def _found_journal(self, checked: CheckedJournal) -> None:
        self._say(_("Everything is intact."), "good", say_checked(checked))

    def _found_archive(self, checked: CheckedArchive) -> None:
        self._say(_("Everything is intact."), "good", say_archive(checked))

    def _failed(self, error: BaseException) -> None:
        self._say(say(error), "bad", ())

    def _say(self, sentence: str, tone: str, details: Iterable[str]) -> None:
        self.sentence.setText(sentence)
        self.sentence.setAccessibleName(sentence)
        colour_text(self.sentence, tone)
        self.details.setText("\n".join(details))
        if tone != "muted":
            self.verify.setEnabled(True)
            self.file.setEnabled(True)
