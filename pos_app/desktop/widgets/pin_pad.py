"""Six digits, by keyboard or by mouse, shown as dots."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.desktop.theme import font
from pos_app.desktop.widgets.buttons import button
from pos_app.i18n import gettext as _

DIGITS = 6
_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "⌫", "0")


class PinPad(QWidget):
    """`entered` carries the PIN once its sixth digit is there."""

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(DIGITS)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setFont(font(24, bold=True))
        self.field.setAccessibleName(name or _("PIN, six digits"))
        self.field.setPlaceholderText("••••••")
        self.field.textChanged.connect(self._check)
        pad = QGridLayout()
        pad.setSpacing(8)
        for index, key in enumerate(_KEYS):
            made = button(key, partial(self._press, key), kind="chip", name=_("Erase") if key == "⌫" else key)
            made.setFont(font(18, semibold=True))
            made.setMinimumHeight(46)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            pad.addWidget(made, index // 3, index % 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)
        layout.addLayout(pad)
        self.setFocusProxy(self.field)

    def clear(self) -> None:
        self.field.clear()

    def _press(self, key: str) -> None:
        if key == "⌫":
            self.field.backspace()
        else:
            self.field.insert(key)
        self.field.setFocus()

    def _check(self, text: str) -> None:
        digits = "".join(letter for letter in text if letter in "0123456789")
        if digits != text:
            self.field.setText(digits)
        elif len(text) == DIGITS:
            self.entered.emit(text)
