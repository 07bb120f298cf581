"""Cash in, out, to the safe or to the bank: from where to where, how much, why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.cash_words import CASH_MOVES, CASH_REASONS
from pos_app.counter.cash_reasons import MOVE_REASONS
from pos_app.counter.move_cash import move_cash
from pos_app.desktop.desk import Desk
from pos_app.desktop.theme import font
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.facts import CashMove, CashMoved
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import PosError
from pos_app.i18n import amount, money, pgettext
from pos_app.i18n import gettext as _
from pos_app.sentences import say


class MovePanel(Overlay):
    """`moved` carries a sentence once it is recorded and its slip prints."""

    moved = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=560, height=440)
        self._desk = desk
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(10)
        layout.addWidget(label(_("Cash in or out"), size=22, bold=True))
        form = QFormLayout()
        self.move_, self.reason = QComboBox(), QComboBox()
        self.move_.setAccessibleName(_("From where to where"))
        self.reason.setAccessibleName(_("Reason"))
        for move in CashMove:
            self.move_.addItem(_(CASH_MOVES[move]), move)
        self.move_.setCurrentIndex(list(CashMove).index(CashMove.OUT))
        self.move_.currentIndexChanged.connect(self._show_reasons)
        self.amount = QLineEdit()
        self.amount.setFont(font(24, bold=True))
        self.amount.setPlaceholderText(amount(0))
        self.amount.setAccessibleName(_("Amount"))
        self.amount.returnPressed.connect(self._record)
        for words, field in ((_("Movement"), self.move_), (_("Reason"), self.reason), (_("Amount"), self.amount)):
            form.addRow(label(words), field)
        layout.addLayout(form)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        self.record = key_button(_("Record and print the slip"), pgettext("key", "Enter"), self._record, kind="main")
        layout.addWidget(self.record)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        self._show_reasons()
        self.open_at(self.amount)

    def _show_reasons(self) -> None:
        self.reason.clear()
        for reason in MOVE_REASONS[CashMove(self.move_.currentData())]:
            self.reason.addItem(_(CASH_REASONS[reason]), reason)

    def _record(self) -> None:
        operator = self._desk.operator
        if operator is None or not self.record.isEnabled():
            return
        try:
            cents = parse_amount_cents(self.amount.text())
        except PosError as error:
            self._refused(error)
            return
        self.record.setEnabled(False)
        future = self._desk.running.run(
            move_cash,
            operator=operator,
            move=CashMove(self.move_.currentData()),
            amount_cents=cents,
            reason=str(self.reason.currentData()),
        )
        self._desk.ask(future, self._done, self._refused)

    def _done(self, moved: CashMoved) -> None:
        self.close_overlay()
        text = _("{amount} recorded; slip no. {number} is printing.")
        self.moved.emit(text.format(amount=money(moved.amount_cents), number=moved.number))

    def _refused(self, error: BaseException) -> None:
        self.record.setEnabled(True)
        self.wrong.setText(say(error))
