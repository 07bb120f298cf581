"""The settings page: operators, the till's own choices, what program this is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget

from pos_app.counter.preferences import Preferences
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.settings.operators import OperatorsTab
from pos_app.desktop.pages.settings.printers import PrintersTab
from pos_app.desktop.pages.settings.this_till import ThisTillTab
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.page import Page
from pos_app.i18n import gettext as _


class SettingsPage(Page):
    """Three tabs."""

    def __init__(
        self,
        desk: Desk,
        *,
        preferences: Preferences,
        remake: Callable[[Preferences], object],
        train: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(desk, _("Settings"))
        self.operators = OperatorsTab(desk, self.notice)
        self.this_till = ThisTillTab(desk, self.notice, preferences=preferences, remake=remake)
        self.printers = PrintersTab(desk, self.notice)
        self.tabs = tabs = QTabWidget()
        tabs.setDocumentMode(True)
        if train is not None:
            self.train = key_button(_("Training"), "F9", train, shortcut="F9")
            self.heading.addWidget(self.train)
        tabs.addTab(self.operators, _("Operators"))
        tabs.addTab(self.printers, _("Printers"))
        tabs.addTab(self.this_till, _("This till"))
        self.body.addWidget(tabs, 1)

    def refresh(self) -> None:
        """Reads again what the tabs show."""
        self.operators.refresh()
        self.printers.refresh()
        self.this_till.refresh()
