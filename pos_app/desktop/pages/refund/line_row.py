"""One line of the ticket in the refund panel: how many come back, and what becomes of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from pos_app.counter.refundable import RefundableLine
from pos_app.desktop.theme import theme
from pos_app.desktop.widgets.buttons import button
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.labels import label
from pos_app.domain.facts import Goods
from pos_app.domain.refund import Return
from pos_app.i18n import gettext as _
from pos_app.i18n import money


def goods_words(goods: Goods) -> str:
    """What becomes of goods that come back."""
    return {
        Goods.SHELF: _("Back on the shelf"),
        Goods.WRITTEN_OFF: _("Written off"),
        Goods.NONE: _("Nothing comes back"),
    }[goods]


class LineRow(QFrame):
    """Keys on the row: + and - change how many come back, Space takes all of them or none."""

    changed = Signal()

    def __init__(self, line: RefundableLine, number: int) -> None:
        super().__init__()
        self.line = line
        self.quantity = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("row")
        self.setStyleSheet(
            "#row { border: 2px solid transparent; border-radius: 10px; }"
            f" #row:focus {{ border-color: {theme().accent}; }}"
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(f"{number}. {line.sold.label}", semibold=True))
        left = _("can still come back: {count}").format(count=line.left)
        words.addWidget(label(f"{money(line.sold.unit_cents)} · {left}", size=13, role="muted"))
        one_less = _("One less of {article}").format(article=line.sold.label)
        one_more = _("One more of {article}").format(article=line.sold.label)
        less = button("−", lambda: self.change(-1), kind="chip", name=one_less)
        more = button("+", lambda: self.change(1), kind="chip", name=one_more)
        self._shown = label(size=16, bold=True)
        self._shown.setMinimumWidth(28)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.goods = combo(_("What becomes of it"), [(goods.value, goods_words(goods)) for goods in line.goods])
        self.goods.setFixedWidth(210)
        for one in (less, more):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 2, 6, 2)
        layout.addLayout(words, 1)
        for widget in (less, self._shown, more, self.goods):
            layout.addWidget(widget)
        self._show()

    @property
    def cents(self) -> int:
        return self.quantity * self.line.sold.unit_cents

    @property
    def returned(self) -> Return:
        """What of this line comes back."""
        return Return(self.line.index, self.quantity, Goods(chosen_value(self.goods)), self.line.items[: self.quantity])

    def change(self, by: int) -> None:
        """One more or less, within what can come back."""
        self.take(self.quantity + by)

    def take(self, quantity: int) -> None:
        """So many come back, within what can."""
        self.quantity = max(0, min(self.line.left, quantity))
        self._show()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        match event.text():
            case "+":
                self.change(1)
            case "-":
                self.change(-1)
            case " ":
                self.take(0 if self.quantity else self.line.left)
            case _other:
                super().keyPressEvent(event)

    def _show(self) -> None:
        self._shown.setText(str(self.quantity))
        self.goods.setEnabled(self.quantity > 0 and self.goods.count() > 1)
        self.setAccessibleName(
            _("{article}: {count} come back").format(article=self.line.sold.label, count=self.quantity)
        )
