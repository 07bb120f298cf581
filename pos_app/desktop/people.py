"""People at the desk: looking up as somebody types, and the person for whom the basket is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos_app.domain.refusals import Refusal

if TYPE_CHECKING:
    from pos_app.counter.person_card import AtDesk, PersonAtDesk
    from pos_app.desktop.desk import Desk

SHORTEST_SEARCH = 2


class PeopleDesk(QObject):
    """`found` carries who was found for what is typed now, `refused` why nobody may be looked for; `changed` says that
    another person is chosen, or none."""

    found = Signal(object)
    refused = Signal(object)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._typed = ""
        self.chosen: AtDesk | None = None
        desk.basket_changed.connect(self._follow_basket)
        desk.operator_changed.connect(lambda: self.search(""))

    def search(self, typed: str) -> None:
        """Looks `typed` up; only the answer to what was typed last counts."""
        from pos_app.counter.person_card import look_up

        self._typed = typed
        operator = self._desk.operator
        if operator is None or len(typed.strip()) < SHORTEST_SEARCH:
            self.found.emit(())
            return

        def done(people: tuple[AtDesk, ...]) -> None:
            if typed == self._typed:
                self.found.emit(people)

        def refused(error: BaseException) -> None:
            self.refused.emit(error)
            self._desk.tell(error)

        self._desk.ask(self._desk.running.run(look_up, operator=operator, typed=typed), done, refused)

    def choose(self, whom: AtDesk) -> None:
        """The basket is for this person."""
        self.chosen = whom
        self._desk.basket.choose_person(whom.token)
        self.changed.emit()

    def clear(self) -> None:
        """The basket is for nobody in particular."""
        self.chosen = None
        self._desk.basket.choose_person("")
        self.changed.emit()

    def scan(self, card: str) -> None:
        """A member card: its person is chosen."""
        from pos_app.counter.person_card import with_card

        operator = self._desk.operator
        if operator is None:
            return

        def done(person: PersonAtDesk | None) -> None:
            if person is None:
                self._desk.tell(Refusal("person_unknown"))
            else:
                self.choose(person)

        self._desk.ask(self._desk.running.run(with_card, operator=operator, card=card), done)

    def refresh(self) -> None:
        """Reads the chosen person again: something was recorded here, or told by head office."""
        if self.chosen is not None:
            self._read(self.chosen.token)

    def _follow_basket(self) -> None:
        """Another basket may be for another person."""
        token = self._desk.basket.person
        if not token and self.chosen is not None:
            self.chosen = None
            self.changed.emit()
        elif token and (self.chosen is None or self.chosen.token != token):
            self._read(token)

    def _read(self, token: str) -> None:
        """Somebody who was erased meanwhile, here or elsewhere, is no longer chosen."""
        from pos_app.counter.person_card import at_desk

        def done(whom: AtDesk) -> None:
            if self._desk.basket.person == token:
                self.chosen = whom
                self.changed.emit()

        def gone(error: BaseException) -> None:
            if isinstance(error, Refusal) and self._desk.basket.person == token:
                self.clear()
            self._desk.tell(error)

        self._desk.ask(self._desk.running.run(at_desk, token=token), done, gone)
