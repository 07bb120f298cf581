"""The refund panel: what of a ticket comes back, why, and how the money goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.clock import local_datetime
from pos_app.counter.refund import Refunded, refund
from pos_app.counter.refundable import Refundable
from pos_app.counter.sale_rules import Approval
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.refund.line_row import LineRow
from pos_app.desktop.pages.refund.second_person import ask_second_person, refund_reasons
from pos_app.desktop.theme import theme
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.refund import GivenBack, usual_way_back
from pos_app.domain.tender import TenderKind
from pos_app.i18n import date_time, money, pgettext
from pos_app.i18n import gettext as _
from pos_app.printing.tender_words import tender_label
from pos_app.sentences import say

_EVERYTHING_KEY = "T"


class RefundPanel(Overlay):
    """`refunded` carries the Refunded. A digit adds one of that line, T takes everything, Enter gives back."""

    refunded = Signal(object)

    def __init__(self, desk: Desk, found: Refundable, parent: QWidget) -> None:
        super().__init__(parent, width=980, height=600)
        self._desk = desk
        self._found = found
        self.rows = [LineRow(line, number) for number, line in enumerate(found.lines, start=1)]
        layout = QHBoxLayout(self.card)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._left(), 650)
        layout.addWidget(self._right(), 330)
        for row in self.rows:
            row.changed.connect(self._refresh)
        self._refresh()
        self.open_at(self.rows[0])

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setContentsMargins(28, 24, 20, 22)
        left.setSpacing(10)
        left.addWidget(label(_("Refund on ticket {ticket}").format(ticket=self._found.ticket), size=22, bold=True))
        sold = date_time(local_datetime(self._found.at_ms, self._found.offset_min))
        left.addWidget(label(_("Sold on {at}. What comes back?").format(at=sold), role="muted"))
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for row in self.rows:
            column.addWidget(row)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(lines)
        for one in (scroll.viewport(), lines):
            one.setAutoFillBackground(False)
        left.addWidget(scroll, 1)
        self.all = key_button(_("Everything"), _EVERYTHING_KEY, self._take_all)
        left.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        keys = _("Keys: 1 to 9 add one of a line, + and − change it, Space takes all of it.")
        left.addWidget(label(keys, size=13, role="muted", wrap=True))
        return left

    def _right(self) -> QFrame:
        right = QFrame()
        right.setObjectName("back")
        right.setStyleSheet(
            f"#back {{ background: {theme().page}; border-top-right-radius: 14px; border-bottom-right-radius: 14px; }}"
        )
        layout = QVBoxLayout(right)
        layout.setContentsMargins(24, 26, 24, 22)
        layout.setSpacing(8)
        self.reason = combo(_("Why is it given back?"), [("", _("Why is it given back?")), *refund_reasons()])
        self.reason.currentIndexChanged.connect(self._refresh)
        layout.addWidget(self.reason)
        self.way = combo(_("By which means?"), [(kind.value, tender_label(kind)) for kind in self._possible_ways()])
        self.way.currentIndexChanged.connect(self._refresh)
        layout.addWidget(self.way)
        layout.addSpacing(8)
        layout.addWidget(label(_("To give back"), role="muted", size=15))
        self.total = label(size=38, bold=True)
        self.parts = label(wrap=True)
        self.second = label(role="warn", semibold=True, wrap=True)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        for one in (self.total, self.parts, self.second, self.wrong):
            layout.addWidget(one)
        layout.addStretch(1)
        signs = label(_("A slip prints: the person signs it."), role="muted", wrap=True)
        layout.addWidget(signs)
        self.valid = key_button(_("Give back"), pgettext("key", "Enter"), self.validate, kind="main")
        layout.addWidget(self.valid)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        return right

    def _possible_ways(self) -> tuple[TenderKind, ...]:
        """The means that anything paid on this ticket may go back by, the usual ones first."""
        ways = [way for paid_by in self._found.paid_left for way in self._found.rule.ways_back(paid_by)]
        return tuple(dict.fromkeys(ways))

    @property
    def total_cents(self) -> int:
        return sum(row.cents for row in self.rows)

    @property
    def given(self) -> tuple[GivenBack, ...]:
        """How the money goes back."""
        wished = chosen_value(self.way)
        return usual_way_back(
            self._found.paid_left,
            self.total_cents,
            self._found.rule,
            wished=TenderKind(wished) if wished else None,
        )

    def validate(self) -> None:
        """Gives back once, however often Enter is struck; asks for a second person first where the limit is passed."""
        if not self.valid.isEnabled():
            return
        if self.total_cents > self._found.alone_left_cents:
            asked = ask_second_person(
                self._desk, self.window(), against=self.second.text(), reason=chosen_value(self.reason)
            )
            asked.approved.connect(self._record)
            asked.closed.connect(self.setFocus)
        else:
            self._record(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        digit = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.validate()
        elif digit.upper() == _EVERYTHING_KEY:
            self._take_all()
        elif digit.isdigit() and 0 < int(digit) <= len(self.rows):
            row = self.rows[int(digit) - 1]
            row.take((row.quantity + 1) % (row.line.left + 1))
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _record(self, approval: Approval | None) -> None:
        if self._desk.operator is None:
            return
        self.valid.setEnabled(False)
        future = self._desk.running.run(
            refund,
            operator=self._desk.operator,
            ticket=self._found.ticket,
            returns=tuple(row.returned for row in self.rows if row.quantity),
            given=self.given,
            reason=chosen_value(self.reason),
            approval=approval,
        )
        self._desk.ask(future, self._done, self._refused)

    def _done(self, refunded: Refunded) -> None:
        self.close_overlay()
        self.refunded.emit(refunded)

    def _refused(self, error: BaseException) -> None:
        self._refresh()
        self.wrong.setText(say(error))

    def _take_all(self) -> None:
        for row in self.rows:
            row.take(row.line.left)

    def _refresh(self) -> None:
        self.wrong.setText("")
        self.total.setText(money(self.total_cents))
        self.parts.setText("\n".join(f"{tender_label(one.tender)} · {money(one.amount_cents)}" for one in self.given))
        over = self.total_cents > self._found.alone_left_cents
        limit = _("Above {amount} today, a second person must approve.")
        self.second.setText(limit.format(amount=money(self._found.alone_left_cents)) if over else "")
        self.valid.setEnabled(any(row.quantity for row in self.rows) and bool(chosen_value(self.reason)))


def refunded_words(refunded: Refunded) -> str:
    """What was recorded, and what to hand over."""
    text = _("Refund {ticket} recorded on {first}. Its slip is printing: the person signs it.").format(
        ticket=refunded.ticket, first=refunded.first
    )
    if refunded.cash_cents:
        text += " " + _("Give back {amount} from the drawer.").format(amount=money(refunded.cash_cents))
    return text
