"""Why something is sold to nobody in particular: one key for each reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.desktop.person_words import nobody_reasons
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.i18n import gettext as _


class ReasonPanel(Overlay):
    """`chosen` carries the code of the reason; Escape goes back to the sale, to choose a person."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width=560, height=430)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(10)
        layout.addWidget(label(_("For nobody in particular?"), size=22, bold=True))
        explained = _("Choosing the person keeps their right and their saving. Otherwise say why; it is counted.")
        layout.addWidget(label(explained, wrap=True, role="muted"))
        self.reasons = {}
        for number, (code, words) in enumerate(nobody_reasons(), start=1):
            made = key_button(words, str(number), partial(self._choose, code), shortcut=str(number))
            self.reasons[code] = made
            layout.addWidget(made)
        layout.addStretch(1)
        layout.addWidget(label(_("Escape to choose the person"), role="muted"))
        self.open_at(next(iter(self.reasons.values())))

    def _choose(self, code: str) -> None:
        self.close_overlay()
        self.chosen.emit(code)
