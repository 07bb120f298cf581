"""The till page: opening the day, the drawer while it is open, and the evening."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos_app.cash_words import CASH_REASONS
from pos_app.counter.cash_reasons import DRAWER_REASONS
from pos_app.counter.close_period import DuePeriod, due_periods
from pos_app.counter.code_stock import code_stock
from pos_app.counter.day_report import DayReport, day_report
from pos_app.counter.evening import unfinished_evening
from pos_app.counter.open_drawer import open_drawer
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.cash.claims_panel import ClaimsPanel
from pos_app.desktop.pages.cash.day_view import DayView
from pos_app.desktop.pages.cash.evening_view import EveningView
from pos_app.desktop.pages.cash.hand_over_panel import HandOverPanel
from pos_app.desktop.pages.cash.late_panel import LatePanel
from pos_app.desktop.pages.cash.move_panel import MovePanel
from pos_app.desktop.pages.cash.opening_card import OpeningCard
from pos_app.desktop.pages.cash.tender_panel import TenderPanel
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.page import Page
from pos_app.domain.operator import Operator
from pos_app.i18n import gettext as _


class CashPage(Page):
    """What is shown follows from the journal: no day is open, or one is; its float or its evening once asked for."""

    def __init__(self, desk: Desk, *, sell: Callable[[], object]) -> None:
        super().__init__(desk, _("Till"))
        self._sell = sell
        self._report: DayReport | None = None
        self._due: tuple[DuePeriod, ...] = ()
        self._wanted: QWidget | None = None
        self._arriving = False
        self.opening = OpeningCard(desk)
        self.day = DayView(desk, self.notice)
        self.evening = EveningView(desk)
        self._opening_place = _at_the_top(self.opening)
        self._stack = QStackedWidget()
        for view in (self._opening_place, self.day, self.evening):
            self._stack.addWidget(view)
        self.body.addWidget(self._stack, 1)
        self.opening.said.connect(self._say)
        self.opening.refused.connect(self.tell)
        self.opening.evening_wanted.connect(lambda: self._asked("evening"))
        self.evening.refused.connect(self.tell)
        self.day.asked.connect(self._asked)
        desk.status_changed.connect(self._status_changed)

    @property
    def shown(self) -> QWidget | None:
        """The view in front."""
        return self._stack.currentWidget()

    def refresh(self) -> None:
        """Reads the day again; an evening that was left is taken up where it is with one key."""
        self._wanted = None
        self._arriving = True
        self._read()

    def _status_changed(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self.desk.ask(self.desk.running.run(code_stock), self.opening.show_codes, self.tell)
        self.desk.ask(self.desk.running.run(due_periods), self._know_due, self.tell)
        self.desk.ask(self.desk.running.run(unfinished_evening), self.opening.show_unfinished, self.tell)
        self.desk.ask(self.desk.running.run(day_report), self._show, self.tell)

    def _know_due(self, due: tuple[DuePeriod, ...]) -> None:
        self._due = due

    def _show(self, report: DayReport) -> None:
        self._report = report
        status, operator = self.desk.status, self.desk.operator
        if status is None or operator is None or self._wanted is self.evening:
            return
        if report.day:
            clock = self.desk.clock
            self.day.show_report(
                report, operator, float_cents=status.float_cents, now_ms=clock.now_ms(), offset_min=clock.offset_min()
            )
        if not report.day or self._wanted is self._opening_place:
            arriving = self._arriving or self.shown is not self._opening_place
            self._stack.setCurrentWidget(self._opening_place)
            self.opening.show_day(report, self._due)
            if arriving:
                self.opening.begin()
        else:
            self._stack.setCurrentWidget(self.day)
        self._arriving = False

    def _asked(self, act: str) -> None:
        report, operator = self._report, self.desk.operator
        if report is None or operator is None:
            return
        self.notice.hide()
        match act:
            case "evening":
                self._wanted = self.evening
                self._stack.setCurrentWidget(self.evening)
                self.evening.begin()
            case "float":
                self._wanted = self._opening_place
                self._show(report)
            case "late":
                self._key_from_paper()
            case "move":
                MovePanel(self.desk, self.window()).moved.connect(self._say)
            case "tender":
                TenderPanel(self.desk, self.window()).corrected.connect(self._say)
            case "claims":
                ClaimsPanel(self.desk, self.window())
            case "hand_over":
                HandOverPanel(self.desk, report.drawer_cents, self.window()).handed.connect(self._handed)
            case _:
                self._ask_why_open()

    def _key_from_paper(self) -> None:
        """Sales that were made by hand are keyed on the sale page, as any other."""
        self.late = LatePanel(self.desk, self.window())
        self.late.begun.connect(self._sell)

    def _ask_why_open(self) -> None:
        panel = ChoicePanel(
            _("Open the drawer"),
            _("Without a sale: the journal says who opened it and why."),
            [(reason, _(CASH_REASONS[reason])) for reason in DRAWER_REASONS],
            back=_("Escape to go back"),
            parent=self.window(),
        )
        panel.chosen.connect(self._open_drawer)

    def _open_drawer(self, reason: str) -> None:
        if self.desk.operator is not None:
            future = self.desk.running.run(open_drawer, operator=self.desk.operator, reason=reason)
            self.desk.ask(future, self._drawer_opened, self.tell)

    def _drawer_opened(self, _entry: object) -> None:
        self._say(_("It is in the journal: open the drawer."))

    def _handed(self, taker: Operator) -> None:
        """Whoever took the drawer is signed in from now on; the basket stays."""
        self.desk.signed_in(taker)

    def _say(self, text: str) -> None:
        self._wanted = None
        self.notice.show_text(text, "good")
        self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() == Qt.Key.Key_Escape and self._wanted is not None:
            self.refresh()
        else:
            super().keyPressEvent(event)


def _at_the_top(widget: QWidget) -> QWidget:
    place = QWidget()
    layout = QVBoxLayout(place)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    layout.addStretch(1)
    return place
