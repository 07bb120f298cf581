"""A machine leaves the stock without a sale, or is exchanged under its warranty."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.counter.exchange_laptop import exchange_laptop
from pos_app.counter.laptops import Machine
from pos_app.counter.withdraw_equipment import withdraw_equipment
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.laptops.machine_panel import MachinePanel
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.equipment import WITHDRAWAL_REASONS
from pos_app.domain.facts import Goods
from pos_app.domain.laptop import EXCHANGE_REASONS
from pos_app.equipment_sentences import ITEM_REASONS
from pos_app.i18n import gettext as _
from pos_app.laptop_words import EXCHANGE_WORDS


class WithdrawPanel(MachinePanel):
    """Why it goes."""

    def __init__(self, desk: Desk, notice: Notice, machine: Machine, parent: QWidget) -> None:
        super().__init__(desk, notice, machine, parent, title=_("Withdraw"), keep=_("Withdraw from the stock"))
        options = [("", _("Why?")), *((code, _(ITEM_REASONS[code])) for code in WITHDRAWAL_REASONS)]
        self.reason = combo("", options)
        self.add(_("Reason"), self.reason)
        self.wanted.connect(self._withdraw)
        self.open_at(self.reason)

    def _withdraw(self) -> None:
        if self.desk.operator is not None:
            self.record(
                lambda _entry: _("{number} is withdrawn from the stock.").format(number=self.machine.number),
                withdraw_equipment,
                operator=self.desk.operator,
                item=self.machine.item,
                reason=chosen_value(self.reason),
            )


class ExchangePanel(MachinePanel):
    """Another machine in its place; its label is scanned or its number keyed."""

    def __init__(self, desk: Desk, notice: Notice, machine: Machine, parent: QWidget) -> None:
        explained = _("At no price; the warranty goes on to its first end.")
        super().__init__(
            desk, notice, machine, parent, title=_("Exchange under warranty"), keep=_("Exchange"), explained=explained
        )
        self.by = self.line(_("Machine handed over"), hint=_("scan its label"))
        self.reason = combo("", [(code, _(EXCHANGE_WORDS[code])) for code in EXCHANGE_REASONS])
        self.add(_("Reason"), self.reason)
        self.goods = combo(
            "",
            [(Goods.WRITTEN_OFF.value, _("It cannot be sold again")), (Goods.SHELF.value, _("It can be sold again"))],
        )
        self.add(_("The first machine"), self.goods)
        self.wanted.connect(self._exchange)
        self.open_at(self.by)

    def scanned(self, text: str) -> None:
        self.by.setText(text)

    def _exchange(self) -> None:
        if self.desk.operator is not None:
            self.record(
                lambda _fact: _("Hand the other machine over: its delivery slip is printing."),
                exchange_laptop,
                operator=self.desk.operator,
                item=self.machine.item,
                by=self.by.text(),
                reason=chosen_value(self.reason),
                goods=Goods(chosen_value(self.goods)),
            )
