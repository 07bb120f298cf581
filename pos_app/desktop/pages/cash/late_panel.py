"""Sales that were made by hand: from which line of which sheet, of which day."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.i18n import gettext as _


class LatePanel(FormPanel):
    """`begun` says that the sale page now keys from paper."""

    begun = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        explained = _(
            "Each line becomes a ticket of today's day, marked as keyed late, with the sheet's date. A day that is "
            "closed stays as it is."
        )
        super().__init__(_("Sales from paper"), explained, _("Key the lines"), parent, height=430)
        self._desk = desk
        self.paper = self.line(_("First line to key"), hint="7K3Q-01")
        self.day = self.line(_("Date on the sheet"), hint=_("31/12/2026"))
        self.wanted.connect(self._begin)
        self.open_at(self.paper)

    def _begin(self) -> None:
        self.save.setEnabled(False)
        self._desk.late.begin(paper=self.paper.text(), claimed_on=self.day.text(), done=self._done, failed=self.refused)

    def _done(self) -> None:
        self.close_overlay()
        self.begun.emit()
