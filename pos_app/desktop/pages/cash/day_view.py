"""The open day: what the drawer should hold, what happened to it, and what one may do."""

from __future__ import annotations

from functools import partial
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.clock import local_datetime
from pos_app.counter.day_report import CashLine, DayReport
from pos_app.desktop.desk import Desk
from pos_app.desktop.drawer_words import line_cents, line_words
from pos_app.desktop.widgets.buttons import KeyButton, button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.operator import Operator, Right
from pos_app.i18n import clock_time, date_time, money, ngettext
from pos_app.i18n import gettext as _

_ACTS: tuple[tuple[str, str, Right], ...] = (
    ("late", "F5", Right.ENTER_LATE),
    ("move", "F6", Right.MOVE_CASH),
    ("drawer", "F7", Right.OPEN_DRAWER),
    ("tender", "F8", Right.CORRECT_TENDER),
    ("hand_over", "F9", Right.HAND_OVER_DRAWER),
)


class DayView(QWidget):
    """`asked` carries the act wanted: one of the keys of `_ACTS`, "claims", "float" or "evening"."""

    asked = Signal(str)

    def __init__(self, desk: Desk, notice: Notice) -> None:
        super().__init__()
        self.day = label(role="muted", wrap=True)
        self.drawer = label(size=40, bold=True)
        self.safe = label(role="muted", wrap=True)
        self.reminder = label(role="warn", semibold=True, wrap=True)
        self.acts: dict[str, KeyButton] = {}
        self.evening = key_button(_("Count and close"), "F12", self._evening, kind="main", shortcut="F12")
        self.lay_float = button(_("Lay the float"), self._lay_float)
        columns: list[Column[CashLine]] = [
            Column(_("Time"), _time_words, by=attrgetter("position")),
            Column(_("What happened"), lambda line: line_words(line)[0]),
            Column(_("Amount"), lambda line: line_words(line)[1], by=line_cents, right=True),
            Column(_("Operator"), attrgetter("operator_name")),
        ]
        self.table = RowTable(columns, name=_("The drawer today"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._side())
        self.claims = key_button(_("Vouchers to claim"), "F4", partial(self.asked.emit, "claims"), shortcut="F4")
        happened = QVBoxLayout()
        happened.setSpacing(8)
        happened.addWidget(Listing(desk, notice, self.table, file_name="tiroir.csv"), 1)
        happened.addWidget(self.claims, 0, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(happened, 1)

    def _side(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(380)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(22, 18, 22, 18)
        inside.setSpacing(8)
        for one in (self.day, label(_("The drawer should hold"), semibold=True), self.drawer, self.safe, self.reminder):
            inside.addWidget(one)
        inside.addStretch(1)
        inside.addWidget(self.lay_float)
        for act, key, _right in _ACTS:
            made = key_button(_act_words()[act], key, partial(self.asked.emit, act), shortcut=key)
            self.acts[act] = made
            inside.addWidget(made)
        inside.addSpacing(6)
        inside.addWidget(self.evening)
        return card

    def show_report(
        self, report: DayReport, operator: Operator, *, float_cents: int, now_ms: int, offset_min: int
    ) -> None:
        opened = local_datetime(report.opened_ms, offset_min)
        tickets = ngettext("{count} ticket", "{count} tickets", report.totals.tickets)
        self.day.setText(
            _("Day {day}, open since {at} · {tickets}").format(
                day=report.day, at=date_time(opened), tickets=tickets.format(count=report.totals.tickets)
            )
        )
        self.drawer.setText(money(report.drawer_cents))
        apart = (
            (_("In the safe: {amount}"), report.safe_cents),
            (_("Deposits owed back: {amount}"), report.deposits_cents),
        )
        self.safe.setText("\n".join(words.format(amount=money(cents)) for words, cents in apart if cents))
        today = local_datetime(now_ms, offset_min).date()
        self.reminder.setText(_("This day was not closed: close it first.") if opened.date() < today else "")
        self.lay_float.setVisible(not float_cents)
        for act, _key, right in _ACTS:
            self.acts[act].setEnabled(operator.may(right))
        self.claims.setVisible(operator.may(Right.CLAIM_VOUCHERS))
        self.evening.setEnabled(operator.may(Right.COUNT_CASH))
        self.table.show_rows(report.lines[::-1])

    def _lay_float(self) -> None:
        self.asked.emit("float")

    def _evening(self) -> None:
        self.asked.emit("evening")


def _time_words(line: CashLine) -> str:
    return clock_time(local_datetime(line.at_ms, line.offset_min))


def _act_words() -> dict[str, str]:
    return {
        "late": _("Sales from paper"),
        "move": _("Cash in or out"),
        "drawer": _("Open the drawer"),
        "tender": _("Put a payment right"),
        "hand_over": _("Hand the drawer over"),
    }
