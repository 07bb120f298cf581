"""The till cannot be opened: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from pos_app.desktop.widgets.labels import label
from pos_app.i18n import gettext as _
from pos_app.sentences import say


class StoppedPage(QWidget):
    """One sentence."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(640)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(32, 28, 32, 28)
        layout.addWidget(label(_("The till does not open"), size=24, bold=True))
        self.sentence = label(say(error), size=16, wrap=True)
        layout.addWidget(self.sentence)
        outer.addWidget(card)
