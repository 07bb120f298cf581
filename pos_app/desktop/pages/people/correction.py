"""Correcting who somebody is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.change_identity import change_identity
from pos_app.counter.person_card import PersonAtDesk
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.people.person_form import IdentityFields
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.sentences import say


class CorrectionPanel(Overlay):
    """`corrected` carries the person as written now."""

    corrected = Signal(object)

    def __init__(self, desk: Desk, at_desk: PersonAtDesk, parent: QWidget) -> None:
        super().__init__(parent, width=560, height=460)
        self._desk = desk
        self._at_desk = at_desk
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(10)
        layout.addWidget(label(_("Correct the record"), size=22, bold=True))
        self.person = IdentityFields(desk.clock, at_desk.person.identity)
        layout.addWidget(self.person)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        self.save = key_button(_("Write it down"), pgettext("key", "Enter"), self._write, kind="main")
        layout.addWidget(self.save)
        for field in self.person.findChildren(QLineEdit):
            field.returnPressed.connect(self._write)
        self.open_at(self.person.family_name)

    def _write(self) -> None:
        operator = self._desk.operator
        if operator is None:
            return
        try:
            identity = self.person.identity()
        except PosError as error:
            self._refused(error)
            return
        future = self._desk.running.run(
            change_identity, operator=operator, token=self._at_desk.token, identity=identity
        )
        self._desk.ask(future, self._done, self._refused)

    def _done(self, at_desk: PersonAtDesk) -> None:
        self.close_overlay()
        self.corrected.emit(at_desk)

    def _refused(self, error: BaseException) -> None:
        self.wrong.setText(say(error))
