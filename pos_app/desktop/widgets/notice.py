"""The quiet line: what just happened or could not, never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.desktop.theme import theme
from pos_app.desktop.widgets.buttons import button
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.i18n import gettext as _

SHOWN_MS = 12_000


class Notice(QWidget):
    """Shows one sentence in a tone ("good", "warn", "bad"), with at most one thing to do about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = label(wrap=True, semibold=True)
        self._action = button("", self._act, kind="chip")
        self._dismiss = button("×", self.hide, kind="chip", name=_("Close this message"))
        self._on_action: Callable[[], object] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._dismiss)
        self.setAutoFillBackground(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""

    def show_text(
        self, text: str, tone: str, *, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Shows `text`; good news goes by itself, the rest stays until closed or replaced."""
        self._text.setText(text)
        self.setAccessibleName(text)
        colour_text(self._text, tone)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme().colour(f"{tone}_soft" if tone != "bad" else "warn_soft"))
        self.setPalette(palette)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._on_action = on_action
        self.show()
        if tone == "good":
            self._timer.start(SHOWN_MS)
        else:
            self._timer.stop()

    def _act(self) -> None:
        self.hide()
        if self._on_action:
            self._on_action()
