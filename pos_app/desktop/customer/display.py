"""Which screen is the person's, and what is shown on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from pos_app.desktop.customer.screen import CustomerScreen
    from pos_app.desktop.pages.turned.visit_at_desk import VisitAtDesk

ANY_OTHER, NONE = "", "none"
"""In the preferences, beside the name of a screen: whichever has not the window, or no screen at all."""
THANKS_MS = 45_000
"""How long the change and the thanks stay if nobody comes next."""


class CustomerDisplay(QObject):
    """Comes and goes with the screen it is shown on; `chosen` is the preference."""

    def __init__(self, visit: VisitAtDesk, window: QWidget, *, chosen: str) -> None:
        super().__init__(window)
        self.visit = visit
        self._window = window
        self._chosen = chosen
        self.screen: CustomerScreen | None = None
        self._thanked = QTimer(self, singleShot=True, interval=THANKS_MS)
        self._thanked.timeout.connect(self.welcome_next)
        visit.changed.connect(self._show)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._screens_changed)
            application.screenRemoved.connect(self._screens_changed)
        QTimer.singleShot(0, self, self.place)

    def place(self) -> None:
        """Opens the person's window on their screen, moves it there, or closes it where there is none."""
        found = customer_screen(QGuiApplication.screens(), self._window.screen(), self._chosen)
        if found is None:
            if self.screen is not None:
                self.screen.close()
                self.screen.deleteLater()
                self.screen = None
            return
        if self.screen is None:
            from pos_app.desktop.customer.screen import CustomerScreen

            self.screen = CustomerScreen(self._window)
        self.screen.setScreen(found)
        self.screen.setGeometry(found.geometry())
        self.screen.show()
        self._window.activateWindow()  # some systems give a new window the keyboard, whatever it asks for
        self._show()

    def _screens_changed(self, _screen: QScreen) -> None:
        """The list of screens is only true once the system's own event is over."""
        QTimer.singleShot(0, self, self.place)

    def _show(self) -> None:
        if self.screen is None:
            return
        from pos_app.desktop.customer.sheet import sheet_of

        self._thanked.stop()
        if not self.visit.going_on:
            self.screen.show_sheet(None)
            return
        sheet = sheet_of(self.visit.visit(), self.visit.language())
        self.screen.show_sheet(sheet)
        if not sheet.lines:
            self._thanked.start()

    def welcome_next(self) -> None:
        """Nobody has come since: what was bought is no longer shown."""
        if self.screen is not None:
            self.screen.show_sheet(None)


def customer_screen(screens: list[QScreen], own: QScreen, chosen: str) -> QScreen | None:
    """The screen for the person: never the one that has the window, which would be hidden behind it."""
    others = [screen for screen in screens if screen is not own]
    if chosen == ANY_OTHER:
        return others[0] if others else None
    return next((screen for screen in others if screen.name() == chosen), None)
