"""A panel over the page, inside the window: it keeps the keyboard while it is open, and Escape closes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from pos_app.desktop.theme import theme


@runtime_checkable
class ScanPanel(Protocol):
    """A panel that takes scans itself while it is open."""

    def scanned(self, text: str) -> None: ...


class Overlay(QWidget):
    """Covers its parent with a veil and shows `card` in the middle; `kept`, it can be opened again once closed."""

    closed = Signal()

    def __init__(self, parent: QWidget, *, width: int, height: int, kept: bool = False) -> None:
        super().__init__(parent)
        self._kept = kept
        self._answers: dict[int, QAbstractButton] = {}
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.card = QFrame(self)
        self.card.setProperty("kind", "card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        self._size = (width, height)
        parent.installEventFilter(_Follower(self, self.cover))
        self.hide()

    def open_at(self, first: QWidget | None) -> None:
        """Shows the panel, once everything is in it, with the keyboard at `first`."""
        self.cover()
        self.show()
        self.raise_()
        (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self, key: Qt.Key, made: QAbstractButton) -> None:
        """Clicks `made` at `key` while the panel has the keyboard, whatever the page below binds to that key."""
        self._answers[key] = made

    def event(self, event: QEvent) -> bool:
        """A key that the panel answers is no shortcut of the page's: it comes as a key."""
        asked = event if event.type() == QEvent.Type.ShortcutOverride else None
        if isinstance(asked, QKeyEvent) and asked.key() in self._answers:
            event.accept()
            return True
        return super().event(event)

    def close_overlay(self) -> None:
        """Gives the keyboard back to the page."""
        self.hide()
        if not self._kept:
            self.deleteLater()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        answering = self._answers.get(event.key())
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        elif answering is not None and answering.isVisible() and answering.isEnabled():
            answering.click()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802  # Qt's signature
        """Tab goes round inside the panel."""
        inside = [w for w in self.findChildren(QWidget) if _takes_tab(w)]
        if not inside:
            return True
        current = self.focusWidget()
        place = inside.index(current) if current in inside else -1
        inside[(place + (1 if forward else -1)) % len(inside)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        veil = QColor(theme().veil)
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def cover(self) -> None:
        """Takes the size of the page below."""
        parent = self.parent()
        assert isinstance(parent, QWidget)
        self.setGeometry(parent.rect())
        width = min(self._size[0], parent.width() - 24)
        height = min(self._size[1], parent.height() - 24)
        self.card.setFixedSize(width, height)


class _Follower(QObject):
    """Tells the panel when the page below changes its size; it goes with the panel."""

    def __init__(self, overlay: QObject, resized: Callable[[], object]) -> None:
        super().__init__(overlay)
        self._resized = resized

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if event.type() == QEvent.Type.Resize:
            self._resized()
        return False


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    inner = widget.focusProxy() is not None  # the line inside an editable list, which hands the focus back
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.isVisible() and not inner
