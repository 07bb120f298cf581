"""A panel over the page, inside the window: it keeps the keyboard while it is open, and Escape closes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from pos_app.desktop.theme import theme

_ALWAYS = frozenset({Qt.Key.Key_F3, Qt.Key.Key_F10})
"""Turning the screen and signing out work over any panel; every other key is the panel's."""


@runtime_checkable
class ScanPanel(Protocol):
    """A panel that takes scans itself while it is open."""

    def scanned(self, text: str) -> None: ...


class Overlay(QWidget):
    """Covers its parent with a veil and shows `card` in the middle; `kept`, it can be opened again once closed.

    The page below goes on living: what it does when news arrive takes neither the keyboard nor a key from the panel.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, *, width: int, height: int, kept: bool = False) -> None:
        super().__init__(parent)
        self._kept = kept
        self._inside: QWidget | None = None
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
        _application().focusChanged.connect(self._keep_keyboard)
        (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self, key: Qt.Key, made: QAbstractButton) -> None:
        """Clicks `made` at `key` while the panel has the keyboard, whatever the page below binds to that key."""
        self._answers[key] = made

    def event(self, event: QEvent) -> bool:
        """No key is a shortcut of the page's while the panel is open: it comes to the panel as a key."""
        asked = event if event.type() == QEvent.Type.ShortcutOverride else None
        if isinstance(asked, QKeyEvent) and asked.key() not in _ALWAYS:
            event.accept()
            return True
        return super().event(event)

    def leave(self) -> None:
        """Whoever opened the panel has gone: it closes, whatever step it is at."""
        Overlay.close_overlay(self)

    def close_overlay(self) -> None:
        """Gives the keyboard back to the panel below, or to the page."""
        if self.isHidden():
            return
        _application().focusChanged.disconnect(self._keep_keyboard)
        self.hide()
        if (below := self._on_top) is not None:
            below.take_keyboard()
        if not self._kept:
            self.deleteLater()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """A key that is held down answers once: nobody confirms twenty things by leaning on it."""
        answering, own = self._answers.get(event.key()), self._own_shortcut(event)
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        elif event.isAutoRepeat() and (answering is not None or own is not None):
            event.accept()
        elif answering is not None and answering.isVisible() and answering.isEnabled():
            answering.click()
        elif own is not None:
            own.activated.emit()
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

    def _own_shortcut(self, event: QKeyEvent) -> QShortcut | None:
        """The shortcut of one of the panel's buttons, where the key is one."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        struck = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key())))
        for one in self.findChildren(QShortcut):
            shown = one.parent()
            if one.key() == struck and isinstance(shown, QWidget) and shown.isVisible() and shown.isEnabled():
                return one
        return None

    def _keep_keyboard(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Takes the keyboard back from a page, or from a panel below, that took it meanwhile."""
        if now is None or not self.isVisible():
            return
        if now is self or self.isAncestorOf(now):
            self._inside = now
        elif now.window() is self.window() and self._on_top is self:
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """Gives it to whatever in the panel had it last."""
        kept = self._inside
        usable = kept is not None and isValid(kept) and kept.isVisible() and kept.isEnabled()
        (kept if kept is not None and usable else self).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _on_top(self) -> Overlay | None:
        parent, only = self.parentWidget(), Qt.FindChildOption.FindDirectChildrenOnly
        beside: list[Overlay] = parent.findChildren(Overlay, options=only) if parent is not None else []
        return next((one for one in reversed(beside) if one.isVisible()), None)


class _Follower(QObject):
    """Tells the panel when the page below changes its size; it goes with the panel."""

    def __init__(self, overlay: QObject, resized: Callable[[], object]) -> None:
        super().__init__(overlay)
        self._resized = resized

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if event.type() == QEvent.Type.Resize:
            self._resized()
        return False


def _application() -> QApplication:
    return cast("QApplication", QApplication.instance())


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    inner = widget.focusProxy() is not None  # the line inside an editable list, which hands the focus back
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.isVisible() and not inner
