"""A product on the shelf: its name, what is left of it, its price."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from pos_app.desktop.icons import icon_pixmap
from pos_app.desktop.theme import font, theme

TILE_WIDTH, TILE_HEIGHT = 204, 92
_ICON = 20


class Tile(QAbstractButton):
    """Painted by hand: sixty of them cost less than one layout of labels each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = self._note = self._price = self._tone = self._icon = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(TILE_WIDTH, TILE_HEIGHT)

    def show_words(self, *, title: str, note: str, price: str, tone: str, icon: str = "") -> None:
        """What stands on it; `tone` of the note is "plain" or "warn"; `icon` is a file of resources/icons, or none."""
        shown = (title, note, price, tone, icon)
        if shown == (self._title, self._note, self._price, self._tone, self._icon):
            return
        self._title, self._note, self._price, self._tone, self._icon = shown
        self.setAccessibleName(f"{title}, {price}, {note}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(TILE_WIDTH, TILE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        marked = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(theme().colour("accent" if marked else "border"), 2 if self.hasFocus() else 1))
        painter.setBrush(theme().colour("accent_soft" if self.isDown() else "card"))
        painter.drawRoundedRect(frame, 13, 13)
        painter.setOpacity(1 if self.isEnabled() else 0.45)
        self._draw_texts(painter, frame.adjusted(14, 12, -14, -12))
        painter.end()

    def _draw_texts(self, painter: QPainter, inner: QRectF) -> None:
        painter.setPen(theme().colour("ink"))
        painter.setFont(font(15, semibold=True))
        if self._icon:
            at = inner.topRight().toPoint() - QPoint(_ICON, 0)
            painter.drawPixmap(at, icon_pixmap(self._icon, theme().muted, _ICON, self.devicePixelRatioF()))
        title = inner.adjusted(0, 0, -_ICON if self._icon else 0, 0)
        painter.drawText(title, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._title)
        price_font = font(19, bold=True)
        painter.setFont(price_font)
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(inner, bottom | Qt.AlignmentFlag.AlignRight, self._price)
        room = inner.adjusted(0, 0, -QFontMetrics(price_font).horizontalAdvance(self._price) - 8, -2)
        note_font = font(12, semibold=self._tone == "warn")
        painter.setPen(theme().colour("warn" if self._tone == "warn" else "muted"))
        painter.setFont(note_font)
        note = QFontMetrics(note_font).elidedText(self._note, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, bottom | Qt.AlignmentFlag.AlignLeft, note)
