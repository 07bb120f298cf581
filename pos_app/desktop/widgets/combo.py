"""A list of which one is chosen: values behind words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QSizePolicy

_LETTERS = 14
"""The least width; words that are longer are cut in the closed list and whole in the open one."""


def combo(name: str, options: Sequence[tuple[str, str]], *, chosen: str = "") -> QComboBox:
    """A list named `name` for a screen reader; `options` are values with their words."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(_LETTERS)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for value, text in options:
        made.addItem(text, value)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made


def chosen_value(made: QComboBox) -> str:
    """The value of what is chosen; empty where nothing is."""
    return str(made.currentData() or "")
