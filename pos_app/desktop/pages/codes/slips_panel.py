"""Slips in a list, and what may be done with the chosen one: a person's to collect, a ticket's, the contested ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter.contest_code import contest_code, contested_slips, replace_code
from pos_app.counter.slips import SlipAtDesk, slips_of_ticket, slips_to_collect
from pos_app.counter.till import Till
from pos_app.desktop.desk import Desk
from pos_app.desktop.voucher_words import contest_reasons, reveal_reasons, slip_words, state_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.identifiers import PersonToken, TicketNumber
from pos_app.domain.operator import Right
from pos_app.domain.voucher import VoucherAct, may
from pos_app.i18n import date_time
from pos_app.i18n import gettext as _
from pos_app.sentences import say

Read = Callable[[Till], tuple[SlipAtDesk, ...]]


class SlipsPanel(Overlay):
    """Keys: P the same code again, L handed over and readable, C contested, R replaced; Escape leaves. Ctrl+E writes
    the list to a file, which holds no code."""

    def __init__(self, desk: Desk, title: str, read: Read, parent: QWidget) -> None:
        super().__init__(parent, width=900, height=560)
        self._desk = desk
        self._read = read
        columns: list[Column[SlipAtDesk]] = [
            Column(_("Ticket"), lambda one: one.voucher.ticket),
            Column(_("Slip"), slip_words),
            Column(_("Sold on"), lambda one: date_time(one.at), by=attrgetter("at")),
            Column(_("Where it stands"), state_words),
        ]
        self.table = RowTable(columns, name=title)
        self.table.installEventFilter(self)
        self.table.chosen_changed.connect(self._offer)
        self.notice = Notice()
        self.wrong = label(role="bad", semibold=True, wrap=True)
        self.acts = {
            VoucherAct.REVEAL: key_button(_("The same code again"), "P", self._reveal, kind="main"),
            VoucherAct.CONFIRM: key_button(_("Handed over"), "L", self._confirm),
            VoucherAct.CONTEST: key_button(_("Contested"), "C", self._contest),
            VoucherAct.REPLACE: key_button(_("Replace"), "R", self._replace),
        }
        self._build(title)
        desk.slips.moved.connect(self.refresh)
        self.refresh()
        self.open_at(self.table)

    @classmethod
    def of_person(cls, desk: Desk, token: PersonToken, parent: QWidget) -> SlipsPanel:
        """What a person paid and did not get yet."""
        return cls(desk, _("To collect"), partial(slips_to_collect, token=token), parent)

    @classmethod
    def of_everybody(cls, desk: Desk, parent: QWidget) -> SlipsPanel:
        """What anybody paid and did not get yet."""
        return cls(desk, _("To collect"), slips_to_collect, parent)

    @classmethod
    def of_ticket(cls, desk: Desk, ticket: TicketNumber, parent: QWidget) -> SlipsPanel:
        """The slips of one ticket, whose barcode was scanned."""
        return cls(desk, _("Ticket {ticket}").format(ticket=ticket), partial(slips_of_ticket, ticket=ticket), parent)

    @classmethod
    def of_contested(cls, desk: Desk, parent: QWidget) -> SlipsPanel:
        """The codes that their operator refuses."""
        return cls(desk, _("Contested codes"), contested_slips, parent)

    def refresh(self) -> None:
        """Reads the list again."""
        self._desk.ask(self._desk.running.run(self._read), self._show, self._refused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Letters are orders here: they look for nothing in the table."""
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            wanted = event.text().upper()
            act = next((act for act in self.acts.values() if act.key == wanted and act.isEnabled()), None)
            if act is not None:
                act.click()
            return bool(wanted) and wanted.isalpha()
        return super().eventFilter(watched, event)

    def _build(self, title: str) -> None:
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 20)
        layout.setSpacing(10)
        layout.addWidget(label(title, size=22, bold=True))
        layout.addWidget(Listing(self._desk, self.notice, self.table, file_name="bons.csv"), 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.wrong)
        row = QHBoxLayout()
        for made in self.acts.values():
            row.addWidget(made)
        layout.addLayout(row)
        layout.addWidget(label(_("Escape to go back"), role="muted"))

    @property
    def _chosen(self) -> SlipAtDesk | None:
        return self.table.chosen

    def _show(self, slips: tuple[SlipAtDesk, ...]) -> None:
        self.table.show_rows(slips)
        self.wrong.setText("" if slips else _("Nothing here: everything was handed over."))
        self._offer()

    def _offer(self) -> None:
        """Only what the chosen slip and the person signed in allow."""
        slip, operator = self._chosen, self._desk.operator
        for act, made in self.acts.items():
            allowed = act is not VoucherAct.REPLACE or (operator is not None and operator.may(Right.REPLACE_CODES))
            made.setEnabled(allowed and slip is not None and may(slip.voucher.state, act))

    def _reveal(self) -> None:
        """The first time at once, again with a reason; on paper where a printer prints codes, else on the screen."""
        slip = self._chosen
        if slip is None:
            return
        if not slip.voucher.reveals:
            self._reveal_for(slip, "")
            return
        explained = _("The same code comes again, never another one. It is written down.")
        self._ask(slip, explained, reveal_reasons()).chosen.connect(partial(self._reveal_for, slip))

    def _reveal_for(self, slip: SlipAtDesk, reason: str) -> None:
        self._desk.slips.reveal(slip, reason, self._refused)

    def _confirm(self) -> None:
        if self._chosen is not None:
            self._desk.slips.confirm([self._chosen.item])

    def _contest(self) -> None:
        slip = self._chosen
        if slip is None:
            return
        explained = _("What did the operator answer? The code is blocked here and can then be replaced.")
        self._ask(slip, explained, contest_reasons()).chosen.connect(partial(self._contest_for, slip))

    def _contest_for(self, slip: SlipAtDesk, reason: str) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(contest_code, operator=self._desk.operator, item=slip.item, reason=reason)
            self._desk.ask(future, failed=self._refused)

    def _replace(self) -> None:
        if self._chosen is not None and self._desk.operator is not None:
            future = self._desk.running.run(replace_code, operator=self._desk.operator, item=self._chosen.item)
            self._desk.ask(future, self._replaced, self._refused)

    def _replaced(self, given: SlipAtDesk) -> None:
        """The new slip is the one in hand: its printing is asked about, or its code shown."""
        self._desk.slips.take_up(given.voucher.ticket)

    def _ask(self, slip: SlipAtDesk, explained: str, options: list[tuple[str, str]]) -> ChoicePanel:
        panel = ChoicePanel(slip_words(slip), explained, options, back=_("Escape to go back"), parent=self.window())
        panel.closed.connect(self.table.setFocus)
        return panel

    def _refused(self, error: BaseException) -> None:
        self.wrong.setText(say(error))
