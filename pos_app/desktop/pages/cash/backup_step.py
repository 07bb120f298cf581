"""The evening's backup: begun by itself once the day is closed; what fails is said, and keeps nobody here."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from pos_app.counter.back_up_till import back_up_till
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.cash.step_view import StepView
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.i18n import gettext as _
from pos_app.sentences import say


class BackupStep(StepView):
    """F5 tries again after a failure, F7 goes on without."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("The day is closed"))
        self._making = False
        self.sentence = label(size=20, semibold=True, wrap=True)
        self.inside.addWidget(self.sentence)
        self.inside.addStretch(1)
        row = QHBoxLayout()
        self.without = key_button(_("Go on without a backup"), "F7", self.put_off.emit, shortcut="F7")
        self.again = key_button(_("Try again"), "F5", self._make, kind="main", shortcut="F5")
        row.addWidget(self.without)
        row.addStretch(1)
        row.addWidget(self.again)
        self.inside.addLayout(row)

    def begin(self) -> None:
        self.setFocus()
        self._make()

    def _make(self) -> None:
        """One backup at a time: who leaves this step and comes back hears of the one that was begun."""
        if not self._making:
            self._making = True
            self._tell(_("The backup is being made and read back…"), "muted", failed=False)
            self.desk.ask(back_up_till(self.desk.running, reason="closing"), self._made, self._failed)

    def _made(self, _paths: object) -> None:
        self._making = False
        self.moved_on.emit()

    def _failed(self, error: BaseException) -> None:
        self._making = False
        self._tell(say(error), "bad", failed=True)

    def _tell(self, words: str, tone: str, *, failed: bool) -> None:
        self.sentence.setText(words)
        self.sentence.setAccessibleName(words)
        colour_text(self.sentence, tone)
        self.again.setVisible(failed)
        self.without.setVisible(failed)
