"""A machine waits for somebody, or no longer does."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QWidget

from pos_app.clock import local_now
from pos_app.counter.laptops import Machine
from pos_app.counter.reserve_laptop import end_reservation, reserve_laptop
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.laptops.machine_panel import MachinePanel
from pos_app.desktop.pages.laptops.person_field import PersonField
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.laptop import RELEASE_REASONS
from pos_app.domain.refusals import Refusal
from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.laptop_words import RELEASE_WORDS


class ReservePanel(MachinePanel):
    """For whom; the days are the rule's."""

    def __init__(self, desk: Desk, notice: Notice, machine: Machine, parent: QWidget) -> None:
        days = desk.shelf.rules.laptop.reservation_days if desk.shelf else 0
        until = local_now(desk.clock).date() + dt.timedelta(days=days)
        explained = _("Kept until {day}; then it is free again by itself.").format(day=date(until))
        super().__init__(desk, notice, machine, parent, title=_("Reservation"), keep=_("Reserve"), explained=explained)
        self.person = PersonField(desk)
        self.add(_("For whom"), self.person)
        self.wanted.connect(self._reserve)
        self.open_at(self.person.line)

    def scanned(self, text: str) -> None:
        self.person.scanned(text)

    def _reserve(self) -> None:
        if self.desk.operator is None:
            return
        if self.person.whom is None:
            self.refused(Refusal("person_needed"))
            return
        self.record(
            lambda made: _("{number} is reserved until {day}.").format(
                number=self.machine.number, day=date(dt.date.fromisoformat(made.until))
            ),
            reserve_laptop,
            operator=self.desk.operator,
            item=self.machine.item,
            person=self.person.whom.token,
        )


class ReleasePanel(MachinePanel):
    """Ends a reservation before its day, and says why."""

    def __init__(self, desk: Desk, notice: Notice, machine: Machine, parent: QWidget) -> None:
        super().__init__(
            desk, notice, machine, parent, title=_("End the reservation"), keep=_("End the reservation"),
            explained=machine.holder,
        )  # fmt: skip
        self.reason = combo("", [(code, _(RELEASE_WORDS[code])) for code in RELEASE_REASONS])
        self.add(_("Reason"), self.reason)
        self.wanted.connect(self._end)
        self.open_at(self.reason)

    def _end(self) -> None:
        if self.desk.operator is not None:
            self.record(
                lambda _entry: _("{number} is for sale again.").format(number=self.machine.number),
                end_reservation,
                operator=self.desk.operator,
                item=self.machine.item,
                reason=chosen_value(self.reason),
            )
