"""Baskets put aside, to take up again."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.clock import local_datetime
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.identifiers import BasketId
from pos_app.i18n import clock_time, money
from pos_app.i18n import gettext as _
from pos_app.store.held_baskets import HeldBasket


class HeldList(Overlay):
    """One button a basket; Escape leaves them where they are."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=520, height=460)
        self._desk = desk
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.addWidget(label(_("Tickets on hold"), size=22, bold=True))
        layout.addSpacing(8)
        self.buttons = [button(self._words(held), partial(self._resume, held.basket.id)) for held in desk.holding.held]
        for made in self.buttons:
            made.setMinimumHeight(52)
            layout.addWidget(made)
        layout.addStretch(1)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        self.open_at(self.buttons[0] if self.buttons else None)

    def _words(self, held: HeldBasket) -> str:
        at = clock_time(local_datetime(held.at_ms, self._desk.clock.offset_min()))
        first = held.basket.lines[0].product.label
        more = len(held.basket.lines) - 1
        what = f"{first} + {more}" if more else first
        return f"{at} · {what} · {money(held.basket.total_cents)}"

    def _resume(self, basket: BasketId) -> None:
        self.close_overlay()
        self._desk.holding.resume(basket)
