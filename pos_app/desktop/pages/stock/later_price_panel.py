"""A price that begins on a day, at midnight by the till's clock."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.clock import local_now
from pos_app.counter.edit_catalogue import set_price
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.catalogue import Catalogue, PriceFrom, Product
from pos_app.domain.days import read_day
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.i18n import amount, date, money
from pos_app.i18n import gettext as _


class LaterPricePanel(FormPanel):
    """`saved` carries the Catalogue."""

    saved = Signal(object)

    def __init__(self, desk: Desk, product: Product, parent: QWidget) -> None:
        now = _("{price} today. Baskets on hold are asked again once it has changed.")
        explained = now.format(price=money(product.price_cents))
        super().__init__(_("Price of {product}").format(product=product.label), explained, _("Keep"), parent)
        self._desk = desk
        self._product = product
        today = date(local_now(desk.clock).date())
        self.day = self.line(_("From"), today)
        self.price = self.line(_("Price"), amount(product.price_cents))
        self.public = self.line(_("Public price"), amount(product.public_price_cents))
        self.seen = self.line(_("Public price read on"), "", hint="31/01/2027")
        self.wanted.connect(self._save)
        self.open_at(self.day)

    def _save(self) -> None:
        if self._desk.operator is None:
            return
        try:
            price = PriceFrom(
                from_on=read_day(self.day.text()).isoformat(),
                price_cents=parse_amount_cents(self.price.text()),
                public_price_cents=parse_amount_cents(self.public.text() or "0"),
                public_seen_on=read_day(self.seen.text()).isoformat() if self.seen.text().strip() else "",
            )
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(set_price, operator=self._desk.operator, code=self._product.code, price=price)
        self._desk.ask(future, self._done, self.refused)

    def _done(self, catalogue: Catalogue) -> None:
        self.close_overlay()
        self.saved.emit(catalogue)
