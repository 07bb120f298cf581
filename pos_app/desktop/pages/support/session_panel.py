"""Planning a session: its article, its day and hour, how long it lasts, how many places it has."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from pos_app.counter.sessions import ListedSession, set_session
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.days import read_day
from pos_app.domain.identifiers import ItemId
from pos_app.domain.refusals import Refusal
from pos_app.i18n import date
from pos_app.i18n import gettext as _


class SessionPanel(FormPanel):
    """`session` is planned otherwise, or a new one where it is None."""

    def __init__(self, desk: Desk, notice: Notice, session: ListedSession | None, parent: QWidget) -> None:
        title = _("Plan a session") if session is None else _("Plan otherwise")
        super().__init__(title, _("It is then offered on the sale page, until it is full."), _("Keep it"), parent)
        self._desk, self._notice, self._session = desk, notice, session
        shelf = desk.shelf
        families = shelf.rules.impact.workshop_families if shelf else ()
        items = [item for item in shelf.items if item.family.code in families] if shelf else []
        known = session.session if session else None
        self.article = combo(
            "", [(str(item.product.code), item.product.label) for item in items], chosen=known.product if known else ""
        )
        self.add(_("Article"), self.article)
        self.day = self.line(_("Day"), date(session.starts.date()) if session else "", hint="26/11/2026")
        self.hour = self.line(_("Hour"), f"{session.starts:%H:%M}" if session else "", hint="14:00")
        self.minutes = self.line(_("Minutes"), str(known.minutes) if known else "120")
        self.places = self.line(_("Places"), str(known.places) if known else "8")
        self.wanted.connect(self._keep)
        self.open_at(self.day)

    def _keep(self) -> None:
        if self._desk.operator is None:
            return
        try:
            starts = _moment(self.day.text(), self.hour.text())
            minutes, places = _count(self.minutes.text()), _count(self.places.text())
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(
            set_session,
            operator=self._desk.operator,
            product=chosen_value(self.article),
            starts=starts.isoformat(timespec="minutes"),
            minutes=minutes,
            places=places,
            session=self._session.session.session if self._session else None,
        )
        self._desk.ask(future, self._planned, self.refused)

    def _planned(self, _session: ItemId) -> None:
        self.close_overlay()
        self._notice.show_text(_("The session is planned."), "good")


def _moment(day: str, hour: str) -> dt.datetime:
    try:
        at = dt.time.fromisoformat(hour.strip().lower().replace("h", ":").replace(" ", "").rstrip(":").zfill(2))
    except ValueError:
        raise Refusal("session_wrong") from None
    return dt.datetime.combine(read_day(day), at.replace(second=0, microsecond=0))


def _count(text: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise Refusal("session_wrong")
    return int(digits)
