"""Which one is sold, of an article whose every one has its number: from a list, or by scanning it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.find_item import find_item, items_for_sale
from pos_app.counter.shelf import ShelfItem
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.table import Table
from pos_app.domain.equipment import label_of
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _
from pos_app.sentences import say
from pos_app.store.equipment import Thing


class ThingPanel(Overlay):
    """`chosen` carries the id of a thing that may be sold. Enter takes the chosen row, a scan its own thing."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, item: ShelfItem, parent: QWidget) -> None:
        super().__init__(parent, width=640, height=480)
        self._desk = desk
        self._item = item
        self._things: tuple[Thing, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("last digits, or scan the number"))
        self.search.setAccessibleName(_("Number of the thing"))
        self.search.textChanged.connect(self._show_rows)
        self.search.returnPressed.connect(self._take)
        self.table = Table([_("Number"), _("Label"), _("Delivery")], name=_("In stock"))
        self.table.itemActivated.connect(lambda _cell: self._take())
        self.wrong = label(role="bad", wrap=True, semibold=True)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(10)
        title = _("Which “{product}”?").format(product=item.product.label)
        layout.addWidget(label(title, size=22, bold=True, wrap=True))
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.wrong)
        layout.addWidget(label(_("Enter to take it, Escape to go back"), role="muted"))
        self.open_at(self.search)
        desk.ask(desk.running.run(items_for_sale, product=item.product.code), self._show, self._refused)

    def scanned(self, text: str) -> None:
        """The thing whose label or number this is."""
        self._desk.ask(self._desk.running.run(find_item, text=text), self._found, self._refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.search.hasFocus() and self.table.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    @property
    def _shown(self) -> list[Thing]:
        typed = self.search.text().strip().upper()
        taken = {line.item for line in self._desk.basket.lines}
        return [
            thing
            for thing in self._things
            if thing.item not in taken and (typed in thing.end or typed in label_of(thing.item))
        ]

    def _show(self, things: tuple[Thing, ...]) -> None:
        self._things = things
        self._show_rows()
        if not things:
            self.wrong.setText(_("None is in stock."))

    def _show_rows(self) -> None:
        self.table.show_rows([(f"…{thing.end}", label_of(thing.item), thing.batch or "–") for thing in self._shown])

    def _take(self) -> None:
        shown, row = self._shown, max(0, self.table.currentRow())
        if row < len(shown):
            self._choose(shown[row])
        elif self.search.text().strip():
            self.scanned(self.search.text())

    def _found(self, thing: Thing | None) -> None:
        if thing is None or thing.product != self._item.product.code:
            self._refused(Refusal("item_unknown"))
        else:
            self._choose(thing)

    def _choose(self, thing: Thing) -> None:
        self.close_overlay()
        self.chosen.emit(thing.item)

    def _refused(self, error: BaseException) -> None:
        self.wrong.setText(say(error))
