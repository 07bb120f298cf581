"""What is on the shelf by the count, and what changes it without a sale."""

from __future__ import annotations

from operator import attrgetter

from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.sale.shelf_view import price_words
from pos_app.desktop.pages.stock.count_panel import CountPanel
from pos_app.desktop.pages.stock.delivery_panel import DeliveryPanel
from pos_app.desktop.pages.stock.loss_panel import LossPanel
from pos_app.desktop.pages.stock.transfer_panel import ArrivalPanel, SendingPanel
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.catalogue import Tracking
from pos_app.i18n import gettext as _

_Panel = DeliveryPanel | CountPanel | LossPanel | SendingPanel | ArrivalPanel
_OTHERS: dict[str, type[LossPanel | SendingPanel | ArrivalPanel]] = {
    "loss": LossPanel,
    "send": SendingPanel,
    "arrive": ArrivalPanel,
}


class CountedView(Listing[ShelfItem]):
    """F6 receives a delivery, F7 counts, F8 opens losses and transfers, each for the chosen article."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        columns: list[Column[ShelfItem]] = [
            Column(_("Code"), lambda item: item.product.code),
            Column(_("Article"), lambda item: item.product.label),
            Column(_("Family"), lambda item: item.family.label),
            Column(_("Price"), price_words, by=attrgetter("product.price_cents"), right=True),
            Column(_("Left"), lambda item: str(item.on_hand), by=attrgetter("on_hand"), right=True, tone=_tone),
            Column(_("Low from"), _low_words, by=attrgetter("product.low_stock"), right=True),
        ]  # fmt: skip
        super().__init__(desk, notice, RowTable(columns, name=_("Articles in stock")), file_name="stock.csv")
        self.receive = key_button(_("Receive"), "F6", self._receive, kind="main", shortcut="F6")
        self.count = key_button(_("Count the stock"), "F7", self._count_one, shortcut="F7")
        self.other = key_button(_("Loss or transfer"), "F8", self._choose_other, shortcut="F8")
        for one in (self.receive, self.count, self.other):
            self.acts.addWidget(one)
        self.acts.addStretch(1)
        self.table.opened.connect(self._receive)
        desk.shelf_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Shows the shelf as the desk knows it."""
        items = self._desk.shelf.items if self._desk.shelf else ()
        self.table.show_rows([item for item in items if item.family.tracking is Tracking.COUNTED])

    def _receive(self) -> None:
        self._open(DeliveryPanel)

    def _count_one(self) -> None:
        self._open(CountPanel)

    def _choose_other(self) -> None:
        options = [
            ("loss", _("Articles are gone")),
            ("send", _("Send to another till")),
            ("arrive", _("A transfer came in")),
        ]
        explained = _("Each of them is written down, with who and why.")
        panel = ChoicePanel(_("What happened?"), explained, options, back=_("Escape to go back"), parent=self.window())
        panel.chosen.connect(self._other)

    def _other(self, name: str) -> None:
        self._open(_OTHERS[name])

    def _open(self, kind: type[_Panel]) -> None:
        item = self.table.chosen
        if item is None or self._desk.operator is None:
            return
        panel: FormPanel = kind(self._desk, self._notice, item, self.window())
        panel.closed.connect(self.table.setFocus)


def _low_words(item: ShelfItem) -> str:
    return str(item.product.low_stock)


def _tone(item: ShelfItem) -> str:
    return "bad" if item.sold_out else "warn" if item.low else ""
