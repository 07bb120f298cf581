"""Looking closer at the journal: its events, whether it is intact, its archives."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.audit.archive_tab import ArchiveTab
from pos_app.desktop.pages.audit.backup_tab import BackupTab
from pos_app.desktop.pages.audit.check_tab import CheckTab
from pos_app.desktop.pages.audit.events_tab import EventsTab
from pos_app.desktop.widgets.page import Page
from pos_app.i18n import gettext as _


class AuditPage(Page):
    """One tab for each question that an auditor asks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Checks and archives"))
        self.events, self.check, self.archives = EventsTab(desk), CheckTab(desk), ArchiveTab(desk)
        self.backups = BackupTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for tab, words in (
            (self.events, _("Events")),
            (self.check, _("Verification")),
            (self.archives, _("Archives")),
            (self.backups, _("Backups")),
        ):
            self.tabs.addTab(tab, words)
            tab.refused.connect(self.tell)
        for speaking in (self.events, self.archives, self.backups):
            speaking.said.connect(self._say)
        self.tabs.currentChanged.connect(self.refresh)
        self.body.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        """Reads again what the tab in front shows."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, EventsTab | CheckTab | ArchiveTab | BackupTab):
            shown.refresh()

    def _say(self, text: str) -> None:
        self.notice.show_text(text, "good")
