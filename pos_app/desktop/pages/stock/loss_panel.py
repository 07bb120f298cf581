"""Articles that are gone without a sale: how many, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.move_stock import LOSS_REASONS, lose_stock
from pos_app.counter.receive_stock import LARGEST_DELIVERY
from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.stock.stock_panel import StockPanel, keyed_quantity
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _
from pos_app.reasons import LOSS_WORDS


class LossPanel(StockPanel):
    """A quantity and a reason, which nobody chose beforehand."""

    def __init__(self, desk: Desk, notice: Notice, item: ShelfItem, parent: QWidget) -> None:
        super().__init__(desk, notice, item, parent, title=_("Loss"), keep=_("Write the loss down"))
        self.quantity = self.line(_("Quantity"), "1")
        self.reason = combo("", [("", _("Why?")), *((code, _(LOSS_WORDS[code])) for code in LOSS_REASONS)])
        self.add(_("Reason"), self.reason)
        self.wanted.connect(self._lose)
        self.open_at(self.quantity)

    def _lose(self) -> None:
        if self.desk.operator is None:
            return
        try:
            quantity = keyed_quantity(self.quantity.text(), most=LARGEST_DELIVERY)
        except Refusal as refusal:
            self.refused(refusal)
            return
        said = _("{count} × {product}: the loss is written down.")
        self.record(
            lambda _entry: said.format(count=quantity, product=self.item.product.label),
            lose_stock,
            operator=self.desk.operator,
            product=self.item.product.code,
            quantity=quantity,
            reason=chosen_value(self.reason),
        )
