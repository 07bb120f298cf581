"""The support page: what is due today, sessions, cases."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.support.cases_view import CasesView
from pos_app.desktop.pages.support.sessions_view import SessionsView
from pos_app.desktop.widgets.page import Page
from pos_app.i18n import gettext as _


class SupportPage(Page):
    """Sessions begin with today's, cases with those that are due; Ctrl and page up or down change the tab."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Support"))
        self.sessions = SessionsView(desk, self.notice)
        self.cases = CasesView(desk, self.notice)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.sessions, _("Workshops"))
        self.tabs.addTab(self.cases, _("Cases"))
        self.tabs.currentChanged.connect(self.refresh)
        self.body.addWidget(self.tabs, 1)
        for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self).activated.connect(self._other_tab)

    def refresh(self) -> None:
        """Reads again what the visible tab shows."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, SessionsView | CasesView):
            shown.refresh()

    def _other_tab(self) -> None:
        self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())
