"""The payment panel (mocks/pay.png)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from pos_app.counter.print_prepayment import print_prepayment
from pos_app.counter.sale_rules import Approval
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.payment.tendering import Tendering, pieces_words
from pos_app.desktop.theme import font, theme
from pos_app.desktop.widgets.buttons import KeyButton, button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.basket import receipt_is_due
from pos_app.domain.money import round_notes_above
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.i18n import amount, money, pgettext
from pos_app.i18n import gettext as _
from pos_app.printing.tender_words import tender_label
from pos_app.sentences import say

_KIND_KEYS = {
    "E": TenderKind.CASH,
    "B": TenderKind.CARD,
    "A": TenderKind.AID_VOUCHER,
    "C": TenderKind.CHEQUE,
}
_RECEIPT_KEY = "T"
_PREPAYMENT_KEY = "P"
MOST_NOTES = 3


class PaymentPanel(Overlay):
    """Keys: E B A C choose how, digits the amount, T the receipt, P a slip before payment, Enter validates, Escape goes
    back.

    Made once and opened for each sale: to make it takes longer than a frame.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=920, height=590, kept=True)
        self._desk = desk
        self._to_nobody = ""
        self._approval: Approval | None = None
        self._tendering = Tendering(0)
        self._notes: Sequence[int] = ()
        self.kinds: dict[TenderKind, KeyButton] = {}
        layout = QHBoxLayout(self.card)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._left(), 590)
        layout.addWidget(self._right(), 330)
        self.field.installEventFilter(self)
        self.closed.connect(self._left_alone)

    def open_for(self, *, to_nobody: str = "", approval: Approval | None = None) -> None:
        """Asks for the payment of the desk's basket."""
        self._to_nobody = to_nobody
        self._approval = approval
        self._tendering = Tendering(self._desk.basket.total_cents)
        self._show_notes()
        self._show_receipt()
        self.before.setEnabled(True)
        self.field.clear()
        self._desk.paying = True
        self._refresh()
        self.open_at(self.field)

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setContentsMargins(30, 26, 30, 26)
        left.setSpacing(10)
        left.addWidget(label(_("To pay"), role="muted", size=15))
        self.due = label(size=44, bold=True)
        left.addWidget(self.due)
        grid = QGridLayout()
        grid.setSpacing(10)
        for index, (key, kind) in enumerate(_KIND_KEYS.items()):
            made = key_button(tender_label(kind), key, partial(self._choose, kind))
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.kinds[kind] = made
            grid.addWidget(made, index // 2, index % 2)
        left.addLayout(grid)
        self.field = QLineEdit()
        self.field.setFont(font(30, bold=True))
        self.field.setMinimumHeight(66)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setAccessibleName(_("Amount handed over"))
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self.validate)
        left.addSpacing(8)
        left.addWidget(self.field)
        left.addLayout(self._quick())
        self.wrong = label(role="bad", semibold=True, wrap=True)
        left.addWidget(self.wrong)
        left.addStretch(1)
        several = _("Several means of payment? Key a part of the amount, then choose the next one.")
        left.addWidget(label(several, role="muted", wrap=True))
        return left

    def _quick(self) -> QHBoxLayout:
        quick = QHBoxLayout()
        quick.addWidget(button(_("Exact"), partial(self._set_typed, ""), kind="chip"))
        self.notes = [button("", partial(self._lay_note, index), kind="chip") for index in range(MOST_NOTES)]
        for one in self.notes:
            quick.addWidget(one)
        quick.addWidget(button("⌫", self._erase, kind="chip", name=_("Erase")))
        return quick

    def _show_notes(self) -> None:
        self._notes = round_notes_above(self._tendering.left_cents, most=MOST_NOTES)
        for one, cents in zip_longest(self.notes, self._notes):
            words = money(cents).replace(",00", "").replace(".00", "") if cents else ""
            one.setText(words)
            one.setAccessibleName(words)
            one.setVisible(bool(words))

    def _lay_note(self, index: int) -> None:
        self._set_typed(amount(self._notes[index]))

    def _right(self) -> QFrame:
        right = QFrame()
        right.setObjectName("paid")
        right.setStyleSheet(
            f"#paid {{ background: {theme().page}; border-top-right-radius: 14px; border-bottom-right-radius: 14px; }}"
        )
        layout = QVBoxLayout(right)
        layout.setContentsMargins(26, 28, 26, 26)
        layout.setSpacing(8)
        layout.addWidget(label(_("Payment"), size=21, bold=True))
        self._laid = QVBoxLayout()
        layout.addLayout(self._laid)
        self.receipt = QCheckBox()
        self.receipt.setFont(font(15))
        self.receipt.setAccessibleName(_("Print a receipt, T"))
        layout.addWidget(self.receipt)
        self.before = key_button(_("On paper before payment"), _PREPAYMENT_KEY, self._print_before)
        layout.addWidget(self.before)
        layout.addStretch(1)
        self._change_title = label(_("To give back"), role="muted", size=15)
        self.change = label(size=38, bold=True, role="good")
        self.pieces = label(role="muted", wrap=True)
        for one in (self._change_title, self.change, self.pieces):
            layout.addWidget(one)
        self.valid = key_button(_("Validate"), pgettext("key", "Enter"), self.validate, kind="main")
        layout.addWidget(self.valid)
        layout.addWidget(label(_("Escape to go back"), role="muted"), 0, Qt.AlignmentFlag.AlignCenter)
        return right

    def _receipt_is_due(self) -> bool:
        shelf = self._desk.shelf
        return shelf is not None and receipt_is_due(self._desk.basket.lines, shelf.catalogue)

    def _show_receipt(self) -> None:
        due = self._receipt_is_due()
        self.receipt.setChecked(due)
        self.receipt.setEnabled(not due)
        self.receipt.setText(_("Receipt, due with this guarantee") if due else _("Receipt asked for  (T)"))

    def validate(self) -> None:
        """Sends the payment once, however often Enter is struck or the button clicked."""
        if self._desk.recording:
            return
        try:
            settlement = self._tendering.settlement()
        except Refusal as refusal:
            self.wrong.setText(say(refusal))
            return
        self.valid.setEnabled(False)
        self._desk.pay(
            settlement.tenders,
            receipt=self.receipt.isChecked(),
            failed=self._failed,
            to_nobody=self._to_nobody,
            approval=self._approval,
        )

    def close_overlay(self) -> None:
        """Not while the sale is on its way to the disk: a moment later it is recorded or refused."""
        if not self._desk.recording:
            super().close_overlay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Letters in the amount are orders: they never stand in it."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._order(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.validate()
        elif not self._order(event):
            super().keyPressEvent(event)

    def _order(self, event: QKeyEvent) -> bool:
        letter = event.text().upper()
        if letter in _KIND_KEYS:
            self._choose(_KIND_KEYS[letter])
        elif letter == _RECEIPT_KEY:
            self.receipt.setChecked(self._receipt_is_due() or not self.receipt.isChecked())
        elif letter == _PREPAYMENT_KEY:
            self._print_before()
        elif event.key() == Qt.Key.Key_Backspace and not self.field.text() and self._tendering.laid:
            self._tendering = self._tendering.without_last()
            self._refresh()
        else:
            return bool(letter) and letter.isalpha()
        return True

    def _choose(self, kind: TenderKind) -> None:
        self._tendering = self._tendering.with_kind(kind)
        self._set_typed(self._tendering.typed)
        self.field.setFocus()

    def _set_typed(self, typed: str) -> None:
        self.field.setText(typed)
        self._typed(typed)
        self.field.setFocus()

    def _erase(self) -> None:
        self.field.backspace()
        self.field.setFocus()

    def _typed(self, typed: str) -> None:
        self._tendering = Tendering(self._tendering.total_cents, self._tendering.kind, typed, self._tendering.laid)
        self._refresh()

    def _refresh(self) -> None:
        now = self._tendering
        self.due.setText(money(now.left_cents))
        self.field.setPlaceholderText(amount(now.left_cents))
        for kind, made in self.kinds.items():
            made.setChecked(kind is now.kind)
        self._show_laid()
        self.wrong.setText("")
        try:
            settled = now.settlement()
        except Refusal as refusal:
            self.valid.setEnabled(False)
            self.wrong.setText(say(refusal) if now.typed else "")
            self.change.setText("—")
            self.pieces.setText("")
            return
        self.valid.setEnabled(not self._desk.recording)
        self.change.setText(money(settled.change_cents))
        self.pieces.setText(pieces_words(settled.change_cents))

    def _show_laid(self) -> None:
        while (item := self._laid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        try:
            tenders = self._tendering.tenders()
        except Refusal:
            tenders = self._tendering.laid
        for tender in tenders:
            row = QWidget()
            layout = QHBoxLayout(row)
            layout.setContentsMargins(0, 6, 0, 6)
            layout.addWidget(label(tender_label(tender.kind), size=15))
            layout.addWidget(label(money(tender.amount_cents), size=15, bold=True, right=True), 1)
            self._laid.addWidget(row)

    def _print_before(self) -> None:
        """Once: a second slip of the same basket would only puzzle."""
        if self._desk.operator is None or not self.before.isEnabled():
            return
        self.before.setEnabled(False)
        future = self._desk.running.run(
            print_prepayment, operator=self._desk.operator, basket=self._desk.basket.freeze()
        )
        self._desk.ask(future, lambda _entry: None, self._failed)
        self.field.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._refresh()
        self.wrong.setText(say(error))

    def _left_alone(self) -> None:
        self._desk.paying = False
