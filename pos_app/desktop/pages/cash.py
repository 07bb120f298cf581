"""The till page: opening the day with a float, and what the drawer should hold."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.open_day import open_day
from pos_app.desktop.desk import Desk
from pos_app.desktop.theme import font
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.page import Page
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.i18n import gettext as _
from pos_app.i18n import money, pgettext


class CashPage(Page):
    """Before the first day is open, one question; then the drawer's figure."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Till"))
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._card.setMaximumWidth(640)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(12)
        self.day = label(size=20, bold=True)
        self.drawer = label(size=40, bold=True)
        self.explained = label(role="muted", wrap=True)
        for one in (self.day, self.drawer, self.explained):
            inside.addWidget(one)
        self._opening = QWidget()
        row = QHBoxLayout(self._opening)
        row.setContentsMargins(0, 8, 0, 0)
        self.float = QLineEdit()
        self.float.setFont(font(24, bold=True))
        self.float.setPlaceholderText("0,00")
        self.float.setAccessibleName(_("Float in the drawer"))
        self.float.returnPressed.connect(self._open)
        row.addWidget(self.float, 1)
        self.open = key_button(_("Open the day"), pgettext("key", "Enter"), self._open, kind="main")
        row.addWidget(self.open)
        inside.addWidget(self._opening)
        self.body.addWidget(self._card)
        self.body.addStretch(1)
        desk.status_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Shows the day as the desk knows it."""
        status = self.desk.status
        if status is None:
            return
        is_open = status.day > 0
        self._opening.setVisible(not status.float_cents)
        self.drawer.setVisible(is_open)
        if is_open:
            self.day.setText(_("Day {day} is open").format(day=status.day))
            self.drawer.setText(money(status.drawer_cents))
            self.explained.setText(
                _("What the drawer should hold: the float and the cash of the day's sales.")
                if status.float_cents
                else _(
                    "A sale opened this day. Key the float that lies in the drawer, so that the evening's count agrees."
                )
            )
            self.open.set_words(_("Lay the float"))
        else:
            self.day.setText(_("How much is in the drawer?"))
            self.explained.setText(
                _("The float is not turnover. A sale before this opens the day with an empty drawer.")
            )
            self.float.setFocus()

    def _open(self) -> None:
        if self.desk.operator is None:
            return
        try:
            float_cents = parse_amount_cents(self.float.text() or "0")
        except Refusal as refusal:
            self.tell(refusal)
            return
        self.desk.ask(
            self.desk.running.run(open_day, operator=self.desk.operator, float_cents=float_cents),
            lambda _entry: self.notice.show_text(_("The day is open."), "good"),
            self.tell,
        )
