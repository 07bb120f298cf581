"""The stock page: one tab a view, for those who may see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.codes.view import CodesView
from pos_app.desktop.pages.equipment.view import EquipmentView
from pos_app.desktop.pages.laptops.view import LaptopsView
from pos_app.desktop.pages.stock.campaigns import CampaignsView
from pos_app.desktop.pages.stock.catalogue import CatalogueView
from pos_app.desktop.pages.stock.counted import CountedView
from pos_app.desktop.pages.stock.movements import MovementsView
from pos_app.desktop.widgets.page import Page
from pos_app.i18n import gettext as _


class StockPage(Page):
    """Page up and down go from tab to tab; each view has its own keys."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Stock"))
        self.counted = CountedView(desk, self.notice)
        self.codes = CodesView(desk, self.notice)
        self.equipment = EquipmentView(desk, self.notice)
        self.laptops = LaptopsView(desk, self.notice)
        self.movements = MovementsView(desk, self.notice)
        self.catalogue = CatalogueView(desk, self.notice)
        self.campaigns = CampaignsView(desk, self.notice)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.counted, _("On the shelf"))
        self.tabs.addTab(self.codes, _("Recharge codes"))
        self.tabs.addTab(self.equipment, _("Equipment"))
        self.tabs.addTab(self.laptops, _("Computers"))
        self.tabs.addTab(self.movements, _("Movements"))
        self.tabs.addTab(self.catalogue, _("Catalogue"))
        self.tabs.addTab(self.campaigns, _("Gifts"))
        self.tabs.currentChanged.connect(self._show_tab)
        self.body.addWidget(self.tabs, 1)
        for key, step in ((Qt.Key.Key_PageUp, self._previous), (Qt.Key.Key_PageDown, self._next)):
            QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self).activated.connect(step)

    def refresh(self) -> None:
        """Reads again what the visible tab shows."""
        self._show_tab(self.tabs.currentIndex())

    def _show_tab(self, index: int) -> None:
        refresh: tuple[Callable[[], None], ...] = (
            self.counted.refresh,
            self.codes.refresh,
            self.equipment.refresh,
            self.laptops.refresh,
            self.movements.refresh,
            self.catalogue.refresh,
            self.campaigns.refresh,
        )
        refresh[index]()

    def _previous(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() - 1) % self.tabs.count())

    def _next(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())
