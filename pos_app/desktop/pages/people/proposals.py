"""Who is proposed for erasure, two years after the last contact: a list that a coordinator goes through."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.counter.erase_person import erase_person, last_contact_day, proposed_for_erasure
from pos_app.counter.till import Till
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.table import Table
from pos_app.domain.operator import Operator
from pos_app.domain.person import Person
from pos_app.i18n import date
from pos_app.i18n import gettext as _
from pos_app.sentences import say

_Row = tuple[Person, str]


class ProposalsPanel(Overlay):
    """F9 erases the chosen person for good; Escape leaves the others on the list."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=760, height=560)
        self._desk = desk
        self._rows: tuple[_Row, ...] = ()
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(10)
        layout.addWidget(label(_("Two years without contact"), size=22, bold=True))
        explained = _("Their data are no longer needed. Erased, tickets and totals stay, without the name.")
        layout.addWidget(label(explained, role="muted", wrap=True))
        self.table = Table([_("Last contact"), _("Name")], name=_("People proposed for erasure"))
        layout.addWidget(self.table, 1)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        layout.addWidget(self.wrong)
        self.erase = key_button(_("Erase the chosen person"), "F9", self._erase, kind="main", shortcut="F9")
        layout.addWidget(self.erase)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        self._read()
        self.open_at(self.table)

    def _read(self) -> None:
        if self._desk.operator is not None:
            self._desk.ask(self._desk.running.run(_rows, operator=self._desk.operator), self._show, self._refused)

    def _show(self, rows: tuple[_Row, ...]) -> None:
        self._rows = rows
        self.table.show_rows([(day, person.identity.full_name) for person, day in rows])
        self.erase.setEnabled(bool(rows))
        self.wrong.setText("" if rows else _("Nobody is proposed for erasure today."))

    def _erase(self) -> None:
        row, operator = self.table.currentRow(), self._desk.operator
        if operator is None or not 0 <= row < len(self._rows):
            return
        self.erase.setEnabled(False)  # until the list without this person is there
        token = self._rows[row][0].token
        future = self._desk.running.run(erase_person, operator=operator, token=token, basis="retention")
        self._desk.ask(future, lambda _done: self._read(), self._refused)

    def _refused(self, error: BaseException) -> None:
        self.erase.setEnabled(bool(self._rows))
        self.wrong.setText(say(error))


def _rows(till: Till, *, operator: Operator) -> tuple[_Row, ...]:
    """Each with the day of the last contact in words."""
    found = proposed_for_erasure(till, operator=operator)
    return tuple((person, date(last_contact_day(till, person))) for person in found)
