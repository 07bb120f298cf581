"""A campaign: its articles, its budget, its days."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from pos_app.clock import local_now
from pos_app.counter.gifts import set_campaign
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.campaign import Campaign
from pos_app.domain.catalogue import Catalogue
from pos_app.domain.days import read_day
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.i18n import amount, date, money
from pos_app.i18n import gettext as _


class CampaignPanel(FormPanel):
    """`saved` carries the Campaign. Space ticks an article."""

    saved = Signal(object)

    def __init__(self, desk: Desk, catalogue: Catalogue, campaign: Campaign | None, parent: QWidget) -> None:
        explained = _("Its articles are given at 0 €, outside the month's cap, until the budget or the last day.")
        super().__init__(campaign.label if campaign else _("New campaign"), explained, _("Keep"), parent, height=640)
        self._desk = desk
        today = date(local_now(desk.clock).date())
        self.code = self.line(_("Code"), campaign.code if campaign else "", hint="HIVER-2026")
        self.code.setReadOnly(campaign is not None)
        self.label = self.line(_("Name"), campaign.label if campaign else "")
        self.budget = self.line(_("Budget, at our prices"), amount(campaign.budget_cents) if campaign else "")
        self.starts = self.line(_("From"), date(campaign.starts_on) if campaign else today)
        self.ends = self.line(_("Last day"), date(campaign.ends_on) if campaign else "", hint="31/01/2027")
        self.articles = QListWidget()
        self.articles.setMinimumHeight(170)
        for product in catalogue.products.values():
            item = QListWidgetItem(f"{product.label} · {money(product.price_cents)}", self.articles)
            item.setData(Qt.ItemDataRole.UserRole, product.code)
            chosen = campaign is not None and product.code in campaign.products
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
        self.add(_("Articles"), self.articles)
        self.wanted.connect(self._save)
        self.open_at(self.label if campaign else self.code)

    @property
    def products(self) -> list[str]:
        """The codes of the articles that are ticked."""
        items = [self.articles.item(row) for row in range(self.articles.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _save(self) -> None:
        if self._desk.operator is None:
            return
        try:
            budget_cents = parse_amount_cents(self.budget.text())
            starts_on, ends_on = read_day(self.starts.text()), read_day(self.ends.text())
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(
            set_campaign,
            operator=self._desk.operator,
            code=self.code.text().strip().upper(),
            label=self.label.text(),
            products=self.products,
            budget_cents=budget_cents,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        self._desk.ask(future, self._done, self.refused)

    def _done(self, campaign: Campaign) -> None:
        self.close_overlay()
        self.saved.emit(campaign)
