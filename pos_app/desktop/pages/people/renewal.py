"""Renewing a right on a new slip."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.counter.change_right import renew_right
from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.structures import structures
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.people.person_form import SlipFields
from pos_app.desktop.person_words import name_words, renewal_words, right_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.sentences import say
from pos_app.store.structures import Structure


class RenewalPanel(Overlay):
    """`renewed` carries the person with the new right."""

    renewed = Signal(object)

    def __init__(self, desk: Desk, at_desk: PersonAtDesk, parent: QWidget) -> None:
        super().__init__(parent, width=600, height=480)
        self._desk = desk
        self._at_desk = at_desk
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(10)
        layout.addWidget(label(_("A slip for {name}").format(name=name_words(at_desk)), size=22, bold=True))
        known = " · ".join(part for part in (right_words(at_desk), renewal_words(at_desk)) if part)
        layout.addWidget(label(known, role="muted", wrap=True))
        self.slip = SlipFields(desk.clock, desk.shelf.rules.programme if desk.shelf else ())
        layout.addWidget(self.slip)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        self.save = key_button(_("Renew the right"), pgettext("key", "Enter"), self._renew, kind="main")
        layout.addWidget(self.save)
        for field in (self.slip.written_on, self.slip.number):
            field.returnPressed.connect(self._renew)
        desk.ask(desk.running.run(structures), self._show_structures, self._refused)
        self.open_at(self.slip.structure)

    def _show_structures(self, found: tuple[Structure, ...]) -> None:
        prescriber = self._at_desk.prescriber
        known = prescriber.code if prescriber and not self.slip.structure.typed else ""
        self.slip.structure.show_structures(found, chosen=known)

    def _renew(self) -> None:
        operator = self._desk.operator
        if operator is None or not self.save.isEnabled():
            return
        try:
            slip = self.slip.slip(self.slip.structure.code)
        except PosError as error:
            self._refused(error)
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(renew_right, operator=operator, token=self._at_desk.token, slip=slip)
        self._desk.ask(future, self._done, self._refused)

    def _done(self, at_desk: PersonAtDesk) -> None:
        self.close_overlay()
        self.renewed.emit(at_desk)

    def _refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        self.wrong.setText(say(error))
