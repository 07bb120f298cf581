"""The stock page: what is on the shelf, and deliveries."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from pos_app.counter.receive_stock import LARGEST_DELIVERY, receive_stock
from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.codes.view import CodesView
from pos_app.desktop.pages.sale.shelf_view import price_words, stock_note
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.page import Page
from pos_app.desktop.widgets.table import Table
from pos_app.domain.catalogue import Tracking
from pos_app.i18n import gettext as _


class StockPage(Page):
    """One row an article; a delivery adds to the chosen one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Stock"))
        self._items: tuple[ShelfItem, ...] = ()
        self.table = Table(
            [_("Code"), _("Article"), _("Price"), _("Stock")], name=_("Articles in stock"), right=frozenset({2})
        )
        counted = QWidget()
        shelf = QVBoxLayout(counted)
        shelf.setContentsMargins(0, 8, 0, 0)
        shelf.addWidget(self.table, 1)
        self.quantity = QLineEdit("10")
        self.quantity.setFixedWidth(110)
        self.quantity.setValidator(QIntValidator(1, LARGEST_DELIVERY, self))
        self.quantity.setAccessibleName(_("Quantity delivered"))
        self.receive = key_button(_("Receive"), "F6", self._receive, kind="main", shortcut="F6")
        row = QHBoxLayout()
        row.addWidget(label(_("Delivery of the chosen article:")))
        row.addWidget(self.quantity)
        row.addWidget(self.receive)
        row.addStretch(1)
        shelf.addLayout(row)
        self.codes = CodesView(desk, self.notice)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(counted, _("On the shelf"))
        self.tabs.addTab(self.codes, _("Recharge codes"))
        self.tabs.currentChanged.connect(self.refresh)
        self.body.addWidget(self.tabs, 1)
        for key, step in ((Qt.Key.Key_PageUp, -1), (Qt.Key.Key_PageDown, 1)):
            QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self).activated.connect(partial(self._turn, step))
        desk.shelf_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Shows the shelf as the desk knows it."""
        items = self.desk.shelf.items if self.desk.shelf else ()
        self._items = tuple(item for item in items if item.family.tracking is Tracking.COUNTED)
        self.table.show_rows(
            [(item.product.code, item.product.label, price_words(item), stock_note(item)[0]) for item in self._items]
        )

        if self.tabs.currentWidget() is self.codes:
            self.codes.refresh()

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _receive(self) -> None:
        row = self.table.currentRow()
        if self.desk.operator is None or not 0 <= row < len(self._items):
            return
        product = self._items[row].product
        quantity = int(self.quantity.text() or 0)

        def done(_entry: object) -> None:
            text = _("{count} × {product} received.").format(count=quantity, product=product.label)
            self.notice.show_text(text, "good")

        future = self.desk.running.run(
            receive_stock, operator=self.desk.operator, product=product.code, quantity=quantity
        )
        self.desk.ask(future, done, self.tell)
