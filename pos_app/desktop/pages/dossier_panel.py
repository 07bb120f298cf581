"""The dossier of a doubted ticket on the screen: what its sheet says, and printing it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter.ticket_dossier import look_at_dossier, print_dossier
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.identifiers import TicketNumber
from pos_app.i18n import date_time, money
from pos_app.i18n import gettext as _
from pos_app.printing.documents.ticket_dossier import DossierEntry, TicketDossier
from pos_app.printing.dossier_words import ticket_sentences
from pos_app.sentences import say


class DossierPanel(Overlay):
    """F6 prints the sheet, which also carries what verifies each entry; Escape closes."""

    printed = Signal(str)

    def __init__(self, desk: Desk, ticket: TicketNumber, parent: QWidget) -> None:
        super().__init__(parent, width=1000, height=600)
        self._desk, self._ticket = desk, ticket
        self.told = label(_("One moment…"), wrap=True)
        columns: list[Column[DossierEntry]] = [
            Column(_("No."), lambda one: str(one.seq), by=lambda one: one.seq, right=True),
            Column(_("What"), lambda one: one.kind),
            Column(_("Detail"), lambda one: one.detail),
            Column(_("Date"), lambda one: date_time(one.at), by=lambda one: one.at),
            Column(_("Operator"), lambda one: one.operator_name),
        ]
        self.table: RowTable[DossierEntry] = RowTable(columns, name=_("What happened"))
        self.print = key_button(_("Print this dossier"), "F6", self._print, kind="main")
        self.answer(Qt.Key.Key_F6, self.print)
        self.print.setEnabled(False)
        self._build()
        if desk.operator is not None:
            future = look_at_dossier(desk.running, operator=desk.operator, ticket=ticket, clock=desk.clock)
            desk.ask(future, self._show, self._refused)
        self.open_at(self.table)

    def _build(self) -> None:
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 20)
        layout.setSpacing(10)
        layout.addWidget(label(_("Dossier of ticket {ticket}").format(ticket=self._ticket), size=22, bold=True))
        layout.addWidget(self.told)
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(label(_("Escape to go back"), role="muted"))
        row.addStretch(1)
        row.addWidget(self.print)
        layout.addLayout(row)

    def _show(self, dossier: TicketDossier) -> None:
        sold = [f"{abs(line.quantity)} × {line.label} — {money(line.gross_cents)}" for line in dossier.sale.lines]
        self.told.setText("\n".join([" · ".join(sold), *ticket_sentences(dossier)]))
        self.table.show_rows(dossier.entries)
        self.print.setEnabled(True)

    def _print(self) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(print_dossier, operator=self._desk.operator, ticket=self._ticket)
            self._desk.ask(future, self._printed, self._refused)

    def _printed(self, ticket: str) -> None:
        self.printed.emit(ticket)
        self.close_overlay()

    def _refused(self, error: BaseException) -> None:
        self.told.setText(say(error))
