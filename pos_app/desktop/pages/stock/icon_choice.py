"""The icons that an article or a family can have: the files that come with the program, by name."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox

from pos_app.desktop.icons import icon_names, icon_pixmap
from pos_app.desktop.theme import theme
from pos_app.desktop.widgets.combo import combo
from pos_app.i18n import gettext as _

_SIZE = 18


def icon_choice(chosen: str) -> QComboBox:
    """A list of all icons, with their pictures; none first."""
    made = combo("", [("", _("None of its own")), *((name, name) for name in icon_names())], chosen=chosen)
    for row in range(1, made.count()):
        name = str(made.itemData(row))
        made.setItemIcon(row, QIcon(icon_pixmap(name, theme().ink, _SIZE, made.devicePixelRatioF())))
    return made
