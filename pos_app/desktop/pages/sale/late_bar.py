"""Above the ticket while sales are keyed from paper: from which line, and how to end it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.i18n import date
from pos_app.i18n import gettext as _

END_KEY = "F5"


class LateBar(QFrame):
    """Hidden while sales are made as ever."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "card")
        self.text = label(wrap=True, semibold=True, role="warn")
        self.end = key_button(_("All is keyed"), END_KEY, desk.late.stop, shortcut=END_KEY)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.setSpacing(12)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.end)
        desk.late.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        line = self._desk.late.line
        self.setVisible(line is not None)
        if line is not None:
            told = _("Keying from paper: line {line}, sold on {day}. Key this sale as any other.")
            self.text.setText(told.format(line=line.paper, day=date(dt.date.fromisoformat(line.claimed_on))))
