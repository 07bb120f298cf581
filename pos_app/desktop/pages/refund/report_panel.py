"""What operators gave back in the open day and before: how often, how much, why, on whose word."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.counter.refund_report import OperatorRefunds, refund_report
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.operator import Right
from pos_app.i18n import gettext as _
from pos_app.i18n import money
from pos_app.reasons import REFUND_WORDS
from pos_app.sentences import say


class RefundReportPanel(Overlay):
    """For coordinators: the last days of this till, one row an operator; Ctrl+E writes it to a file."""

    DAYS = 30

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=940, height=520)
        columns: list[Column[OperatorRefunds]] = [
            Column(_("Operator"), lambda row: row.name),
            Column(_("Why"), reasons_words),
            Column(_("Refunds"), lambda row: str(row.refunds), by=attrgetter("refunds"), right=True),
            Column(_("Given back"), lambda row: money(row.cents), by=attrgetter("cents"), right=True),
            Column(_("In cash"), lambda row: money(row.cash_cents), by=attrgetter("cash_cents"), right=True),
            Column(_("With a second person"), lambda row: str(row.approved), by=attrgetter("approved"), right=True),
        ]
        self.table = RowTable(columns, name=_("Refunds by operator"))
        notice = Notice()
        self._said = label(role="muted", wrap=True)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(10)
        layout.addWidget(label(_("Refunds by operator"), size=22, bold=True))
        last_days = _("The last {count} days that were open on this till.").format(count=self.DAYS)
        self._said.setText(last_days)
        layout.addWidget(self._said)
        layout.addWidget(
            Listing(desk, notice, self.table, file_name="remboursements.csv", right=Right.REPORT_REFUNDS), 1
        )
        layout.addWidget(notice)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        if desk.operator is not None:
            future = desk.running.run(refund_report, operator=desk.operator, days=self.DAYS)
            desk.ask(future, self._show, self._refused)
        self.open_at(self.table)

    def _show(self, rows: Sequence[OperatorRefunds]) -> None:
        self.table.show_rows(rows)
        if not rows:
            self._said.setText(_("Nothing was given back in the last {count} days.").format(count=self.DAYS))

    def _refused(self, error: BaseException) -> None:
        self._said.setText(say(error))


def reasons_words(row: OperatorRefunds) -> str:
    """The reasons with how often each was given, the most frequent first."""
    often = sorted(row.reasons.items(), key=lambda item: -item[1])
    return ", ".join(f"{_(REFUND_WORDS[code])} ({count})" for code, count in often if code in REFUND_WORDS)
