"""Choosing a person inside a panel: a field that looks up as somebody types, and the list of who was found."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.person_card import AtDesk, look_up, with_card
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.sale.found_people import FoundPeople
from pos_app.desktop.people import SHORTEST_SEARCH
from pos_app.desktop.person_words import name_words
from pos_app.domain.identifiers import is_card_number
from pos_app.i18n import gettext as _


class PersonField(QWidget):
    """`whom` is who is chosen; whoever the sale page is for is so from the start. Enter takes the first found."""

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.whom: AtDesk | None = None
        self._typed = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("name, telephone or card number"))
        self.line.setAccessibleName(_("Look for the person"))
        self.found = FoundPeople()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self.found)
        layout.addStretch(1)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._look_up)
        self.line.installEventFilter(self)
        self.found.chosen.connect(self._take)
        self.found.left.connect(self.line.setFocus)
        if desk.people.chosen is not None:
            self._take(desk.people.chosen)

    def scanned(self, text: str) -> None:
        """A member card chooses its person."""
        operator = self._desk.operator
        if operator is not None and is_card_number(text):
            future = self._desk.running.run(with_card, operator=operator, card=text)
            self._desk.ask(future, lambda person: self._take(person) if person else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Down goes to the list; Enter takes the likeliest where nobody is chosen yet."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self.found.people:
            return False
        if event.key() == Qt.Key.Key_Down:
            self.found.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.whom is None:
            self._take(self.found.people[0])
            return True
        return False

    def _look_up(self, typed: str) -> None:
        self._typed, self.whom = typed, None
        operator = self._desk.operator
        if operator is None or len(typed.strip()) < SHORTEST_SEARCH:
            self.found.show_people(())
            return

        def done(people: tuple[AtDesk, ...]) -> None:
            if typed == self._typed and self.whom is None:
                self.found.show_people(people)

        self._desk.ask(self._desk.running.run(look_up, operator=operator, typed=typed), done)

    def _take(self, whom: AtDesk) -> None:
        self.whom = whom
        self.line.setText(name_words(whom))
        self.found.show_people(())
        self.line.setFocus()
        self.chosen.emit()
