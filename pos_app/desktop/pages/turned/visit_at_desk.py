"""Who is at the desk and what was last sold to them: what the turned screen and the second screen say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos_app.printing.languages import FRENCH

if TYPE_CHECKING:
    from pos_app.counter.person_card import AtDesk
    from pos_app.counter.sell import Sold
    from pos_app.desktop.desk import Desk
    from pos_app.desktop.pages.turned.visit import Visit


class VisitAtDesk(QObject):
    """Remembers whom the last sale was for: the thanks and the change are said when it is over."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sold: Sold | None = None
        self._whom: AtDesk | None = None
        desk.people.changed.connect(self._person_changed)
        desk.basket_changed.connect(self._basket_changed)
        desk.sold.connect(self._remember_sold)
        desk.operator_changed.connect(self.forget)

    @property
    def going_on(self) -> bool:
        """Whether something is being bought, or was just bought and is still to be said."""
        return self._desk.operator is not None and (bool(self._desk.basket.lines) or self._sold is not None)

    def visit(self, shown: AtDesk | None = None) -> Visit:
        """What is true now; `shown` is the person whose record is on the screen, who comes first."""
        from pos_app.desktop.pages.turned.visit import visit_of

        whom = shown or self._desk.people.chosen or (self._whom if self._sold else None)
        return visit_of(self._desk.basket, whom, self._sold)

    def language(self, shown: AtDesk | None = None) -> str:
        from pos_app.counter.person_card import PersonAtDesk

        whom = shown or self._desk.people.chosen or self._whom
        return whom.person.identity.language if isinstance(whom, PersonAtDesk) else FRENCH

    def forget(self) -> None:
        """Whoever comes next sees nothing of it."""
        self._sold = self._whom = None
        self.changed.emit()

    def _person_changed(self) -> None:
        if self._desk.people.chosen is not None:
            self._whom = self._desk.people.chosen
        self.changed.emit()

    def _basket_changed(self) -> None:
        if self._desk.basket.lines:
            self._sold = None
            if not self._desk.basket.person:
                self._whom = None
        self.changed.emit()

    def _remember_sold(self, sold: Sold) -> None:
        self._sold = sold
        self.changed.emit()
