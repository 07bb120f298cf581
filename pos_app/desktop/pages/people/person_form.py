"""The fields of a person, and of the slip that opens or renews a right: read into domain values in one place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from pos_app.clock import Clock, local_now
from pos_app.counter.register_person import Slip
from pos_app.desktop.language_words import spoken_and_own
from pos_app.desktop.pages.people.structure_field import StructureField
from pos_app.desktop.widgets.labels import label
from pos_app.domain.days import read_day
from pos_app.domain.languages import OWN_NAMES
from pos_app.domain.person import Identity, checked_identity
from pos_app.domain.programme import Programme
from pos_app.i18n import date
from pos_app.i18n import gettext as _


class IdentityFields(QWidget):
    """Name, year of birth, language, telephone: five things and no more."""

    def __init__(self, clock: Clock, identity: Identity | None = None) -> None:
        super().__init__()
        self._clock = clock
        self._prescriber = identity.prescriber if identity else ""
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        self.family_name = _line(form, _("Family name"), identity.family_name if identity else "")
        self.given_name = _line(form, _("First name"), identity.given_name if identity else "")
        self.year = _line(form, _("Year of birth"), str(identity.year_of_birth) if identity else "", hint="1984")
        self.language = QComboBox()
        self.language.setAccessibleName(_("Language"))
        for code in OWN_NAMES:
            self.language.addItem(spoken_and_own(code), code)
        self.language.setCurrentIndex(max(0, self.language.findData(identity.language if identity else "fr")))
        form.addRow(label(_("Language")), self.language)
        self.phone = _line(form, _("Telephone (optional)"), identity.phone if identity else "")

    def identity(self, prescriber: str = "") -> Identity:
        """What was keyed. Raises Refusal with the field that is wrong."""
        this_year = local_now(self._clock).year
        return checked_identity(
            given_name=self.given_name.text(),
            family_name=self.family_name.text(),
            year_of_birth=self.year.text(),
            language=str(self.language.currentData()),
            phone=self.phone.text(),
            prescriber=prescriber or self._prescriber,
            this_year=this_year,
        )


class SlipFields(QWidget):
    """Who wrote the slip, its date, its number, the programme."""

    def __init__(self, clock: Clock, programmes: Sequence[Programme], *, prescriber: str = "") -> None:
        super().__init__()
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        self.chosen = prescriber
        self.structure = StructureField()
        form.addRow(label(_("Referred by")), self.structure)
        today = local_now(clock).date()
        self.written_on = _line(form, _("Date of the slip"), date(today))
        self.number = _line(form, _("Number of the slip (if any)"), "")
        self.programme = QComboBox()
        self.programme.setAccessibleName(_("Programme"))
        for programme in programmes:
            self.programme.addItem(programme.label, programme.code)
        form.addRow(label(_("Programme")), self.programme)

    def slip(self, prescriber: str) -> Slip:
        """Raises Refusal("date_wrong")."""
        return Slip(
            prescriber=prescriber,
            programme=str(self.programme.currentData()),
            written_on=read_day(self.written_on.text()),
            number=self.number.text().strip(),
        )


def _line(form: QFormLayout, name: str, value: str, *, hint: str = "") -> QLineEdit:
    made = QLineEdit(value)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    form.addRow(label(name), made)
    return made
