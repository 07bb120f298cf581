"""Who has a place in a session: who came, who did not, who gave the place up."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.counter.sessions import ListedPlace, ListedSession, give_up_place, mark_attendance, places_at_desk
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.table import Table
from pos_app.i18n import date_time
from pos_app.i18n import gettext as _
from pos_app.ledger.entry import Entry
from pos_app.sentences import say
from pos_app.support_words import PLACE_STATES


class PlacesPanel(Overlay):
    """F6: the chosen one came; F7: did not; F8: the place is free again."""

    def __init__(self, desk: Desk, session: ListedSession, parent: QWidget) -> None:
        super().__init__(parent, width=760, height=560)
        self._desk, self._session = desk, session
        self._places: tuple[ListedPlace, ...] = ()
        self.table = Table([_("Ticket"), _("Name"), _("State")], name=_("Places"))
        self.wrong = label(role="bad", semibold=True, wrap=True)
        self.came = key_button(_("Came"), "F6", lambda: self._mark(came=True), kind="main")
        self.missed = key_button(_("Did not come"), "F7", lambda: self._mark(came=False))
        self.free = key_button(_("Gave the place up"), "F8", self._give_up)
        for key, made in ((Qt.Key.Key_F6, self.came), (Qt.Key.Key_F7, self.missed), (Qt.Key.Key_F8, self.free)):
            self.answer(key, made)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 18)
        layout.setSpacing(10)
        layout.addWidget(label(f"{session.article} · {date_time(session.starts)}", size=22, bold=True, wrap=True))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.wrong)
        row = QHBoxLayout()
        for made in (self.came, self.missed, self.free):
            row.addWidget(made)
        layout.addLayout(row)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        self._read()
        self.open_at(self.table)

    def _read(self) -> None:
        future = self._desk.running.run(places_at_desk, session=self._session.session.session)
        self._desk.ask(future, self._show, self._refused)

    def _show(self, found: tuple[ListedPlace, ...]) -> None:
        self._places = found
        rows = [(one.place.ticket, one.name or "–", _(PLACE_STATES[one.place.state.value])) for one in found]
        self.table.show_rows(rows)
        self.table.setFocus()

    @property
    def _chosen(self) -> ListedPlace | None:
        row = self.table.currentRow()
        return self._places[row] if 0 <= row < len(self._places) else None

    def _mark(self, *, came: bool) -> None:
        if self._chosen is not None and self._desk.operator is not None:
            running, operator = self._desk.running, self._desk.operator
            self._done(running.run(mark_attendance, operator=operator, place=self._chosen.place, came=came))

    def _give_up(self) -> None:
        if self._chosen is not None and self._desk.operator is not None:
            running, operator = self._desk.running, self._desk.operator
            self._done(running.run(give_up_place, operator=operator, place=self._chosen.place))

    def _done(self, future: Future[Entry]) -> None:
        self.wrong.setText("")
        self._desk.ask(future, lambda _entry: self._read(), self._refused)

    def _refused(self, error: BaseException) -> None:
        self.wrong.setText(say(error))
