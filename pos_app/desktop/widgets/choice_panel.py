"""A question with a few answers, each with its key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay

_ROW = 56
_ROOM = 220


class ChoicePanel(Overlay):
    """`chosen` carries the code of the answer; Escape, whose words are `back`, leaves everything as it is."""

    chosen = Signal(str)

    def __init__(
        self, title: str, explained: str, options: Sequence[tuple[str, str]], *, back: str, parent: QWidget
    ) -> None:
        super().__init__(parent, width=580, height=_ROOM + _ROW * len(options))
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(10)
        layout.addWidget(label(title, size=22, bold=True, wrap=True))
        layout.addWidget(label(explained, wrap=True, role="muted"))
        self.options: dict[str, QPushButton] = {}
        for number, (code, words) in enumerate(options, start=1):
            choose = partial(self._choose, code)
            key = str(number)
            self.options[code] = key_button(words, key, choose, shortcut=key) if number < 10 else button(words, choose)
            layout.addWidget(self.options[code])
        layout.addStretch(1)
        layout.addWidget(label(back, role="muted"))
        self.open_at(next(iter(self.options.values()), None))

    def _choose(self, code: str) -> None:
        self.close_overlay()
        self.chosen.emit(code)
