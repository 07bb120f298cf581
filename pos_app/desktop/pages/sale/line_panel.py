"""One line of the ticket: another price with a reason, or given away by a campaign."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from pos_app.counter.gifts import running_campaigns
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.basket import PRICE_REASONS, BasketLine
from pos_app.domain.campaign import Campaign
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.operator import Right
from pos_app.domain.refusals import PosError
from pos_app.i18n import amount, money
from pos_app.i18n import gettext as _
from pos_app.reasons import PRICE_WORDS


class LinePanel(FormPanel):
    """The campaigns that can give the article stand in the list once they are read; "" is the line's own price."""

    def __init__(self, desk: Desk, index: int, parent: QWidget) -> None:
        line = desk.basket.lines[index]
        listed = _("{price} in the catalogue. Another price stands on the receipt and in the journal.")
        explained = listed.format(price=money(line.product.price_cents))
        super().__init__(line.product.label, explained, _("Change the line"), parent, height=420)
        self._desk = desk
        self._index = index
        self._line: BasketLine = line
        self.campaign = combo("", [("", _("Sold at the price below"))])
        self.add(_("Gift"), self.campaign)
        self.price = self.line(_("Price of one"), amount(line.unit_price_cents))
        words = [(code, _(PRICE_WORDS[code])) for code in PRICE_REASONS]
        self.reason = combo("", [("", _("The catalogue's price")), *words], chosen=line.price_reason)
        self.add(_("Why another price"), self.reason)
        may = desk.operator is not None and desk.operator.may(Right.OVERRIDE_PRICE)
        self.price.setEnabled(may)
        self.reason.setEnabled(may)
        self.campaign.currentIndexChanged.connect(self._campaign_chosen)
        self.wanted.connect(self._change)
        desk.ask(desk.running.run(running_campaigns, product=line.product.code), self._show_campaigns, self.refused)
        self.open_at(self.price if may else self.campaign)

    def _show_campaigns(self, found: Sequence[Campaign]) -> None:
        for campaign in found:
            left = _("{campaign} · {left} left").format(campaign=campaign.label, left=money(campaign.left_cents))
            self.campaign.addItem(left, campaign.code)
        self.campaign.setCurrentIndex(max(0, self.campaign.findData(self._line.gift)))

    def _campaign_chosen(self) -> None:
        operator = self._desk.operator
        given = bool(chosen_value(self.campaign))
        may = operator is not None and operator.may(Right.OVERRIDE_PRICE)
        self.price.setEnabled(may and not given)
        self.reason.setEnabled(may and not given)

    def _change(self) -> None:
        lines = self._desk.basket.lines
        if self._index >= len(lines) or lines[self._index] != self._line:
            self.close_overlay()
            return
        try:
            self._write()
        except PosError as error:
            self.refused(error)
        else:
            self.close_overlay()
            self._desk.basket_changed.emit()

    def _write(self) -> None:
        """Raises Refusal("reason_unknown", "amount_not_a_number", ...), the line then staying as it was."""
        basket, campaign = self._desk.basket, chosen_value(self.campaign)
        if campaign:
            basket.give(self._index, campaign)
            return
        cents = parse_amount_cents(self.price.text())
        if chosen_value(self.reason):
            basket.set_price(self._index, cents, chosen_value(self.reason))
        elif cents == self._line.product.price_cents or not self.price.isEnabled():
            basket.list_price(self._index)
        elif cents != self._line.unit_price_cents:
            basket.set_price(self._index, cents, "")
