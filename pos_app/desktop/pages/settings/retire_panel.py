"""Closing this till for good: what it means, and the series keyed to confirm; it cannot be undone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.retire_till import retire_till
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.act_panel import ActPanel
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _


class RetirePanel(ActPanel):
    """Enter closes the till once its series stands in the field."""

    def __init__(self, desk: Desk, notice: Notice, parent: QWidget, *, series: str) -> None:
        super().__init__(
            desk,
            notice,
            parent,
            title=_("Close this till for good"),
            explained=_(
                "No day opens here any more. Codes that are left go back to head office, which decides what becomes of "
                "them. The journal stays and is sent with the next sync. This cannot be undone."
            ),
            keep=_("Close for good"),
            height=420,
        )
        self._series = series
        self.typed = self.line(_("Series of this till"), hint=series)
        self.wanted.connect(self._retire)
        self.open_at(self.typed)

    def _retire(self) -> None:
        operator = self.desk.operator
        if operator is None:
            return
        if self.typed.text().strip().upper() != self._series:
            self.refused(Refusal("series_not_confirmed", series=self._series))
            return
        said = _("This till closed for good. Synchronise once more, or write a stick: head office then knows.")
        self.record(lambda _entry: said, retire_till, operator=operator)
