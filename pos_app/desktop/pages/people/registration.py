"""Registering a person from an orientation slip: one short form, keyboard only, doubles shown before saving."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.counter.person_card import PersonAtDesk
from pos_app.counter.register_person import Double, possible_doubles, register_person
from pos_app.counter.structures import add_structure, structures
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.people.person_form import IdentityFields, SlipFields
from pos_app.desktop.pages.sale.found_people import FoundPeople
from pos_app.desktop.widgets.buttons import button, key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.domain.person import Identity
from pos_app.domain.refusals import PosError
from pos_app.i18n import gettext as _
from pos_app.i18n import pgettext
from pos_app.sentences import say
from pos_app.store.structures import Structure


class RegistrationPanel(Overlay):
    """`registered` carries the new person, `same` somebody on file who was recognised instead."""

    registered = Signal(object)
    same = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=900, height=600)
        self._desk = desk
        self._looked_at: Identity | None = None
        programmes = desk.shelf.rules.programme if desk.shelf else ()
        self.person = IdentityFields(desk.clock)
        self.slip = SlipFields(desk.clock, programmes)
        self.add_structure = button(_("Add this structure"), self._add_structure)
        self.doubles = FoundPeople()
        self.doubles.chosen.connect(self._recognised)
        self.wrong = label(role="bad", semibold=True, wrap=True)
        self.save = key_button(_("Register"), pgettext("key", "Enter"), self._register, kind="main")
        self._build()
        for field in self.findChildren(QLineEdit):
            if field.parent() is not self.slip.structure:
                field.returnPressed.connect(self._register)
        desk.ask(desk.running.run(structures), self.slip.structure.show_structures, self._refused)
        self.open_at(self.person.family_name)

    def _build(self) -> None:
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 22)
        layout.setSpacing(10)
        layout.addWidget(label(_("New person"), size=22, bold=True))
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addWidget(self.person, 1)
        right = QVBoxLayout()
        right.addWidget(self.slip)
        right.addWidget(self.add_structure)
        right.addStretch(1)
        columns.addLayout(right, 1)
        layout.addLayout(columns)
        layout.addWidget(self.doubles)
        layout.addWidget(self.wrong)
        layout.addStretch(1)
        notice = _("Tell the person: these few things are kept to give the right, for two years after the last visit.")
        layout.addWidget(label(notice, role="muted", wrap=True))
        layout.addWidget(self.save)

    def _register(self) -> None:
        """The first Enter looks for doubles; where there are some, the second one saves all the same."""
        operator = self._desk.operator
        if operator is None or not self.save.isEnabled():
            return
        self.wrong.setText("")
        try:
            identity = self.person.identity(self.slip.structure.code)
            slip = self.slip.slip(self.slip.structure.code)
        except PosError as error:
            self._refused(error)
            return
        self.save.setEnabled(False)
        running = self._desk.running
        if identity != self._looked_at:
            self._looked_at = identity
            future = running.run(possible_doubles, operator=operator, identity=identity)
            self._desk.ask(future, self._show_doubles, self._refused)
        else:
            future_person = running.run(register_person, operator=operator, identity=identity, slip=slip)
            self._desk.ask(future_person, self._done, self._refused)

    def _show_doubles(self, doubles: tuple[Double, ...]) -> None:
        self.save.setEnabled(True)
        if not doubles:
            self._register()
            return
        self.doubles.show_people([double.at_desk for double in doubles])
        self.wrong.setText(_("Already on file? Choose the row; or strike Enter again to register somebody else."))
        self.save.set_words(_("Somebody else: register"))

    def _recognised(self, at_desk: PersonAtDesk) -> None:
        self.close_overlay()
        self.same.emit(at_desk)

    def _done(self, at_desk: PersonAtDesk) -> None:
        self.close_overlay()
        self.registered.emit(at_desk)

    def _add_structure(self) -> None:
        operator, name = self._desk.operator, self.slip.structure.typed
        if operator is None:
            return
        name, _separator, commune = name.partition(",")

        def added(structure: Structure) -> None:
            self._desk.ask(
                self._desk.running.run(structures),
                lambda found: self.slip.structure.show_structures(found, chosen=structure.code),
                self._refused,
            )

        future = self._desk.running.run(add_structure, operator=operator, name=name, commune=commune)
        self._desk.ask(future, added, self._refused)

    def _refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        self.wrong.setText(say(error))
