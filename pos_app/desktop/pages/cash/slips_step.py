"""The evening's first step, where it is needed: codes that were paid and that nobody said were handed over."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from pos_app.counter.evening import Evening
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.cash.step_view import StepView
from pos_app.desktop.pages.codes.slips_panel import SlipsPanel
from pos_app.desktop.voucher_words import to_collect_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.i18n import gettext as _


class SlipsStep(StepView):
    """F8 lists them, F12 goes on: what nobody fetched stays theirs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Slips to collect"))
        self.count = label(size=28, bold=True, wrap=True)
        text = _(
            "These codes were paid, and nobody said that they were handed over. Look at the list: what was given is "
            "ticked off, what is left waits for its person. Nothing is lost."
        )
        self.inside.addWidget(self.count)
        self.inside.addWidget(label(text, role="muted", wrap=True))
        self.inside.addStretch(1)
        row = QHBoxLayout()
        self.list = key_button(_("Look at the list"), "F8", self._show_list, shortcut="F8")
        self.go_on = key_button(_("Go on"), "F12", self.put_off.emit, kind="main", shortcut="F12")
        row.addWidget(self.list)
        row.addStretch(1)
        row.addWidget(self.go_on)
        self.inside.addLayout(row)

    def show_evening(self, evening: Evening) -> None:
        self.count.setText(to_collect_words(evening.to_collect))

    def begin(self) -> None:
        self.go_on.setFocus()

    def _show_list(self) -> None:
        SlipsPanel.of_everybody(self.desk, self.window()).closed.connect(self._looked)

    def _looked(self) -> None:
        self.begin()
        self.moved_on.emit()
