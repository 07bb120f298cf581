"""The person's bar of the sale page (mocks/sale.png): who, the right, the month against the cap."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.clock import local_datetime
from pos_app.counter.equipment_list import ListedThing, equipment_held
from pos_app.counter.sale_rules import capped_cents
from pos_app.desktop.desk import Desk
from pos_app.desktop.equipment_words import reminder_words
from pos_app.desktop.pages.laptops.machines_key import MachinesKey
from pos_app.desktop.person_words import cap_of, initials, name_words, spent_words, standing_words, who_words
from pos_app.desktop.theme import font, theme
from pos_app.desktop.widgets.buttons import button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.pill import Pill
from pos_app.i18n import gettext as _

_RIGHT_WIDTH = 270


class PersonBar(QFrame):
    """Hidden while the basket is for nobody."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "card")
        self._initials = _Initials()
        self.name = label(size=19, bold=True)
        self.who = label(size=13, role="muted", wrap=True)
        self.right = Pill()
        self.spent = label(size=13, role="muted", wrap=True)
        self.loans = label(size=13, semibold=True, role="warn")
        self.loans.hide()
        self._gauge = _Gauge()
        self.machines = MachinesKey(desk)
        self.leave = button("×", desk.people.clear, kind="chip", name=_("For nobody in particular"))
        self._build()
        desk.people.changed.connect(self.refresh)
        desk.people.changed.connect(self._ask_loans)
        desk.people.changed.connect(self._show_machines)
        desk.basket_changed.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 12, 12, 12)
        layout.setSpacing(18)
        layout.addWidget(self._initials)
        left = QVBoxLayout()
        left.setSpacing(3)
        left.addWidget(self.name)
        left.addWidget(self.who)
        left.addWidget(self.loans)
        layout.addLayout(left, 1)
        column = QWidget()
        column.setMinimumWidth(_RIGHT_WIDTH)
        right = QVBoxLayout(column)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(5)
        right.addWidget(self.right, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self.spent)
        right.addWidget(self._gauge)
        right.addWidget(self.machines)
        layout.addWidget(column, 1)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignTop)

    def refresh(self) -> None:
        at_desk, shelf = self._desk.people.chosen, self._desk.shelf
        self.setVisible(at_desk is not None)
        if at_desk is None or shelf is None:
            return
        basket_cents = capped_cents(shelf.rules, self._desk.basket, at_desk)
        offset_min = self._desk.clock.offset_min()
        now = local_datetime(self._desk.clock.now_ms(), offset_min)
        self._initials.show_text(initials(at_desk))
        self.name.setText(name_words(at_desk))
        self.who.setText(who_words(at_desk))
        self.right.show_text(*standing_words(at_desk))
        self.spent.setText(spent_words(at_desk, basket_cents=basket_cents, now=now, offset_min=offset_min))
        self._gauge.show_amounts(at_desk.spending.cents, basket_cents, cap_of(at_desk))
        self.setAccessibleName(f"{self.name.text()}: {self.right.text}. {self.spent.text()}")

    def _ask_loans(self) -> None:
        """The reminder of what is on loan, and late."""
        self.loans.hide()
        at_desk, operator = self._desk.people.chosen, self._desk.operator
        if at_desk is not None and operator is not None:
            future = self._desk.running.run(equipment_held, operator=operator, token=at_desk.token)
            self._desk.ask(future, partial(self._show_loans, at_desk.token))

    def _show_loans(self, token: str, found: tuple[ListedThing, ...]) -> None:
        chosen, words = self._desk.people.chosen, reminder_words(found)
        if chosen is not None and chosen.token == token and words:
            self.loans.setText(words)
            self.loans.show()

    def _show_machines(self) -> None:
        at_desk = self._desk.people.chosen
        self.machines.show_person(at_desk.token if at_desk else None)


class _Initials(QWidget):
    """Two letters in a circle."""

    _SIZE = 48

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setFixedSize(self._SIZE, self._SIZE)

    def show_text(self, text: str) -> None:
        self._text = text
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("accent_soft"))
        painter.drawEllipse(self.rect())
        painter.setPen(theme().colour("accent"))
        painter.setFont(font(17, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()


class _Gauge(QWidget):
    """Spent, and what the basket adds, of the month's cap."""

    _WIDTH, _HEIGHT = 170, 8

    def __init__(self) -> None:
        super().__init__()
        self._shares = (0, 0)
        self.setFixedSize(self._WIDTH, self._HEIGHT)

    def show_amounts(self, spent_cents: int, basket_cents: int, cap_cents: int) -> None:
        scale = max(1, cap_cents)
        spent = min(self._WIDTH, spent_cents * self._WIDTH // scale)
        self._shares = (spent, min(self._WIDTH, (spent_cents + basket_cents) * self._WIDTH // scale))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        spent, with_basket = self._shares
        lighter = QColor(theme().colour("accent"))
        lighter.setAlpha(120)
        drawn = ((self._WIDTH, theme().colour("border")), (with_basket, lighter), (spent, theme().colour("accent")))
        for width, colour in drawn:
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(0, 0, width, self._HEIGHT), 4, 4)
        painter.end()
