"""The till cannot be opened: why, and what to do; a damaged database is replaced by its newest backup."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from pos_app.desktop.pages.set_up.again import BackupAgain, InBackground
from pos_app.desktop.widgets.labels import label
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.sentences import say
from pos_app.settings import TillFolder

if TYPE_CHECKING:
    from pos_app.counter.restore_till import Restored

_MENDED_BY_BACKUP = ("database_damaged", "database_missing", "wrong_key", "journal_end_unreadable")


class StoppedPage(QWidget):
    """One sentence; and, where that helps, the way to the newest backup."""

    def __init__(
        self,
        error: BaseException,
        folder: TillFolder,
        *,
        in_background: InBackground,
        restored: Callable[[Restored], object],
    ) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(640)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(32, 28, 32, 28)
        layout.setSpacing(14)
        layout.addWidget(label(_("The till does not open"), size=24, bold=True))
        self.sentence = label(say(error), size=16, wrap=True)
        layout.addWidget(self.sentence)
        self.again: BackupAgain | None = None
        if isinstance(error, PosError) and error.code in _MENDED_BY_BACKUP:
            self.again = BackupAgain(
                folder, in_background=in_background, restored=restored, said=self._tell, failed=self._say
            )
            layout.addWidget(self.again)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        layout.addWidget(self.wrong)
        outer.addWidget(card)

    def _tell(self, text: str) -> None:
        self.wrong.setText(text)

    def _say(self, error: BaseException) -> None:
        self.wrong.setText(say(error))
