"""Texts of the window: size, weight and colour by what they mean."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.desktop.theme import font, theme


def label(
    text: str = "",
    *,
    size: int = 14,
    bold: bool = False,
    semibold: bool = False,
    role: str = "ink",
    wrap: bool = False,
    right: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """A text in plain form: nothing in it is taken for markup."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(size, bold=bold, semibold=semibold))
    made.setWordWrap(wrap)
    if right:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    colour_text(made, role)
    return made


def colour_text(widget: QWidget, role: str) -> None:
    """Gives a widget's text the theme's colour for `role`."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.WindowText, theme().colour(role))
    widget.setPalette(palette)
