"""The tab of things with a number of their own: a table, and what is done with the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from pos_app.counter.equipment_list import ListedThing, equipment_list
from pos_app.counter.withdraw_equipment import find_equipment_again, withdraw_equipment
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.equipment.arrival_panel import ArrivalPanel
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.equipment import WITHDRAWAL_REASONS, ItemState
from pos_app.equipment_sentences import ITEM_REASONS, ITEM_STATES
from pos_app.i18n import gettext as _
from pos_app.ledger.entry import Entry
from pos_app.sentences import say


class EquipmentView(Listing[ListedThing]):
    """F6 takes things in; F8 takes the chosen one off the shelf, or puts it back."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        columns: list[Column[ListedThing]] = [
            Column(_("Label"), lambda one: one.number),
            Column(_("Article"), lambda one: one.article),
            Column(_("Number"), lambda one: f"…{one.thing.end}"),
            Column(_("State"), _state, tone=_tone),
            Column(_("Delivery"), lambda one: one.thing.batch),
            Column(_("Ticket"), lambda one: one.thing.ticket),
        ]
        table = RowTable(columns, name=_("Things by their number"))
        super().__init__(desk, notice, table, file_name="materiel.csv")
        self.receive = key_button(_("Receive"), "F6", self._receive, kind="main", shortcut="F6")
        self.withdraw = key_button(_("Withdraw or put back"), "F8", self._withdraw, shortcut="F8")
        self.acts.addWidget(self.receive)
        self.acts.addWidget(self.withdraw)
        self.acts.addStretch(1)

    def refresh(self) -> None:
        """Reads every thing again."""
        self._desk.ask(self._desk.running.run(equipment_list), self._show, self._refused)

    def _show(self, found: Sequence[ListedThing]) -> None:
        self.table.show_rows(found)

    def _refused(self, error: BaseException) -> None:
        self._notice.show_text(say(error), "warn")

    def _receive(self) -> None:
        panel = ArrivalPanel(self._desk, self._notice, self.window())
        panel.closed.connect(self.refresh)

    def _withdraw(self) -> None:
        chosen, operator = self.table.chosen, self._desk.operator
        if chosen is None or operator is None:
            return
        if chosen.thing.state is ItemState.GONE:
            self._done(self._desk.running.run(find_equipment_again, operator=operator, item=chosen.thing.item))
            return
        panel = ChoicePanel(
            _("Why is …{end} withdrawn?").format(end=chosen.thing.end),
            _("It is then no longer for sale; it can be put back."),
            [(code, _(ITEM_REASONS[code])) for code in WITHDRAWAL_REASONS],
            back=_("Escape to go back"),
            parent=self.window(),
        )
        panel.chosen.connect(
            lambda reason: self._done(
                self._desk.running.run(withdraw_equipment, operator=operator, item=chosen.thing.item, reason=reason)
            )
        )

    def _done(self, future: Future[Entry]) -> None:
        self._desk.ask(future, lambda _entry: self.refresh(), self._refused)


def _state(one: ListedThing) -> str:
    return _(ITEM_STATES[one.thing.state.value])


def _tone(one: ListedThing) -> str:
    return "good" if one.thing.state is ItemState.IN_STOCK else "warn" if one.thing.state is ItemState.LENT else ""
