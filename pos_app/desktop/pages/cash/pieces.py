"""Notes and coins as small pictures: their colours are those of the euro, so that the eye finds the line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pos_app.desktop.drawer_words import is_note
from pos_app.desktop.theme import font

_NOTES = {
    50_000: "#b39bc8", 20_000: "#e8d27a", 10_000: "#8fc08a", 5_000: "#e5a868", 2_000: "#8fb3d9", 1_000: "#d98d8d",
    500: "#b9bdb6",
}  # fmt: skip
_COPPER, _GOLD, _SILVER = "#c98f63", "#e3c46a", "#d3d6d8"
_COINS = {
    200: (_SILVER, _GOLD), 100: (_GOLD, _SILVER), 50: (_GOLD, _GOLD), 20: (_GOLD, _GOLD), 10: (_GOLD, _GOLD),
    5: (_COPPER, _COPPER), 2: (_COPPER, _COPPER), 1: (_COPPER, _COPPER),
}  # fmt: skip
_INK = "#1c2326"


class Piece(QWidget):
    """One denomination, drawn; it says nothing to a screen reader, the field beside it does."""

    def __init__(self, denomination_cents: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cents = denomination_cents
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(58, 28)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(_INK).lighter(250), 1))
        if is_note(self._cents):
            painter.setBrush(QColor(_NOTES[self._cents]))
            painter.drawRoundedRect(QRectF(1, 2, 56, 24), 3, 3)
        else:
            rim, heart = _COINS[self._cents]
            painter.setBrush(QColor(rim))
            painter.drawEllipse(QRectF(15, 0.5, 27, 27))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(heart))
            painter.drawEllipse(QRectF(19, 4.5, 19, 19))
        painter.setPen(QColor(_INK))
        painter.setFont(font(12 if is_note(self._cents) else 10, bold=True))
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._cents // 100 if self._cents >= 100 else self._cents)
        )
        painter.end()
