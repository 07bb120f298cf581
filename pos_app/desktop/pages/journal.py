"""The journal page: the latest tickets, one by its number, its lines, and its receipt again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from pos_app.clock import local_datetime
from pos_app.counter.last_tickets import TicketSummary, last_tickets
from pos_app.counter.refund import Refunded
from pos_app.counter.refundable import Refundable, refundable
from pos_app.counter.reprint import reprint
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.dossier_panel import DossierPanel
from pos_app.desktop.pages.laptops.payment_back_panel import PaymentBackPanel
from pos_app.desktop.pages.printing.paper_line import open_jobs
from pos_app.desktop.pages.refund.panel import RefundPanel, refunded_words
from pos_app.desktop.pages.refund.report_panel import RefundReportPanel
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.page import Page
from pos_app.desktop.widgets.table import Table
from pos_app.domain.facts import InstalmentPaid, RefundRecorded, SaleRecorded
from pos_app.domain.operator import Right
from pos_app.i18n import date_time, money
from pos_app.i18n import gettext as _
from pos_app.printing.tender_words import tender_label


class JournalPage(Page):
    """F2 searches by number, F6 prints again, F7 gives back, F8 looks closer, F9 tells all there is about a ticket."""

    def __init__(self, desk: Desk, *, look_closer: Callable[[], object]) -> None:
        super().__init__(desk, _("Journal"))
        self._found: tuple[TicketSummary, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("ticket number, or scan it"))
        self.search.setAccessibleName(_("Search a ticket by its number"))
        self.search.setFixedWidth(320)
        self.search.returnPressed.connect(self.refresh)
        self.closer = key_button(_("Checks and archives"), "F8", look_closer, shortcut="F8")
        self.heading.addWidget(self.search)
        self.heading.addWidget(self.closer)
        self.table = Table(
            [_("Ticket"), _("Date"), _("Operator"), _("Total"), _("Prints")],
            name=_("Latest tickets"),
            right=frozenset({3, 4}),
        )
        self.table.currentCellChanged.connect(lambda row, *_rest: self._show_one(row))
        row = QHBoxLayout()
        row.addWidget(self.table, 1)
        row.addWidget(self._one_ticket())
        self.body.addLayout(row, 1)
        self._show_one(-1)

    def _one_ticket(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedWidth(360)
        side = QVBoxLayout(card)
        side.setContentsMargins(20, 18, 20, 18)
        self._title = label(size=18, bold=True)
        self._lines = label(wrap=True)
        side.addWidget(self._title)
        side.addWidget(self._lines)
        side.addStretch(1)
        self.print = key_button(_("Print the receipt"), "F6", self._print, kind="main", shortcut="F6")
        side.addWidget(self.print)
        self.refund = key_button(_("Refund"), "F7", self._look_at, shortcut="F7")
        side.addWidget(self.refund)
        self.report = button(_("Refunds by operator"), self._report)
        side.addWidget(self.report)
        self.dossier = key_button(_("Dossier of this ticket"), "F9", self._see_dossier, shortcut="F9")
        side.addWidget(self.dossier)
        self.stuck = key_button(_("Papers"), "Ctrl+P", self._see_papers)
        side.addWidget(self.stuck)
        return card

    def refresh(self) -> None:
        """Reads the tickets again."""
        operator = self.desk.operator
        self.report.setVisible(operator is not None and operator.may(Right.REPORT_REFUNDS))
        self.dossier.setVisible(operator is not None and operator.may(Right.READ_JOURNAL))
        self.desk.ask(self.desk.running.run(last_tickets, search=self.search.text()), self._show, self.tell)

    def _show(self, found: tuple[TicketSummary, ...]) -> None:
        self._found = found
        self.table.show_rows(
            [
                (
                    one.ticket,
                    date_time(local_datetime(one.at_ms, one.offset_min)),
                    one.operator_name,
                    money(one.sale.total_cents),
                    str(one.prints),
                )
                for one in found
            ]
        )
        self._show_one(self.table.currentRow())

    def _show_one(self, row: int) -> None:
        known = 0 <= row < len(self._found)
        self.print.setEnabled(known)
        self.refund.setEnabled(known and isinstance(self._found[row].sale, SaleRecorded))
        if not known:
            self._title.setText(_("No ticket yet"))
            self._lines.setText("")
            return
        one = self._found[row]
        self._title.setText(one.ticket)
        lines = [f"{abs(line.quantity)} × {line.label} — {money(line.gross_cents)}" for line in one.sale.lines]
        if isinstance(one.sale, RefundRecorded):
            lines.insert(0, _("Refund on ticket {ticket}").format(ticket=one.sale.first.ticket))
        paid = [f"{tender_label(t.tender)} — {money(t.amount_cents)}" for t in one.sale.tenders]
        if one.sale.change_cents:
            paid.append(f"{_('Change given')} — {money(one.sale.change_cents)}")
        self._lines.setText("\n".join([*lines, "", *paid]))
        self.print.set_words(_("Print a duplicate") if one.prints else _("Print the receipt"))

    def _print(self) -> None:
        row = self.table.currentRow()
        if self.desk.operator is None or not 0 <= row < len(self._found):
            return
        ticket = self._found[row].ticket

        def done(copy: int) -> None:
            text = _("Duplicate no. {number} of {ticket} is printing.") if copy else _("{ticket} is printing.")
            self.notice.show_text(text.format(number=copy, ticket=ticket), "good")
            self.refresh()

        self.desk.ask(self.desk.running.run(reprint, operator=self.desk.operator, ticket=ticket), done, self.tell)

    def _look_at(self) -> None:
        row = self.table.currentRow()
        if self.desk.operator is None or not 0 <= row < len(self._found):
            return
        one = self._found[row]
        if isinstance(one.sale, SaleRecorded) and isinstance(one.sale.instalment, InstalmentPaid):
            panel = PaymentBackPanel(self.desk, self.notice, one, self.window())
            panel.closed.connect(self.refresh)
        else:
            future = self.desk.running.run(refundable, operator=self.desk.operator, ticket=one.ticket)
            self.desk.ask(future, self._give_back, self.tell)

    def _report(self) -> None:
        panel = RefundReportPanel(self.desk, self.window())
        panel.closed.connect(self.table.setFocus)

    def _give_back(self, found: Refundable) -> None:
        panel = RefundPanel(self.desk, found, self.window())
        panel.refunded.connect(self._refunded)
        panel.closed.connect(self.table.setFocus)

    def _refunded(self, refunded: Refunded) -> None:
        self.search.clear()
        self.table.setCurrentCell(-1, -1)  # the refund comes first, and is then the one that is chosen
        self.notice.show_text(refunded_words(refunded), "good")
        self.refresh()

    def _see_dossier(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._found):
            panel = DossierPanel(self.desk, self._found[row].ticket, self.window())
            panel.printed.connect(self._dossier_printed)
            panel.closed.connect(self.table.setFocus)

    def _dossier_printed(self, ticket: str) -> None:
        self.notice.show_text(_("The dossier of {ticket} is printing.").format(ticket=ticket), "good")

    def _see_papers(self) -> None:
        open_jobs(self.desk, self.window())
