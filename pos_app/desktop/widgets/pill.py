"""A short text on a coloured ground: the one word that matters."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.desktop.theme import font, theme


class Pill(QWidget):
    """Green, amber or red, and always in words as well: colour alone tells nothing to many."""

    _PADDING = 12

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._tone = "good"

    @property
    def text(self) -> str:
        return self._text

    def show_text(self, text: str, tone: str) -> None:
        """`tone` is "good", "warn" or "bad"."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        width = QFontMetrics(font(13, bold=True)).horizontalAdvance(self._text)
        return QSize(width + 2 * self._PADDING, 26)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = {"good": "good_soft", "warn": "warn_soft", "bad": "bad_soft"}[self._tone]
        painter.setBrush(theme().colour(ground))
        painter.drawRoundedRect(QRectF(self.rect()), 13, 13)
        painter.setPen(theme().colour(self._tone))
        painter.setFont(font(13, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
