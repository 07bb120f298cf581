"""The rail of pages at the left."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from pos_app.desktop.icons import icon_pixmap
from pos_app.desktop.theme import font, theme
from pos_app.desktop.widgets.buttons import bind

RAIL_WIDTH = 92
_ICON = 28
_TALLEST, _LOWEST = 70, 52
"""Of a button, in logical pixels: a window 600 high has room for every page."""


class NavEntry(msgspec.Struct, frozen=True):
    """A page: its name in the program, its words, its icon; `low` ones stand at the foot."""

    page: str
    words: str
    icon: str
    low: bool = False


class NavButton(QAbstractButton):
    """An icon over a word, filled with the accent where its page is shown."""

    def __init__(self, entry: NavEntry, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = entry
        self.setCheckable(True)
        self.setAccessibleName(entry.words)
        self.setToolTip(f"{entry.words} ({key})")
        bind(key, self)
        self.setFixedWidth(RAIL_WIDTH - 16)
        self.setMinimumHeight(_LOWEST)
        self.setMaximumHeight(_TALLEST)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(RAIL_WIDTH - 16, _TALLEST)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().colour("nav_ink") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("accent") if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        colour = theme().accent_ink if self.isChecked() else theme().nav_ink
        pixmap = icon_pixmap(self._entry.icon, colour, _ICON, self.devicePixelRatioF())
        above = (self.height() - _LOWEST) // 2
        painter.drawPixmap((self.width() - _ICON) // 2, above + 2, pixmap)
        painter.setPen(theme().colour("accent_ink" if self.isChecked() else "nav_ink"))
        small = font(13)
        painter.setFont(small)
        words = QFontMetrics(small).elidedText(self._entry.words, Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.drawText(QRectF(0, above + 32, self.width(), 20), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


class NavRail(QWidget):
    """One button a page; Ctrl+1, Ctrl+2 ... are their keys."""

    def __init__(self, entries: tuple[NavEntry, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(RAIL_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 14, 8, 14)
        layout.setSpacing(6)
        self.buttons: dict[str, NavButton] = {}
        for number, entry in enumerate(entries, start=1):
            if entry.low and not any(e.low for e in entries[: number - 1]):
                layout.addStretch(1)
            self.buttons[entry.page] = NavButton(entry, f"Ctrl+{number}")
            layout.addWidget(self.buttons[entry.page])

    def show_page(self, page: str) -> None:
        for name, made in self.buttons.items():
            made.setChecked(name == page)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("nav"))
        painter.end()
