"""Buttons that show their key, as in the mocks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from pos_app.desktop.theme import font, theme


def button(
    text: str,
    clicked: Callable[[], object] | None = None,
    *,
    kind: str = "",
    name: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A plain button; `kind` is "main", "chip" or nothing; `name` is what a screen reader says instead."""
    made = QPushButton(text, parent)
    return _prepared(made, clicked, kind=kind, name=name or text)


def key_button(
    text: str,
    key: str,
    clicked: Callable[[], object] | None = None,
    *,
    kind: str = "",
    shortcut: str = "",
    parent: QWidget | None = None,
) -> KeyButton:
    """A button that shows `key` on itself; `shortcut` also binds it."""
    made = KeyButton(text, key, parent)
    _prepared(made, clicked, kind=kind, name=f"{text}, {key}")
    if shortcut:
        bind(shortcut, made)
    return made


def bind(shortcut: str, made: QAbstractButton) -> None:
    """Clicks `made` once when `shortcut` is struck, held down or not; a button's own animates for 100 ms first."""
    struck = QShortcut(QKeySequence(shortcut), made)
    struck.setAutoRepeat(False)
    struck.activated.connect(made.click)


def _prepared(made: QPushButton, clicked: Callable[[], object] | None, *, kind: str, name: str) -> QPushButton:
    if kind:
        made.setProperty("kind", kind)
    made.setAccessibleName(name)
    made.setAutoDefault(False)
    if clicked is not None:
        made.clicked.connect(lambda: clicked())  # noqa: PLW0108  # without Qt's argument
    return made


class KeyButton(QPushButton):
    """A push button with its key drawn as a little cap (or as quiet text on the main button)."""

    def __init__(self, text: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._text = text
        self._key = key

    @property
    def key(self) -> str:
        return self._key

    @property
    def words(self) -> str:
        return self._text

    def set_words(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(f"{text}, {self._key}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        text = QFontMetrics(self._font()).horizontalAdvance(self._text)
        key = QFontMetrics(font(12)).horizontalAdvance(self._key)
        return QSize(text + key + 64, 60 if self._main else 46)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(self.sizeHint().width() - 30, self.sizeHint().height())

    @property
    def _main(self) -> bool:
        return bool(self.property("kind") == "main")

    def _font(self) -> QFont:
        return font(18, bold=True) if self._main else font(14, semibold=self.isCheckable())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        super().paintEvent(event)  # its own text is empty
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_words(painter)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        words = self._font()
        keys = font(13 if self._main else 12, semibold=self._main)
        text_width = QFontMetrics(words).horizontalAdvance(self._text)
        key_width = QFontMetrics(keys).horizontalAdvance(self._key)
        inner = self.rect().adjusted(15, 0, -15, 0)
        if self.isCheckable():
            left, key_left = inner.left(), inner.right() - key_width - 8
        else:
            left = inner.left() + max(0, (inner.width() - text_width - key_width - 24) // 2)
            key_left = left + text_width + (8 if self._main else 18)
        ink = self._ink()
        painter.setPen(ink)
        painter.setFont(words)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0, text_width + 4, self.height()), middle, self._text)
        painter.setFont(keys)
        if not self._main:
            cap = QRectF(key_left - 7, self.height() / 2 - 10, key_width + 14, 20)
            painter.setPen(QPen(theme().colour("border"), 1.2))
            painter.drawRoundedRect(cap, 5, 5)
            painter.setPen(theme().colour("muted"))
        else:
            painter.setOpacity(0.75)
        painter.drawText(QRectF(key_left, 0, key_width + 4, self.height()), middle, self._key)
        painter.setOpacity(1)

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return theme().colour("muted")
        return theme().colour("accent_ink" if self._main else "ink")
