"""The tab of things with a number of their own: a table, and what is done with the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from pos_app.counter.equipment_list import ListedThing, equipment_list
from pos_app.counter.own_thread import in_a_thread
from pos_app.counter.transfer_equipment import Moving, moving_equipment
from pos_app.counter.withdraw_equipment import find_equipment_again, withdraw_equipment
from pos_app.desktop.desk import Desk
from pos_app.desktop.equipment_words import due_words, late_words, state_tone, state_words
from pos_app.desktop.pages.equipment.arrival_panel import ArrivalPanel
from pos_app.desktop.pages.equipment.lend_panel import LendPanel
from pos_app.desktop.pages.equipment.moving_panel import MovingPanel
from pos_app.desktop.pages.equipment.prolong_panel import ProlongPanel
from pos_app.desktop.pages.equipment.reminders_panel import RemindersPanel
from pos_app.desktop.pages.equipment.return_panel import ReturnPanel
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.equipment import WITHDRAWAL_REASONS, ItemState
from pos_app.domain.operator import Right
from pos_app.equipment_sentences import ITEM_REASONS
from pos_app.i18n import gettext as _
from pos_app.ledger.entry import Entry
from pos_app.sentences import say


class EquipmentView(Listing[ListedThing]):
    """F6 takes things in; F7 lends the chosen one or takes it back, F4 prolongs its loan; F8 takes it off the shelf, or
    puts it back; F9 sends or receives what head office moves between points; F5 shows the loans to be reminded of."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        columns: list[Column[ListedThing]] = [
            Column(_("Label"), lambda one: one.number),
            Column(_("Article"), lambda one: one.article),
            Column(_("Number"), lambda one: f"…{one.thing.end}"),
            Column(_("State"), state_words, tone=state_tone),
            Column(_("Lent to / ticket"), lambda one: one.holder or one.thing.ticket),
            Column(_("Until"), due_words, by=lambda one: one.loan.due_on.isoformat() if one.loan else ""),
            Column(_("Delivery"), lambda one: one.thing.batch),
        ]
        table = RowTable(columns, name=_("Things by their number"))
        super().__init__(desk, notice, table, file_name="materiel.csv")
        self.receive = key_button(_("Receive"), "F6", self._receive, kind="main", shortcut="F6")
        self.lend = key_button(_("Lend"), "F7", self._lend_or_take_back, shortcut="F7")
        self.prolong = key_button(_("Prolong"), "F4", self._prolong, shortcut="F4")
        self.withdraw = key_button(_("Withdraw"), "F8", self._withdraw, shortcut="F8")
        self.moving = key_button(_("Between points"), "F9", self._move, shortcut="F9")
        self.remind = key_button(_("Reminders"), "F5", self._show_reminders, shortcut="F5")
        self._things_moving: Sequence[Moving] = ()
        self.late = label(role="bad", semibold=True)
        for made in (self.receive, self.lend, self.prolong, self.withdraw, self.moving, self.remind):
            self.acts.addWidget(made)
        self.acts.addStretch(1)
        self.acts.addWidget(self.late)
        self._show_moving(())
        table.chosen_changed.connect(self._show_acts)
        table.opened.connect(self._lend_or_take_back)
        self._show_acts()

    def refresh(self) -> None:
        """Reads every thing again. The list says who has what: only those who may list people take it away."""
        operator = self._desk.operator
        self.export.setVisible(operator is not None and operator.may(Right.LIST_PEOPLE))
        submit = self._desk.running.in_background
        self._desk.ask(in_a_thread(lambda: equipment_list(submit)), self._show, self._refused)
        self._desk.ask(self._desk.running.run(moving_equipment), self._show_moving, self._refused)

    def _show(self, found: Sequence[ListedThing]) -> None:
        self.table.show_rows(found)
        self.late.setText(late_words(found))

    def _show_moving(self, moving: Sequence[Moving]) -> None:
        self._things_moving = moving
        self.moving.setVisible(bool(moving))
        self.moving.set_words(_("Between points ({count})").format(count=len(moving)))

    def _show_acts(self) -> None:
        """What the keys do with the chosen one."""
        chosen = self.table.chosen
        state = chosen.thing.state if chosen else None
        self.lend.set_words(_("Take back") if state is ItemState.LENT else _("Lend"))
        self.lend.setEnabled(state in (ItemState.IN_STOCK, ItemState.LENT))
        self.prolong.setVisible(state is ItemState.LENT)
        self.withdraw.set_words(_("Put back into stock") if state is ItemState.GONE else _("Withdraw"))
        self.withdraw.setEnabled(state in (ItemState.IN_STOCK, ItemState.RESERVED, ItemState.GONE))

    def _refused(self, error: BaseException) -> None:
        self._notice.show_text(say(error), "warn")

    def _receive(self) -> None:
        panel = ArrivalPanel(self._desk, self._notice, self.window())
        panel.closed.connect(self.refresh)

    def _move(self) -> None:
        if self._things_moving:
            panel = MovingPanel(self._desk, self._notice, self._things_moving, self.window())
            panel.closed.connect(self.refresh)

    def _lend_or_take_back(self) -> None:
        chosen = self.table.chosen
        if chosen is None or not self.lend.isEnabled():
            return
        if chosen.loan is not None:
            returning = ReturnPanel(self._desk, chosen, chosen.loan, self.window())
            returning.ended.connect(self._said)
            returning.closed.connect(self.table.setFocus)
        else:
            lending = LendPanel(self._desk, chosen, self.window())
            lending.lent.connect(self._said)
            lending.closed.connect(self.table.setFocus)

    def _prolong(self) -> None:
        chosen = self.table.chosen
        if chosen is not None and chosen.loan is not None:
            panel = ProlongPanel(self._desk, chosen.loan, self.window())
            panel.prolonged.connect(self._said)
            panel.closed.connect(self.table.setFocus)

    def _show_reminders(self) -> None:
        panel = RemindersPanel(self._desk, self.window())
        panel.printed.connect(self._said)
        panel.closed.connect(self.table.setFocus)

    def _said(self, text: str) -> None:
        self._notice.show_text(text, "good")
        self.refresh()

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
