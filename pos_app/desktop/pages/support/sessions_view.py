"""Sessions from today on: who comes, planning another one, cancelling."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from pos_app.clock import local_now
from pos_app.counter.sessions import ListedSession, cancel_session, sessions_ahead
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.support.places_panel import PlacesPanel
from pos_app.desktop.pages.support.session_panel import SessionPanel
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.choice_panel import ChoicePanel
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.support import CANCELLATION_REASONS
from pos_app.i18n import date_time
from pos_app.i18n import gettext as _
from pos_app.ledger.entry import Entry
from pos_app.sentences import say
from pos_app.support_words import CANCELLATIONS


class SessionsView(Listing[ListedSession]):
    """Enter shows who comes; F6 plans one, F7 plans the chosen one otherwise, F8 cancels it."""

    def __init__(self, desk: Desk, notice: Notice) -> None:
        columns: list[Column[ListedSession]] = [
            Column(_("Begins"), lambda one: date_time(one.starts), by=lambda one: one.session.starts, tone=self._tone),
            Column(_("Article"), lambda one: one.article),
            Column(_("Minutes"), lambda one: str(one.session.minutes), by=lambda one: one.session.minutes, right=True),
            Column(_("Enrolled"), lambda one: str(one.session.taken), by=lambda one: one.session.taken, right=True),
            Column(_("Places left"), lambda one: str(one.session.left), by=lambda one: one.session.left, right=True),
            Column(_("State"), _state),
        ]
        super().__init__(desk, notice, RowTable(columns, name=_("Sessions")), file_name="ateliers.csv")
        self.plan = key_button(_("Plan a session"), "F6", self._plan, kind="main", shortcut="F6")
        self.change = key_button(_("Plan otherwise"), "F7", self._change, shortcut="F7")
        self.cancel = key_button(_("Cancel"), "F8", self._cancel, shortcut="F8")
        for one in (self.plan, self.change, self.cancel):
            self.acts.addWidget(one)
        self.acts.addStretch(1)
        self.table.opened.connect(self._show_places)

    def refresh(self) -> None:
        """Reads the sessions again."""
        self._desk.ask(self._desk.running.run(sessions_ahead), self._show, self._refused)

    def _show(self, found: Sequence[ListedSession]) -> None:
        self.table.show_rows(found)

    def _tone(self, one: ListedSession) -> str:
        today = local_now(self._desk.clock).date()
        return "good" if one.starts.date() == today and not one.session.cancelled else ""

    def _plan(self) -> None:
        SessionPanel(self._desk, self._notice, None, self.window()).closed.connect(self.refresh)

    def _change(self) -> None:
        if self.table.chosen is not None:
            panel = SessionPanel(self._desk, self._notice, self.table.chosen, self.window())
            panel.closed.connect(self.refresh)

    def _show_places(self) -> None:
        if self.table.chosen is not None:
            PlacesPanel(self._desk, self.table.chosen, self.window()).closed.connect(self.refresh)

    def _cancel(self) -> None:
        chosen, operator = self.table.chosen, self._desk.operator
        if chosen is None or operator is None:
            return
        panel = ChoicePanel(
            _("Why is it cancelled?"),
            _("Those who are enrolled are in its list: tell them, and give back what they paid."),
            [(code, _(CANCELLATIONS[code])) for code in CANCELLATION_REASONS],
            back=_("Escape to go back"),
            parent=self.window(),
        )
        panel.chosen.connect(
            lambda reason: self._done(
                self._desk.running.run(cancel_session, operator=operator, session=chosen.session.session, reason=reason)
            )
        )

    def _done(self, future: Future[Entry]) -> None:
        self._desk.ask(future, lambda _entry: self.refresh(), self._refused)

    def _refused(self, error: BaseException) -> None:
        self._notice.show_text(say(error), "warn")


def _state(one: ListedSession) -> str:
    if one.session.cancelled:
        return _("cancelled: {reason}").format(reason=_(CANCELLATIONS.get(one.session.cancelled, "")))
    return _("full") if not one.session.left else _("open")
