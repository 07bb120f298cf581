"""A panel with a few named fields and one way to keep them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.sentences import say


class FormPanel(Overlay):
    """`wanted` says that what was keyed is to be kept (Enter); Escape leaves everything as it is.

    An error stands below the fields.
    """

    wanted = Signal()

    def __init__(self, title: str, explained: str, keep: str, parent: QWidget, *, height: int = 480) -> None:
        super().__init__(parent, width=640, height=height)
        self._form = QFormLayout()
        self._form.setSpacing(10)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        self.save = key_button(keep, pgettext("key", "Enter"), self._want, kind="main")
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 20)
        layout.setSpacing(10)
        layout.addWidget(label(title, size=22, bold=True, wrap=True))
        if explained:
            layout.addWidget(label(explained, role="muted", wrap=True))
        layout.addWidget(self._scrolled(), 1)
        layout.addWidget(self.wrong)
        layout.addWidget(self.save)
        layout.addWidget(label(_("Escape to go back"), role="muted"))

    def add(self, name: str, field: QWidget) -> None:
        """A field with its name, which a screen reader says too."""
        field.setAccessibleName(name)
        named = label(name)
        named.setMinimumHeight(field.sizeHint().height())
        self._form.addRow(named, field)

    def line(self, name: str, text: str = "", *, hint: str = "") -> QLineEdit:
        """A field of one line."""
        made = QLineEdit(text)
        made.setPlaceholderText(hint)
        self.add(name, made)
        return made

    def refused(self, error: BaseException) -> None:
        """Says why it was not kept; another try is possible."""
        self.save.setEnabled(True)
        self.wrong.setText(say(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802  # Qt's signature
        """A field that Tab reaches is on the screen, in a low window too."""
        moved = super().focusNextPrevChild(forward)
        for field in self._scroll.findChildren(QWidget):
            if field.hasFocus():
                self._scroll.ensureWidgetVisible(field)
        return moved

    def _want(self) -> None:
        if self.save.isEnabled():
            self.wrong.setText("")
            self.wanted.emit()

    def _scrolled(self) -> QScrollArea:
        """The fields, which a low window scrolls."""
        inside = QWidget()
        inside.setLayout(self._form)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        for one in (scroll.viewport(), inside):
            one.setAutoFillBackground(False)
        return scroll
