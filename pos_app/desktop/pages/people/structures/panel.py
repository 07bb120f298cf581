"""The structures on file: looked through, added, changed, sold to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.counter.equipment_list import ListedThing, equipment_held
from pos_app.counter.person_card import AtDesk, at_desk
from pos_app.counter.structures import structures
from pos_app.desktop.desk import Desk
from pos_app.desktop.equipment_words import held_words
from pos_app.desktop.pages.people.structures.figures import FiguresPanel
from pos_app.desktop.pages.people.structures.form import StructureForm
from pos_app.desktop.person_words import phone_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.operator import Right
from pos_app.i18n import gettext as _
from pos_app.i18n import money
from pos_app.sentences import say
from pos_app.store.structures import Structure


class StructuresPanel(Overlay):
    """F6 adds, F7 changes the chosen one, F12 sells to it where it buys, F4 shows figures to a coordinator.

    `sell_wanted` carries a StructureAtDesk.
    """

    sell_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=1100, height=660)
        self._desk = desk
        self.notice = Notice()
        columns: list[Column[Structure]] = [
            Column(_("Structure"), lambda one: one.name),
            Column(_("Commune"), lambda one: one.commune),
            Column(_("Funder"), lambda one: one.funder),
            Column(_("Contact"), lambda one: " · ".join(p for p in (one.contact, phone_words(one.phone)) if p)),
            Column(_("Refers"), lambda one: _("yes") if one.prescribes else ""),
            Column(_("Buys"), _buys_words, by=lambda one: one.cap_cents),
        ]
        table = RowTable(columns, name=_("Structures"))
        self.listing = Listing(desk, self.notice, table, file_name="structures.csv", right=Right.LIST_PEOPLE)
        self.add = key_button(_("New structure"), "F6", self._add, kind="main")
        self.change = key_button(_("Change"), "F7", self._change)
        self.sell = key_button(_("Sell to this structure"), "F12", self._sell)
        self.figures = key_button(_("Figures"), "F4", self._show_figures)
        keys = (Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F12, Qt.Key.Key_F4)
        for key, made in zip(keys, (self.add, self.change, self.sell, self.figures), strict=True):
            self.answer(key, made)
            self.listing.acts.addWidget(made)
        self.listing.acts.addStretch(1)
        self.listing.table.opened.connect(self._change)
        self.listing.table.chosen_changed.connect(self._ask_held)
        self.held = label(role="muted", wrap=True)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 18)
        layout.addWidget(label(_("Structures"), size=22, bold=True))
        layout.addWidget(self.listing, 1)
        layout.addWidget(self.held)
        layout.addWidget(self.notice)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        operator = desk.operator
        self.change.setVisible(operator is not None and operator.may(Right.CHANGE_RIGHTS))
        self.figures.setVisible(operator is not None and operator.may(Right.LIST_PEOPLE))
        self.refresh()
        self.open_at(self.listing.search)

    def refresh(self) -> None:
        """Reads the structures again."""
        self._desk.ask(self._desk.running.run(structures), self._show, self._refused)

    def _show(self, found: Sequence[Structure]) -> None:
        self.listing.table.show_rows(found)

    def _ask_held(self) -> None:
        """What the chosen one has on loan and has bought."""
        chosen, operator = self.listing.table.chosen, self._desk.operator
        self.held.setText("")
        if chosen is not None and operator is not None:
            future = self._desk.running.run(equipment_held, operator=operator, token=chosen.token)
            self._desk.ask(future, partial(self._show_held, chosen.token), self._refused)

    def _show_held(self, token: str, found: tuple[ListedThing, ...]) -> None:
        chosen = self.listing.table.chosen
        if chosen is not None and chosen.token == token:
            self.held.setText(held_words(found))

    def _add(self) -> None:
        self._ask(None)

    def _change(self) -> None:
        chosen = self.listing.table.chosen
        if chosen is not None and not self.change.isHidden():
            self._ask(chosen)

    def _ask(self, structure: Structure | None) -> None:
        form = StructureForm(self._desk, structure, self.window())
        form.kept.connect(self._written)
        form.closed.connect(self.listing.search.setFocus)

    def _written(self, structure: Structure) -> None:
        self.notice.show_text(_("{name} is on file.").format(name=structure.name), "good")
        self.refresh()

    def _sell(self) -> None:
        """The basket is for the house: its own month counts, against its own cap."""
        chosen = self.listing.table.chosen
        if chosen is None:
            return
        if not chosen.buys:
            self.notice.show_text(_("This structure does not buy: change it first (F7)."), "warn")
            return
        self._desk.ask(self._desk.running.run(at_desk, token=chosen.token), self._sell_to, self._refused)

    def _sell_to(self, whom: AtDesk) -> None:
        self.close_overlay()
        self.sell_wanted.emit(whom)

    def _show_figures(self) -> None:
        FiguresPanel(self._desk, self.window()).closed.connect(self.listing.search.setFocus)

    def _refused(self, error: BaseException) -> None:
        self.notice.show_text(say(error), "warn")


def _buys_words(structure: Structure) -> str:
    if not structure.buys:
        return ""
    if not structure.cap_cents:
        return _("yes, no cap")
    return _("{cap} a month").format(cap=money(structure.cap_cents))
