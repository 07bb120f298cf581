"""A delivery of counted articles: a quantity, or the first and last number of a box, keyed or scanned."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.receive_stock import LARGEST_DELIVERY, range_quantity, receive_stock
from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.stock.stock_panel import StockPanel, keyed_quantity
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _


class DeliveryPanel(StockPanel):
    """A scan goes to the first number, and the next one to the last."""

    def __init__(self, desk: Desk, notice: Notice, item: ShelfItem, parent: QWidget) -> None:
        super().__init__(desk, notice, item, parent, title=_("Delivery"), keep=_("Receive"))
        self.quantity = self.line(_("Quantity"), hint=_("or scan the box"))
        self.first = self.line(_("First number of the box"), hint=_("optional"))
        self.last = self.line(_("Last number of the box"), hint=_("optional"))
        for field in (self.first, self.last):
            field.textChanged.connect(self._count_range)
        self.wanted.connect(self._receive)
        self.open_at(self.quantity)

    def scanned(self, text: str) -> None:
        """The barcode of the box's first card, then of its last one."""
        (self.last if self.first.text() else self.first).setText(text)

    def _count_range(self) -> None:
        if not (self.first.text() and self.last.text()):
            return
        try:
            quantity = range_quantity(self.first.text().strip(), self.last.text().strip())
        except Refusal as refusal:
            self.refused(refusal)
        else:
            self.wrong.setText("")
            self.quantity.setText(str(quantity))

    def _receive(self) -> None:
        if self.desk.operator is None:
            return
        first, last = self.first.text().strip(), self.last.text().strip()
        try:
            quantity = keyed_quantity(self.quantity.text(), most=LARGEST_DELIVERY)
        except Refusal as refusal:
            self.refused(refusal)
            return
        product = self.item.product
        said = _("{count} × {product} received.").format(count=quantity, product=product.label)
        self.record(
            lambda _entry: said,
            receive_stock,
            operator=self.desk.operator,
            product=product.code,
            quantity=quantity,
            numbers=(first, last) if first or last else None,
        )
