"""The event journal: the latest entries in words, by kind, operator and day; and on paper."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.clock import local_datetime
from pos_app.counter.events import PAGE, Event, EventFilter, events, print_events
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.table import Table
from pos_app.domain.days import read_day
from pos_app.domain.refusals import PosError
from pos_app.event_words import GROUP_WORDS, EventGroup
from pos_app.i18n import date_time
from pos_app.i18n import gettext as _

_DAY_MS = 24 * 3600 * 1000


class EventsTab(QWidget):
    """F6 prints what is shown, F7 goes on to older entries."""

    refused = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[Event, ...] = ()
        self._before = 0
        self.group, self.operator, self.day = QComboBox(), QComboBox(), QLineEdit()
        self.table = Table(
            [_("No."), _("What"), _("Detail"), _("Date"), _("Operator")], name=_("Event journal"), right=frozenset({0})
        )
        self.print = key_button(_("Print as a slip"), "F6", self._print, shortcut="F6")
        self.older = key_button(_("Older entries"), "F7", self._go_on, shortcut="F7")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addLayout(self._filters())
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.older)
        row.addStretch(1)
        row.addWidget(self.print)
        layout.addLayout(row)

    def _filters(self) -> QHBoxLayout:
        self.group.setAccessibleName(_("Kind of event"))
        self.group.addItem(_("Everything"), None)
        for group in EventGroup:
            self.group.addItem(_(GROUP_WORDS[group]), group)
        self.operator.setAccessibleName(_("Operator"))
        self.day.setAccessibleName(_("Day"))
        self.day.setPlaceholderText(_("Day (31/12/2026)"))
        self.day.setFixedWidth(180)
        self.group.activated.connect(self.refresh)
        self.operator.activated.connect(self.refresh)
        self.day.returnPressed.connect(self.refresh)
        row = QHBoxLayout()
        for widget in (self.group, self.operator, self.day):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(label(_("The latest entries come first."), role="muted"))
        return row

    def refresh(self) -> None:
        """Reads the latest entries that the filters let through."""
        self._show_operators()
        self._before = 0
        self._read()

    def _show_operators(self) -> None:
        chosen = self.operator.currentData()
        self.operator.clear()
        self.operator.addItem(_("Everybody"), "")
        for account in self._desk.accounts:
            self.operator.addItem(account.operator.first_name, account.operator.code)
        self.operator.setCurrentIndex(max(0, self.operator.findData(chosen)))

    def _wanted(self) -> EventFilter:
        group, operator = self.group.currentData(), str(self.operator.currentData() or "")
        wanted = EventFilter(group=EventGroup(group) if group else None, operator=operator)
        if not self.day.text().strip():
            return wanted
        midnight = dt.datetime.combine(read_day(self.day.text()), dt.time(), tzinfo=dt.UTC)
        from_ms = int(midnight.timestamp()) * 1000 - self._desk.clock.offset_min() * 60_000
        return EventFilter(wanted.group, wanted.operator, from_ms, from_ms + _DAY_MS)

    def _read(self) -> None:
        if self._desk.operator is None:
            return
        try:
            wanted = self._wanted()
        except PosError as error:
            self.refused.emit(error)
            return
        future = self._desk.running.run(events, operator=self._desk.operator, wanted=wanted, before=self._before)
        self._desk.ask(future, self._show, self.refused.emit)

    def _show(self, found: tuple[Event, ...]) -> None:
        self._shown = found
        self.older.setEnabled(len(found) == PAGE)
        self.print.setEnabled(bool(found))
        self.table.show_rows(
            [
                (
                    str(one.position),
                    one.kind,
                    one.detail,
                    date_time(local_datetime(one.at_ms, one.offset_min)),
                    one.operator_name,
                )
                for one in found
            ]
        )

    def _go_on(self) -> None:
        if self._shown:
            self._before = self._shown[-1].position
            self._read()

    def _print(self) -> None:
        if self._desk.operator is not None:
            future = self._desk.running.run(
                print_events, operator=self._desk.operator, wanted=self._wanted(), before=self._before
            )
            self._desk.ask(future, self._printed, self.refused.emit)

    def _printed(self, _done: object) -> None:
        self.said.emit(_("The slip is printing."))
