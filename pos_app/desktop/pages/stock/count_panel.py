"""Counting one article: whatever is keyed is taken, and the difference is told."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.move_stock import count_stock
from pos_app.counter.receive_stock import LARGEST_DELIVERY
from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.stock.stock_panel import StockPanel, keyed_quantity
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.facts import StockCounted
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _


class CountPanel(StockPanel):
    """One number."""

    def __init__(self, desk: Desk, notice: Notice, item: ShelfItem, parent: QWidget) -> None:
        super().__init__(desk, notice, item, parent, title=_("Count the stock"), keep=_("Write the count down"))
        self.counted = self.line(_("How many are there?"))
        self.wanted.connect(self._count)
        self.open_at(self.counted)

    def _count(self) -> None:
        if self.desk.operator is None:
            return
        try:
            counted = keyed_quantity(self.counted.text(), most=LARGEST_DELIVERY)
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.record(
            self._said, count_stock, operator=self.desk.operator, product=self.item.product.code, counted=counted
        )

    def _said(self, fact: StockCounted) -> str:
        difference = fact.counted - fact.expected
        if not difference:
            return _("{product}: the count is right.").format(product=self.item.product.label)
        text = _("{product}: {counted} counted, {expected} expected. The difference of {difference} is written down.")
        return text.format(
            product=self.item.product.label, counted=fact.counted, expected=fact.expected, difference=f"{difference:+d}"
        )
