"""Baskets put aside at the desk, and taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from pos_app.desktop.desk import Desk
    from pos_app.domain.basket import Basket
    from pos_app.domain.identifiers import BasketId
    from pos_app.store.held_baskets import HeldBasket


class Holding(QObject):
    """`held` are the baskets put aside, oldest first; `changed` says that they are others now."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.held: tuple[HeldBasket, ...] = ()

    def refresh(self) -> None:
        from pos_app.counter.hold_basket import held_baskets

        self._desk.ask(self._desk.running.run(held_baskets), self._show)

    def hold(self) -> None:
        """Puts the basket aside; it leaves the screen only once it is safe on disk."""
        from pos_app.counter.hold_basket import hold_basket

        desk = self._desk
        if desk.operator is None or not desk.basket.lines:
            return
        frozen = desk.basket.freeze()

        def done(_held: HeldBasket) -> None:
            if desk.basket.id == frozen.id:
                desk.basket = desk.new_basket()
                desk.basket_changed.emit()
            self.refresh()

        desk.ask(desk.running.run(hold_basket, operator=desk.operator, basket=frozen), done)

    def resume(self, held: BasketId) -> None:
        """Takes a basket up again; the one in progress, if any, is put aside."""
        from pos_app.counter.hold_basket import resume_basket

        desk = self._desk
        if desk.operator is None:
            return
        desk.settle_void()
        self.hold()

        def done(basket: Basket) -> None:
            desk.basket = basket
            desk.basket_changed.emit()
            self.refresh()

        desk.ask(desk.running.run(resume_basket, operator=desk.operator, basket_id=held), done)

    def _show(self, found: tuple[HeldBasket, ...]) -> None:
        self.held = found
        self.changed.emit()
