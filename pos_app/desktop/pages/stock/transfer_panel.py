"""Articles that go to another till, and those that came from one: the two halves of a transfer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.move_stock import receive_transfer, send_stock
from pos_app.counter.receive_stock import LARGEST_DELIVERY
from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.stock.stock_panel import StockPanel, keyed_quantity
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _


class SendingPanel(StockPanel):
    """Where to, and how many; the number that it gets goes along with the box."""

    def __init__(self, desk: Desk, notice: Notice, item: ShelfItem, parent: QWidget) -> None:
        super().__init__(desk, notice, item, parent, title=_("Transfer"), keep=_("Send"))
        self.to = self.line(_("Series of the other till"), hint="PAR2")
        self.quantity = self.line(_("Quantity"))
        self.wanted.connect(self._send)
        self.open_at(self.to)

    def _send(self) -> None:
        if self.desk.operator is None:
            return
        try:
            quantity = keyed_quantity(self.quantity.text(), most=LARGEST_DELIVERY)
        except Refusal as refusal:
            self.refused(refusal)
            return
        said = _("Transfer {number}: write this number on the box. {count} × {product} left the stock.")
        self.record(
            lambda number: said.format(number=number, count=quantity, product=self.item.product.label),
            send_stock,
            operator=self.desk.operator,
            to=self.to.text(),
            articles={self.item.product.code: quantity},
        )


class ArrivalPanel(StockPanel):
    """The number on the box, and how many were counted in it."""

    def __init__(self, desk: Desk, notice: Notice, item: ShelfItem, parent: QWidget) -> None:
        super().__init__(desk, notice, item, parent, title=_("Transfer that came in"), keep=_("Receive"))
        self.number = self.line(_("Number on the box"), hint="PAR2-T12")
        self.quantity = self.line(_("How many are there?"))
        self.wanted.connect(self._arrive)
        self.open_at(self.number)

    def scanned(self, text: str) -> None:
        """The number as a barcode."""
        self.number.setText(text)

    def _arrive(self) -> None:
        if self.desk.operator is None:
            return
        try:
            quantity = keyed_quantity(self.quantity.text(), most=LARGEST_DELIVERY)
        except Refusal as refusal:
            self.refused(refusal)
            return
        said = _("{count} × {product} received.").format(count=quantity, product=self.item.product.label)
        self.record(
            lambda _entry: said,
            receive_transfer,
            operator=self.desk.operator,
            number=self.number.text(),
            articles={self.item.product.code: quantity},
        )
