"""One structure: what it is called, whom to call there, whether it refers people, whether it buys."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from pos_app.counter.structures import add_structure, change_structure
from pos_app.desktop.desk import Desk
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.i18n import amount
from pos_app.i18n import gettext as _
from pos_app.store.structures import Structure


class StructureForm(FormPanel):
    """`kept` carries the Structure as it was written."""

    kept = Signal(object)

    def __init__(self, desk: Desk, structure: Structure | None, parent: QWidget) -> None:
        explained = _("A social centre, a shelter, an association. No name of a person: a function is enough.")
        title = structure.name if structure else _("New structure")
        super().__init__(title, explained, _("Keep"), parent, height=680)
        self._desk = desk
        self._structure = structure
        self.name = self.line(_("Name"), structure.name if structure else "", hint="CCAS de Marseille")
        self.commune = self.line(_("Commune"), structure.commune if structure else "")
        self.funder = self.line(_("Funder"), structure.funder if structure else "")
        self.contact = self.line(_("Whom to ask for"), structure.contact if structure else "", hint=_("the reception"))
        self.phone = self.line(_("Telephone"), structure.phone if structure else "")
        self.email = self.line(_("E-mail"), structure.email if structure else "")
        self.prescribes = QCheckBox(_("refers people"))
        self.prescribes.setChecked(structure is None or structure.prescribes)
        self.add("", self.prescribes)
        self.prescribes.setAccessibleName(_("refers people"))
        self.buys = QCheckBox(_("buys for a house (a shelter, a centre)"))
        self.buys.setChecked(structure is not None and structure.buys)
        self.add("", self.buys)
        self.buys.setAccessibleName(_("buys for a house (a shelter, a centre)"))
        cap_cents = structure.cap_cents if structure else 0
        self.cap = self.line(_("Cap a month (empty: none)"), amount(cap_cents) if cap_cents else "")
        self.wanted.connect(self._keep)
        self.open_at(self.name)

    def _keep(self) -> None:
        operator = self._desk.operator
        if operator is None:
            return
        try:
            cap_cents = parse_amount_cents(self.cap.text()) if self.cap.text().strip() else 0
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.save.setEnabled(False)
        told = {
            "name": self.name.text(),
            "commune": self.commune.text(),
            "funder": self.funder.text(),
            "contact": self.contact.text(),
            "phone": self.phone.text(),
            "email": self.email.text(),
            "prescribes": self.prescribes.isChecked(),
            "buys": self.buys.isChecked(),
            "cap_cents": cap_cents,
        }
        running = self._desk.running
        if self._structure is None:
            future = running.run(add_structure, operator=operator, **told)  # type: ignore[arg-type]  # as keyed
        else:
            changed = replace(self._structure, **told)  # type: ignore[arg-type]  # as keyed
            future = running.run(change_structure, operator=operator, structure=changed)
        self._desk.ask(future, self._done, self.refused)

    def _done(self, structure: Structure) -> None:
        self.close_overlay()
        self.kept.emit(structure)
