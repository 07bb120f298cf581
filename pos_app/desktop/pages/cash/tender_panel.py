"""Putting a payment right: which ticket, how it was keyed, how it was paid."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.cash_words import CASH_REASONS
from pos_app.counter.cash_reasons import TENDER_REASONS
from pos_app.counter.correct_tender import correct_tender
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.facts import TenderCorrected
from pos_app.domain.tender import TenderKind
from pos_app.i18n import gettext as _
from pos_app.i18n import money, pgettext
from pos_app.printing.tender_words import tender_label
from pos_app.sentences import say


class TenderPanel(Overlay):
    """`corrected` carries a sentence. The ticket itself stays as it is."""

    corrected = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=560, height=470)
        self._desk = desk
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(10)
        layout.addWidget(label(_("Put a payment right"), size=22, bold=True))
        text = _("The ticket stays as it is: only its payment is moved from one means to another.")
        layout.addWidget(label(text, role="muted", wrap=True))
        self.ticket, self.wrong_kind, self.right_kind, self.reason = QLineEdit(), QComboBox(), QComboBox(), QComboBox()
        form = QFormLayout()
        for words, field in (
            (_("Ticket"), self.ticket),
            (_("Keyed as"), self.wrong_kind),
            (_("Paid by"), self.right_kind),
            (_("Reason"), self.reason),
        ):
            field.setAccessibleName(words)
            form.addRow(label(words), field)
        for kind in TenderKind:
            self.wrong_kind.addItem(tender_label(kind), kind)
            self.right_kind.addItem(tender_label(kind), kind)
        self.right_kind.setCurrentIndex(1)
        for reason in TENDER_REASONS:
            self.reason.addItem(_(CASH_REASONS[reason]), reason)
        layout.addLayout(form)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        self.record = key_button(_("Put it right"), pgettext("key", "Enter"), self._record, kind="main")
        self.ticket.returnPressed.connect(self._record)
        layout.addWidget(self.record)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        self.open_at(self.ticket)

    def _record(self) -> None:
        operator = self._desk.operator
        if operator is None or not self.record.isEnabled():
            return
        self.record.setEnabled(False)
        future = self._desk.running.run(
            correct_tender,
            operator=operator,
            ticket=self.ticket.text(),
            wrong=TenderKind(self.wrong_kind.currentData()),
            right=TenderKind(self.right_kind.currentData()),
            reason=str(self.reason.currentData()),
        )
        self._desk.ask(future, self._done, self._refused)

    def _done(self, corrected: TenderCorrected) -> None:
        self.close_overlay()
        text = _("{ticket}: {amount} moved to “{tender}”.")
        self.corrected.emit(
            text.format(
                ticket=corrected.ticket,
                amount=money(corrected.taken.amount_cents),
                tender=tender_label(corrected.taken.tender),
            )
        )

    def _refused(self, error: BaseException) -> None:
        self.record.setEnabled(True)
        self.wrong.setText(say(error))
