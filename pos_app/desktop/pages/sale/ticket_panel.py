"""The panel at the right of the sale page: lines, saving, total, and the one main action."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.sale.basket_view import BasketView
from pos_app.desktop.theme import theme
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.i18n import gettext as _
from pos_app.i18n import money, ngettext


class TicketPanel(QFrame):
    """`pay_wanted`, `held_wanted` and `line_wanted` ask for the payment panel, the baskets put aside and the chosen
    line's own panel."""

    pay_wanted = Signal()
    held_wanted = Signal()
    line_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "panel")
        self.setMinimumWidth(320)
        self.setMaximumWidth(392)
        self.lines = BasketView()
        self.lines.quantity_wanted.connect(desk.set_quantity)
        self._count = label(size=13, role="muted")
        self._public = label(role="muted", right=True)
        self._saving = label(semibold=True, role="good", right=True)
        self.total = label(size=30, bold=True, right=True)
        self._build()
        desk.basket_changed.connect(self.refresh)
        desk.holding.changed.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 18)
        layout.setSpacing(0)
        heading = QHBoxLayout()
        heading.setContentsMargins(20, 18, 20, 12)
        title = QVBoxLayout()
        title.setSpacing(2)
        title.addWidget(label(_("Current ticket"), size=18, bold=True))
        title.addWidget(self._count)
        heading.addLayout(title, 1)
        self.line = button(_("Price · F4"), self.line_wanted.emit, kind="chip")
        heading.addWidget(self.line)
        layout.addLayout(heading)
        layout.addWidget(_line())
        layout.addWidget(self.lines, 1)
        layout.addWidget(_line())
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 12, 20, 0)
        foot.setSpacing(8)
        self._public_row = _pair(label(_("Equivalent public price"), role="muted"), self._public)
        self._saving_row = _pair(label(_("Saved by the person"), semibold=True, role="good"), self._saving)
        foot.addWidget(self._public_row)
        foot.addWidget(self._saving_row)
        foot.addWidget(_pair(label(_("Total"), size=28, bold=True), self.total))
        foot.addSpacing(4)
        self.pay = key_button(_("Take payment"), "F12", self.pay_wanted.emit, kind="main", shortcut="F12")
        foot.addWidget(self.pay)
        buttons = QHBoxLayout()
        self.hold = key_button(_("Hold"), "F8", self._desk.holding.hold, shortcut="F8")
        self.held = key_button("", "F9", self.held_wanted.emit, shortcut="F9")
        self.empty: QPushButton = button(_("Empty"), self._desk.void)
        self.empty.setMinimumHeight(46)
        for one in (self.hold, self.held, self.empty):
            buttons.addWidget(one)
        foot.addLayout(buttons)
        layout.addLayout(foot)

    def refresh(self) -> None:
        basket = self._desk.basket
        self.lines.show_lines(basket.lines)
        self._count.setText(
            ngettext("{count} article", "{count} articles", basket.quantity).format(count=basket.quantity)
        )
        self._public.setText(money(basket.public_cents))
        self._saving.setText(money(basket.saving_cents))
        for row in (self._public_row, self._saving_row):
            row.setVisible(basket.saving_cents > 0)
        self.total.setText(money(basket.total_cents))
        filled = bool(basket.lines)
        for one in (self.pay, self.hold, self.empty):
            one.setEnabled(filled)
        self.line.setVisible(filled)
        self.hold.setVisible(filled or not self._desk.holding.held)
        self.held.setVisible(bool(self._desk.holding.held))
        self.held.set_words(_("On hold: {count}").format(count=len(self._desk.holding.held)))


def _pair(left: QWidget, right: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(left)
    layout.addWidget(right, 1)
    return row


def _line() -> QWidget:
    made = QWidget()
    made.setAutoFillBackground(True)
    palette = made.palette()
    palette.setColor(QPalette.ColorRole.Window, theme().colour("border"))
    made.setPalette(palette)
    made.setFixedHeight(1)
    return made
