"""Asking the price of an article whose price is open (a laptop "from 100 €")."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.theme import font
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.basket import unit_price
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.i18n import amount, money, pgettext
from pos_app.i18n import gettext as _
from pos_app.sentences import say


class PricePanel(Overlay):
    """`accepted` carries a price in cents that the floor allows."""

    accepted = Signal(int)

    def __init__(self, item: ShelfItem, parent: QWidget) -> None:
        super().__init__(parent, width=460, height=340)
        self._item = item
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(10)
        layout.addWidget(label(item.product.label, size=22, bold=True, wrap=True))
        floor = _("Not under {floor}").format(floor=money(item.product.floor_cents))
        layout.addWidget(label(floor, role="muted"))
        self.field = QLineEdit(amount(item.product.price_cents))
        self.field.setFont(font(28, bold=True))
        self.field.setAccessibleName(_("Price of {product}").format(product=item.product.label))
        self.field.selectAll()
        self.field.returnPressed.connect(self._accept)
        layout.addWidget(self.field)
        self.wrong = label(role="bad", wrap=True, semibold=True)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        layout.addWidget(key_button(_("Add to the ticket"), pgettext("key", "Enter"), self._accept, kind="main"))
        self.open_at(self.field)

    def _accept(self) -> None:
        try:
            cents = unit_price(self._item.product, parse_amount_cents(self.field.text()))
        except Refusal as refusal:
            self.wrong.setText(say(refusal))
            self.field.selectAll()
            return
        self.close_overlay()
        self.accepted.emit(cents)
