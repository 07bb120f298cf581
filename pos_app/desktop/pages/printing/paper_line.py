"""The quiet line of the sale page about paper that needs somebody: nothing waits for it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.printing.jobs_panel import OPEN_KEY, JobsPanel
from pos_app.desktop.print_words import stuck_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import colour_text, label
from pos_app.i18n import gettext as _


class PaperLine(QFrame):
    """Hidden while every paper came out."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "card")
        self.text = label(wrap=True, semibold=True)
        colour_text(self.text, "warn")
        self.see = key_button(_("See"), OPEN_KEY, self._see)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.see)
        desk.status_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        status = self._desk.status
        words = stuck_words(status.jobs_needing_hands) if status else ""
        self.text.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def _see(self) -> None:
        open_jobs(self._desk, self.window())


def open_jobs(desk: Desk, window: QWidget) -> JobsPanel | None:
    """The panel of papers, once, with the keyboard back where it was afterwards."""
    if desk.operator is None or any(panel.isVisible() for panel in window.findChildren(JobsPanel)):
        return None
    before = window.focusWidget()
    panel = JobsPanel(desk, window)
    if before is not None:
        panel.closed.connect(before.setFocus)
    return panel
