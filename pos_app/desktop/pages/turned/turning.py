"""Turning the screen to the person and back: what is said then, and where the keyboard returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.printing.languages import FRENCH

if TYPE_CHECKING:
    from pos_app.counter.person_card import AtDesk
    from pos_app.counter.sell import Sold
    from pos_app.desktop.desk import Desk
    from pos_app.desktop.pages.turned.screen import TurnedScreen
    from pos_app.desktop.pages.turned.visit import Visit


class Turning(QObject):
    """Remembers whom the last sale was for: the thanks and the change are said when it is over.

    `shown` gives the person whose record is on the screen, where one is.
    """

    def __init__(self, desk: Desk, window: QWidget, *, shown: Callable[[], AtDesk | None]) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._shown = shown
        self._sold: Sold | None = None
        self._whom: AtDesk | None = None
        self._focus: QWidget | None = None
        self.screen: TurnedScreen | None = None
        desk.people.changed.connect(self._person_changed)
        desk.basket_changed.connect(self._basket_changed)
        desk.sold.connect(self._remember_sold)
        desk.operator_changed.connect(self._forget)

    def turn(self) -> None:
        """Shows the phrases over whatever is there, or takes them away."""
        if self.screen is not None:
            self.screen.close_overlay()
            return
        if self._desk.operator is None:
            return
        from pos_app.desktop.pages.turned.screen import TurnedScreen

        self._focus = QApplication.focusWidget()
        self.screen = TurnedScreen(self._visit(), language=self._language(), parent=self._window.window())
        self.screen.closed.connect(self._turned_back)

    def _turned_back(self) -> None:
        self.screen = None
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus()
        self._focus = None

    def _visit(self) -> Visit:
        from pos_app.desktop.pages.turned.visit import visit_of

        whom = self._shown() or self._desk.people.chosen or (self._whom if self._sold else None)
        return visit_of(self._desk.basket, whom, self._sold)

    def _language(self) -> str:
        from pos_app.counter.person_card import PersonAtDesk

        whom = self._shown() or self._desk.people.chosen or self._whom
        return whom.person.identity.language if isinstance(whom, PersonAtDesk) else FRENCH

    def _person_changed(self) -> None:
        if self._desk.people.chosen is not None:
            self._whom = self._desk.people.chosen

    def _basket_changed(self) -> None:
        if self._desk.basket.lines:
            self._sold = None
            if not self._desk.basket.person:
                self._whom = None
        self._show_again()

    def _remember_sold(self, sold: Sold) -> None:
        self._sold = sold
        self._show_again()

    def _show_again(self) -> None:
        if self.screen is not None:
            self.screen.show_visit(self._visit())

    def _forget(self) -> None:
        """Whoever comes next sees nothing of it; a locked till says nothing."""
        self._sold = self._whom = None
        if self.screen is not None:
            self.screen.close_overlay()
