"""No day is open: what is in the drawer, and opening the day with it; months and years that wait to be closed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from pos_app.cash_words import CASH_REASONS
from pos_app.counter.cash_reasons import FLOAT_REASONS
from pos_app.counter.close_period import DuePeriod, close_period
from pos_app.counter.code_stock import CodeStock
from pos_app.counter.day_report import DayReport
from pos_app.counter.open_day import open_day
from pos_app.desktop.desk import Desk
from pos_app.desktop.theme import font
from pos_app.desktop.voucher_words import ending_words
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.labels import label
from pos_app.domain.facts import Period
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.operator import Right
from pos_app.domain.refusals import PosError
from pos_app.i18n import amount, money, pgettext
from pos_app.i18n import gettext as _


class OpeningCard(QFrame):
    """`said` carries good news, `refused` an error. A float that is not what was left is asked why."""

    said = Signal(str)
    refused = Signal(object)
    evening_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "card")
        self.setMaximumWidth(680)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(12)
        self.question = label(size=20, bold=True, wrap=True)
        self.explained = label(role="muted", wrap=True)
        inside.addWidget(self.question)
        inside.addWidget(self.explained)
        row = QHBoxLayout()
        self.float = QLineEdit()
        self.float.setFont(font(24, bold=True))
        self.float.setPlaceholderText(amount(0))
        self.float.setAccessibleName(_("Float in the drawer"))
        self.float.returnPressed.connect(self._open)
        self.open = key_button(_("Open the day"), pgettext("key", "Enter"), self._open, kind="main")
        row.addWidget(self.float, 1)
        row.addWidget(self.open)
        inside.addLayout(row)
        self.ending = label(role="warn", wrap=True)
        self.ending.hide()
        inside.addWidget(self.ending)
        self.unfinished = key_button("", "F12", self.evening_wanted.emit, shortcut="F12")
        self.unfinished.hide()
        inside.addWidget(self.unfinished)
        self._periods = QVBoxLayout()
        self.periods: list[QPushButton] = []
        self._due: tuple[DuePeriod, ...] = ()
        inside.addLayout(self._periods)

    def show_day(self, report: DayReport, due: tuple[DuePeriod, ...]) -> None:
        """Before a day, what the last closing left is proposed; in a day that a sale opened, its float is asked."""
        if report.day:
            self.question.setText(_("Day {day} is open").format(day=report.day))
            text = _(
                "A sale opened this day. Key the float that lies in the drawer, so that the evening's count agrees."
            )
            self.explained.setText(text)
            self.open.set_words(_("Lay the float"))
        else:
            self.question.setText(_("How much is in the drawer?"))
            self.explained.setText(_explained(report.drawer_cents))
            self.open.set_words(_("Open the day"))
            if report.drawer_cents and not self.float.text() and not self.float.isModified():
                self.float.setText(amount(report.drawer_cents))
        self._show_due(due)

    def begin(self) -> None:
        """Gives the keyboard to the field; once, since news of the day keep arriving while somebody types there."""
        self.float.setFocus()
        self.float.selectAll()

    def show_unfinished(self, day: int) -> None:
        """The evening of a day that is closed, where its backup or its sending is still to be done; 0: none."""
        self.unfinished.set_words(_("Finish the evening of day {day}").format(day=day))
        self.unfinished.setVisible(bool(day))

    def show_codes(self, stock: CodeStock) -> None:
        """What is announced of the vault before the day begins: lots that end soon."""
        self.ending.setText("\n".join(ending_words(stock)))
        self.ending.setVisible(bool(self.ending.text()))

    def _show_due(self, due: tuple[DuePeriod, ...]) -> None:
        """Makes the buttons anew only where other periods wait: one of them may have the keyboard."""
        if due != self._due:
            self._due = due
            for old in self.periods:
                old.hide()
                old.deleteLater()
            self.periods = [button(period_words(one), partial(self._close, one.period)) for one in due]
            for made in self.periods:
                self._periods.addWidget(made)
        may = self._desk.operator is not None and self._desk.operator.may(Right.CLOSE_PERIOD)
        for made in self.periods:
            made.setEnabled(may)

    def _open(self) -> None:
        self._open_because("")

    def _open_because(self, reason: str) -> None:
        if self._desk.operator is None:
            return
        try:
            float_cents = parse_amount_cents(self.float.text() or "0")
        except PosError as error:
            self.refused.emit(error)
            return
        future = self._desk.running.run(open_day, operator=self._desk.operator, float_cents=float_cents, reason=reason)
        self._desk.ask(future, self._opened, self._refused)

    def _opened(self, _entry: object) -> None:
        self.float.setText("")
        self.said.emit(_("The day is open."))

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, PosError) or error.code != "float_differs":
            self.refused.emit(error)
            return
        left_cents = int(error.params["left_cents"])
        explained = _("The last closing left {left} in the drawer.").format(left=money(left_cents))
        panel = ChoicePanel(
            _("Why is there another amount?"),
            explained,
            [(reason, _(CASH_REASONS[reason])) for reason in FLOAT_REASONS],
            back=_("Escape to key the amount again"),
            parent=self.window(),
        )
        panel.chosen.connect(self._open_because)

    def _close(self, period: Period) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(close_period, operator=self._desk.operator, period=period)
            self._desk.ask(future, self._closed, self.refused.emit)

    def _closed(self, _closing: object) -> None:
        self.said.emit(_("It is closed; its slip is printing."))


def period_words(due: DuePeriod) -> str:
    """ "Close the month 11/2026", "Close the year 2026"."""
    if due.period is Period.YEAR:
        return _("Close the year {year}").format(year=due.name)
    year, _hyphen, month = due.name.partition("-")
    return _("Close the month {month}/{year}").format(month=month, year=year)


def _explained(left_cents: int) -> str:
    if left_cents:
        return _("The last closing left {left} there. Count it, and key another amount if it is not the same.").format(
            left=money(left_cents)
        )
    return _("The float is not turnover. A sale before this opens the day with an empty drawer.")
