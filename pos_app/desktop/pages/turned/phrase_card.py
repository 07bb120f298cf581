"""A phrase with its pictogram, painted by hand: small in the list of phrases, or as large as the screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_app.desktop.icons import icon_pixmap
from pos_app.desktop.pages.turned.visit import Said
from pos_app.desktop.theme import font, theme
from pos_app.desktop.widgets.laid_text import SMALLEST, fit

_SMALL, _LARGE = 25, 62
_SMALL_ICON, _LARGE_ICON = 44, 132
_LINE_SIZE = 30


class PhraseCard(QAbstractButton):
    """`key` is the one that shows it alone; without one it is large. A click does the same."""

    def __init__(
        self, said: Said, *, key: str = "", right_to_left: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.said = said
        self._key = key
        self._right_to_left = right_to_left
        self.setAccessibleName(" / ".join(said.texts))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(180, 76)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(120, 60)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._key:
            self._draw_frame(painter)
        self._draw_phrase(painter)
        if self._key:
            self._draw_key(painter)
        painter.end()

    def _draw_frame(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme().colour("accent" if self.hasFocus() else "border"), 2 if self.hasFocus() else 1))
        painter.setBrush(theme().colour("accent_soft" if self.isDown() else "card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 13, 13)

    def _draw_key(self, painter: QPainter) -> None:
        painter.setFont(font(12))
        painter.setPen(theme().colour("muted"))
        at = Qt.AlignmentFlag.AlignBottom | (
            Qt.AlignmentFlag.AlignLeft if self._right_to_left else Qt.AlignmentFlag.AlignRight
        )
        painter.drawText(QRectF(self.rect()).adjusted(10, 6, -10, -6), at, self._key)

    def _draw_phrase(self, painter: QPainter) -> None:
        inner = QRectF(self.rect()).adjusted(14, 10, -14, -18)
        icon = _SMALL_ICON if self._key else _LARGE_ICON
        place = QRectF(inner.left(), inner.top(), icon, icon)
        text = inner.adjusted(icon + 12, 0, 0, 0)
        if not self._key:
            place.moveLeft(inner.center().x() - icon / 2)
            text = inner.adjusted(0, icon + 18, 0, 0)
        elif self._right_to_left:
            place.moveRight(inner.right())
            text = inner.adjusted(0, 0, -icon - 12, 0)
        pixmap = icon_pixmap(self.said.phrase.icon, theme().accent, icon, self.devicePixelRatioF())
        painter.drawPixmap(place.toRect(), pixmap)
        if self.said.lines and not self._key:
            text = self._draw_lines(painter, text)
        self._draw_texts(painter, text)

    def _draw_texts(self, painter: QPainter, room: QRectF) -> None:
        """As large as fits, down to the size that is still read."""
        painter.setPen(theme().colour("ink"))
        size = _SMALL if self._key else _LARGE
        laid = fit(
            self.said.texts, room, self._font, size=size, right_to_left=self._right_to_left, centred=not self._key
        )
        top = room.top() if self._key else room.top() + max(0.0, (room.height() - laid.height) / 2)
        laid.draw(painter, room.left(), top)

    def _font(self, size: int) -> QFont:
        """Figures as wide as they are: a hyphen would stand alone between words otherwise."""
        return font(size, semibold=bool(self._key), bold=not self._key, columns=False)

    def _draw_lines(self, painter: QPainter, room: QRectF) -> QRectF:
        """What is being bought, below the phrase; returns what is left for the phrase."""
        size = min(_LINE_SIZE, int(room.height() * 0.6 / len(self.said.lines) / 1.5))
        used, step = font(max(SMALLEST, size), semibold=True), max(SMALLEST, size) * 1.5
        painter.setFont(used)
        painter.setPen(theme().colour("ink"))
        width = min(room.width(), 720.0)
        left = room.center().x() - width / 2
        top = room.bottom() - step * len(self.said.lines)
        for what, price in self.said.lines:
            row = QRectF(left, top, width, step)
            label = QFontMetricsF(used).elidedText(what, Qt.TextElideMode.ElideRight, width - 160)
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, price)
            top += step
        return room.adjusted(0, 0, 0, -step * len(self.said.lines) - 12)
