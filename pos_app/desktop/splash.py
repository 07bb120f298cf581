"""What the window shows until the till is open: its name, nothing that costs time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.desktop.widgets.labels import label
from pos_app.i18n import gettext as _


class Splash(QWidget):
    """A word in the middle."""

    def __init__(self, told: str = "") -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(label("Connexions Solidaires", size=28, bold=True))
        layout.addWidget(label(told or _("Opening the till…"), role="muted", size=16))
