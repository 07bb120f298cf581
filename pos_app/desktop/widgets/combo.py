"""A list of which one is chosen: values behind words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox


def combo(name: str, options: Sequence[tuple[str, str]], *, chosen: str = "") -> QComboBox:
    """A list named `name` for a screen reader; `options` are values with their words."""
    made = QComboBox()
    made.setAccessibleName(name)
    for value, text in options:
        made.addItem(text, value)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made


def chosen_value(made: QComboBox) -> str:
    """The value of what is chosen; empty where nothing is."""
    return str(made.currentData() or "")
