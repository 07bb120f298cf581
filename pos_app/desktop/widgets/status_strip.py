"""The strip below every page: connected or not, what waits, the last sync; where and who."""

from __future__ import annotations

from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.desktop.status_words import StripWords
from pos_app.desktop.theme import theme
from pos_app.desktop.widgets.labels import colour_text, label


class StatusStrip(QWidget):
    """Amber where something waits and cannot be sent, calm otherwise."""

    _GAP = 18

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = [label(size=14, bold=True), label(size=14), label(size=14), label(size=14, right=True)]
        self._others: list[QWidget] = []
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(self._GAP, 8, self._GAP, 8)
        layout.setSpacing(self._GAP)
        for index, part in enumerate(self._parts):
            layout.addWidget(part, 1 if index == len(self._parts) - 1 else 0)
        self.setAutoFillBackground(True)

    def put_at_end(self, widget: QWidget) -> None:
        """Something to be pressed, whatever the page."""
        widget.setMaximumHeight(30)
        self._others.append(widget)
        self._layout.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the last sync gives way: the sync page says it too."""
        shown = [part for part in self._parts if part.text()]
        needed = sum(one.sizeHint().width() + self._GAP for one in (*shown, *self._others)) + self._GAP
        for part in self._parts:
            part.setVisible(bool(part.text()))
        if needed > self.width():
            self._parts[2].hide()

    @property
    def text(self) -> str:
        return " ".join(part.text() for part in self._parts)

    def show_words(self, words: StripWords) -> None:
        for part, text in zip(self._parts, (words.state, words.waiting, words.last_sync, words.who), strict=True):
            part.setText(text)
            colour_text(part, "muted" if words.calm else "warn")
        self._fit()
        self.setAccessibleName(self.text)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme().colour("page" if words.calm else "warn_soft"))
        self.setPalette(palette)
