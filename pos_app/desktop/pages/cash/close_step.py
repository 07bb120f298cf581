"""The evening's closing: what stays in the drawer, what goes to the safe, and the day is over."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from pos_app.counter.evening import Evening, close_evening
from pos_app.desktop.desk import Desk
from pos_app.desktop.drawer_words import other_count_words
from pos_app.desktop.pages.cash.step_view import StepView
from pos_app.desktop.pages.codes.slips_panel import SlipsPanel
from pos_app.desktop.theme import font
from pos_app.desktop.voucher_words import ending_words, to_collect_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import PosError
from pos_app.i18n import amount, money, ngettext
from pos_app.i18n import gettext as _
from pos_app.printing.tender_words import tender_label


class CloseStep(StepView):
    """F12, or Enter in the field, closes the day; F8 lists the codes that were paid and wait for their person."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Close the day"))
        self._drawer_cents = 0
        self.total = label(size=36, bold=True)
        self.explained = label(role="muted", wrap=True)
        self.inside.addWidget(self.total)
        self.inside.addWidget(self.explained)
        row = QHBoxLayout()
        row.addWidget(label(_("Leave in the drawer for tomorrow"), size=16, semibold=True))
        self.left = QLineEdit()
        self.left.setFont(font(22, bold=True))
        self.left.setFixedWidth(180)
        self.left.setAccessibleName(_("Leave in the drawer for tomorrow"))
        self.left.textChanged.connect(self._edited)
        self.left.returnPressed.connect(self._close)
        row.addWidget(self.left)
        row.addStretch(1)
        self.inside.addLayout(row)
        self.others = label(role="warn", wrap=True)
        self.inside.addWidget(self.others)
        self.safe = label(size=16, wrap=True)
        self.inside.addWidget(self.safe)
        self.ending = label(role="warn", wrap=True)
        self.collect = key_button("", "F8", self._show_to_collect, shortcut="F8")
        self.inside.addWidget(self.ending)
        self.inside.addWidget(self.collect)
        self.inside.addStretch(1)
        self.close_day = key_button(_("Close the day"), "F12", self._close, kind="main", shortcut="F12")
        self.inside.addWidget(self.close_day)

    def show_evening(self, evening: Evening) -> None:
        totals = evening.report.totals
        self._drawer_cents = evening.report.drawer_cents
        self.total.setText(money(totals.total_cents))
        tickets = ngettext("{count} ticket", "{count} tickets", totals.tickets).format(count=totals.tickets)
        paid = [f"{tender_label(each.tender)} {money(each.amount_cents)}" for each in totals.tenders]
        deposits_cents = evening.report.deposits_cents
        if deposits_cents:
            paid.append(_("deposits owed back: {amount}").format(amount=money(deposits_cents)))
        self.explained.setText(" · ".join([tickets, *paid]))
        self.left.setText(amount(max(0, min(evening.float_cents, self._drawer_cents))))
        self.others.setText("\n".join(other_count_words(evening.report.counted)))
        self.others.setVisible(bool(self.others.text()))
        self.ending.setText("\n".join(ending_words(evening.codes)))
        self.ending.setVisible(bool(self.ending.text()))
        self.collect.set_words(to_collect_words(evening.to_collect))
        self.collect.setVisible(bool(evening.to_collect))
        self._edited()

    def begin(self) -> None:
        self.left.setFocus()
        self.left.selectAll()

    def _show_to_collect(self) -> None:
        SlipsPanel.of_everybody(self.desk, self.window()).closed.connect(self._collected)

    def _collected(self) -> None:
        """Some may have been handed over meanwhile; the keyboard is where it was."""
        self.begin()
        self.moved_on.emit()

    def _edited(self) -> None:
        try:
            above_cents = self._drawer_cents - parse_amount_cents(self.left.text() or "0")
        except PosError:
            self.safe.setText("")
            return
        if above_cents > 0:
            self.safe.setText(_("Put {amount} into the safe: a slip says so.").format(amount=money(above_cents)))
        elif above_cents < 0:
            text = _("There is less in the drawer: {amount}.")
            self.safe.setText(text.format(amount=money(self._drawer_cents)))
        else:
            self.safe.setText(_("Nothing goes to the safe."))

    def _close(self) -> None:
        try:
            left_cents = parse_amount_cents(self.left.text() or "0")
        except PosError as error:
            self.refused.emit(error)
            return
        self.act(lambda operator: self.desk.running.run(close_evening, operator=operator, left_cents=left_cents))
