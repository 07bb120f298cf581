"""Turning the screen to the person and back: what is said then, and where the keyboard returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from pos_app.counter.person_card import AtDesk
    from pos_app.desktop.desk import Desk
    from pos_app.desktop.pages.turned.screen import TurnedScreen
    from pos_app.desktop.pages.turned.visit_at_desk import VisitAtDesk


class Turning(QObject):
    """`shown` gives the person whose record is on the screen, where one is."""

    def __init__(self, desk: Desk, visit: VisitAtDesk, window: QWidget, *, shown: Callable[[], AtDesk | None]) -> None:
        super().__init__(window)
        self._desk = desk
        self._visit = visit
        self._window = window
        self._shown = shown
        self._focus: QWidget | None = None
        self.screen: TurnedScreen | None = None
        visit.changed.connect(self._show_again)
        desk.operator_changed.connect(self._close)

    def turn(self) -> None:
        """Shows the phrases over whatever is there, or takes them away."""
        if self.screen is not None:
            self.screen.close_overlay()
            return
        if self._desk.operator is None:
            return
        from pos_app.desktop.pages.turned.screen import TurnedScreen

        self._focus = QApplication.focusWidget()
        shown = self._shown()
        self.screen = TurnedScreen(
            self._visit.visit(shown), language=self._visit.language(shown), parent=self._window.window()
        )
        self.screen.closed.connect(self._turned_back)

    def _turned_back(self) -> None:
        self.screen = None
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus()
        self._focus = None

    def _show_again(self) -> None:
        if self.screen is not None:
            self.screen.show_visit(self._visit.visit(self._shown()))

    def _close(self) -> None:
        """A locked till says nothing."""
        if self.screen is not None:
            self.screen.close_overlay()
