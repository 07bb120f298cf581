"""Who was found for what is typed: a short list under the search field, one row a person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from pos_app.counter.person_card import AtDesk
from pos_app.desktop.person_words import found_words
from pos_app.desktop.theme import font
from pos_app.i18n import gettext as _

MOST = 6
ROW_HEIGHT = 38


class FoundPeople(QListWidget):
    """`chosen` carries the AtDesk of the row that Enter or a click takes; `left` wants the search field back."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people: tuple[AtDesk, ...] = ()
        self.setFont(font(15))
        self.setAccessibleName(_("People found"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda _item: self._take())
        self.hide()

    def show_people(self, people: Sequence[AtDesk]) -> None:
        """Replaces the rows; hidden where nobody was found."""
        self.people = tuple(people)[:MOST]
        self.clear()
        for at_desk in self.people:
            row = QListWidgetItem(found_words(at_desk))
            row.setSizeHint(QSize(0, ROW_HEIGHT))
            self.addItem(row)
        self.setFixedHeight(ROW_HEIGHT * len(self.people) + 10)
        self.setVisible(bool(self.people))
        self.setCurrentRow(0 if self.people else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.key() == Qt.Key.Key_Up and self.currentRow() == 0:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        row = self.currentRow()
        if 0 <= row < len(self.people):
            self.chosen.emit(self.people[row])
