"""One person on the people page: who, the right, what may be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.clock import local_datetime
from pos_app.counter.equipment_list import ListedThing, equipment_held
from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.person_history import PersonEvent, PersonHistory, Purchase, person_history
from pos_app.desktop.desk import Desk
from pos_app.desktop.equipment_words import held_words
from pos_app.desktop.pages.codes.collect_key import CollectKey
from pos_app.desktop.pages.laptops.machines_key import MachinesKey
from pos_app.desktop.person_words import (
    history_order,
    history_row,
    name_words,
    phone_words,
    renewal_words,
    saved_words,
    spent_words,
    standing_words,
    state_words,
    who_words,
)
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.pill import Pill
from pos_app.desktop.widgets.table import Table
from pos_app.i18n import date
from pos_app.i18n import gettext as _


class PersonView(QFrame):
    """`sell_wanted`, `slip_wanted` and `more_wanted` ask the page for what its keys say.

    `refund_wanted` carries the number of the purchase that is chosen in the history.
    """

    sell_wanted = Signal()
    slip_wanted = Signal()
    more_wanted = Signal()
    refund_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "card")
        self.at_desk: PersonAtDesk | None = None
        self.name = label(size=22, bold=True, wrap=True)
        self.who = label(role="muted", wrap=True)
        self.right = Pill()
        self.facts = label(wrap=True)
        self.held = label(wrap=True)
        self.saved = label(role="good", semibold=True, wrap=True)
        self.history = Table(
            [_("Date"), _("What happened"), _("Paid"), _("Saved")],
            name=_("The person's history"),
            right=frozenset({2, 3}),
        )
        self.sell = key_button(_("Sell to this person"), "F12", self.sell_wanted.emit, kind="main", shortcut="F12")
        self.slip = key_button(_("New slip"), "F7", self.slip_wanted.emit, shortcut="F7")
        self.more = key_button(_("More"), "F8", self.more_wanted.emit, shortcut="F8")
        self.refund = key_button(_("Refund the chosen purchase"), "F9", self._want_refund, shortcut="F9")
        self.collect = CollectKey(desk)
        self.machines = MachinesKey(desk)
        self._told: list[Purchase | PersonEvent] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        for widget in (self.name, self.who):
            layout.addWidget(widget)
        layout.addWidget(self.right, 0, Qt.AlignmentFlag.AlignLeft)
        for one in (self.facts, self.held, self.saved):
            layout.addWidget(one)
        layout.addWidget(self.history, 1)
        for key in (self.collect, self.machines, self.refund, self.sell):
            layout.addWidget(key)
        row = QHBoxLayout()
        row.addWidget(self.slip)
        row.addWidget(self.more)
        layout.addLayout(row)
        self.hide()

    def show_person(self, at_desk: PersonAtDesk | None) -> None:
        self.at_desk = at_desk
        self.setVisible(at_desk is not None)
        for key in (self.collect, self.machines):
            key.show_person(at_desk.token if at_desk else None)
        if at_desk is None:
            return
        offset_min = self._desk.clock.offset_min()
        now = local_datetime(self._desk.clock.now_ms(), offset_min)
        self.name.setText(name_words(at_desk))
        self.who.setText(who_words(at_desk))
        self.right.show_text(*standing_words(at_desk))
        lines = [
            renewal_words(at_desk),
            spent_words(at_desk, basket_cents=0, now=now, offset_min=offset_min),
            _("Born in {year}").format(year=at_desk.person.identity.year_of_birth),
            phone_words(at_desk.person.identity.phone),
            _("On file since {day}").format(day=date(local_datetime(at_desk.person.registered_ms, offset_min).date())),
            state_words(at_desk.person.state),
            _prescriber_words(at_desk),
        ]
        self.facts.setText("\n".join(line for line in lines if line))
        self._show_history(PersonHistory((), ()))
        self.held.hide()
        operator = self._desk.operator
        if operator is not None:
            future = self._desk.running.run(person_history, operator=operator, token=at_desk.token)
            self._desk.ask(future, partial(self._history_read, at_desk.token), self._refused)
            held = self._desk.running.run(equipment_held, operator=operator, token=at_desk.token)
            self._desk.ask(held, partial(self._held_read, at_desk.token), self._refused)

    def _history_read(self, token: str, history: PersonHistory) -> None:
        """Only the person who is still shown."""
        if self.at_desk is not None and self.at_desk.token == token:
            self._show_history(history)

    def _held_read(self, token: str, held: tuple[ListedThing, ...]) -> None:
        if self.at_desk is not None and self.at_desk.token == token:
            self.held.setText(held_words(held))
            self.held.setVisible(bool(held))

    def _show_history(self, history: PersonHistory) -> None:
        saved = saved_words(history)
        self.saved.setVisible(bool(saved))
        self.saved.setText(saved)
        self._told = history_order(history)
        self.refund.setVisible(bool(history.purchases))
        self.history.show_rows([history_row(one) for one in self._told])

    def _want_refund(self) -> None:
        """Of a refund, the ticket that it corrects: what is left of it can still come back."""
        row = self.history.currentRow()
        chosen = self._told[row] if 0 <= row < len(self._told) else None
        if isinstance(chosen, Purchase):
            self.refund_wanted.emit(chosen.refund_of or chosen.ticket)

    def _refused(self, error: BaseException) -> None:
        self._desk.tell(error)


def _prescriber_words(at_desk: PersonAtDesk) -> str:
    """The prescriber's telephone stands here for whoever has to ask about a renewal."""
    structure = at_desk.prescriber
    if structure is None or not (structure.phone or structure.contact):
        return ""
    contact = " · ".join(part for part in (structure.contact, phone_words(structure.phone)) if part)
    return _("To ask about the right: {contact}").format(contact=contact)
