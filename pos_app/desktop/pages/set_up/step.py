"""One step of the assistant: a title, what it is for, fields, and one main button that Enter presses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.desktop.widgets.buttons import KeyButton, button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.i18n import pgettext


class Step(QWidget):
    """Made from top to bottom: fields and texts, then `main`, then quieter buttons."""

    def __init__(self, title: str, explained: str) -> None:
        super().__init__()
        self.fields: dict[str, QLineEdit] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        self._layout.addWidget(label(title, size=26, bold=True, wrap=True))
        self._layout.addWidget(label(explained, role="muted", wrap=True))
        self._others: QHBoxLayout | None = None
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(8)
        self._layout.addLayout(self._form)
        self._layout.addStretch(1)

    def add(self, widget: QWidget) -> None:
        self._form.addRow(widget)

    def field(self, name: str, text: str, *, hint: str = "", value: str = "", hidden: bool = False) -> QLineEdit:
        """A line to fill in; `hidden` for PINs and passphrases."""
        made = QLineEdit(value)
        made.setPlaceholderText(hint)
        made.setAccessibleName(text)
        made.setMinimumHeight(made.sizeHint().height())
        if hidden:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        self._form.addRow(label(text), made)
        self.fields[name] = made
        return made

    def main(self, text: str, act: Callable[[], object]) -> KeyButton:
        """The step's main button; Enter in any field presses it too."""
        made = key_button(text, pgettext("key", "Enter"), act, kind="main")
        self._layout.addWidget(made)
        for field in self.fields.values():
            field.returnPressed.connect(act)
        return made

    def other(self, text: str, act: Callable[[], object]) -> None:
        """A quiet way out; several of them stand side by side."""
        if self._others is None:
            self._others = QHBoxLayout()
            self._layout.addLayout(self._others)
        self._others.addWidget(button(text, act))

    def begin(self) -> None:
        """The keyboard goes to the first field."""
        for field in self.fields.values():
            field.setFocus()
            return
