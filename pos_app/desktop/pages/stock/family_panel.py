"""Families and VAT treatments: the two tables that articles refer to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.counter.edit_catalogue import save_family, save_vat
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.stock.icon_choice import icon_choice
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.catalogue import Catalogue, Family, Tracking
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.domain.vat import VatTreatment
from pos_app.i18n import amount
from pos_app.i18n import gettext as _

_YES, _NO = "yes", "no"


def tracking_words(tracking: Tracking) -> str:
    """How the stock of a family is kept."""
    words = {
        Tracking.NONE: _("No stock is kept"),
        Tracking.COUNTED: _("Kept by count"),
        Tracking.CODE: _("Recharge codes in the vault"),
        Tracking.SERIAL: _("Each by its number"),
    }
    return words.get(tracking, tracking.value)


class FamilyPanel(FormPanel):
    """`saved` carries the Catalogue. Choosing a code that is known fills the fields with what it is."""

    saved = Signal(object)

    def __init__(self, desk: Desk, catalogue: Catalogue, parent: QWidget) -> None:
        explained = _("A family says on which shelf its articles stand and how their stock is kept.")
        super().__init__(_("Families"), explained, _("Keep"), parent, height=600)
        self._desk = desk
        self._families = catalogue.families
        known = [(family.code, family.label) for family in catalogue.families.values()]
        self.which = combo("", [("", _("A new family")), *known])
        self.add(_("Family"), self.which)
        self.code = self.line(_("Code"))
        self.label = self.line(_("Name"))
        self.shelf = self.line(_("Shelf"))
        self.tracking = combo("", [(one.value, tracking_words(one)) for one in Tracking])
        self.add(_("Stock"), self.tracking)
        self.durable = combo("", [(_NO, _("Receipt on request")), (_YES, _("Receipt always: legal guarantee"))])
        self.add(_("Receipt"), self.durable)
        self.icon = icon_choice("")
        self.add(_("Icon"), self.icon)
        self.which.currentIndexChanged.connect(self._fill)
        self.wanted.connect(self._save)
        self.open_at(self.which)

    def _fill(self) -> None:
        family = self._families.get(chosen_value(self.which))
        self.code.setReadOnly(family is not None)
        self.code.setText(family.code if family else "")
        self.label.setText(family.label if family else "")
        self.shelf.setText(family.shelf if family else "")
        for field, value in (
            (self.tracking, family.tracking.value if family else Tracking.NONE.value),
            (self.durable, _YES if family and family.durable else _NO),
            (self.icon, family.icon if family else ""),
        ):
            field.setCurrentIndex(max(0, field.findData(value)))

    def _save(self) -> None:
        if self._desk.operator is None:
            return
        family = Family(
            code=self.code.text().strip().upper(),
            label=self.label.text().strip(),
            shelf=self.shelf.text().strip(),
            tracking=Tracking(chosen_value(self.tracking)),
            durable=chosen_value(self.durable) == _YES,
            icon=chosen_value(self.icon),
        )
        self.save.setEnabled(False)
        future = self._desk.running.run(save_family, operator=self._desk.operator, family=family)
        self._desk.ask(future, self._done, self.refused)

    def _done(self, catalogue: Catalogue) -> None:
        self.close_overlay()
        self.saved.emit(catalogue)


class VatPanel(FormPanel):
    """`saved` carries the Catalogue. An exemption has a mention and no rate; a rate has no mention."""

    saved = Signal(object)

    def __init__(self, desk: Desk, catalogue: Catalogue, parent: QWidget) -> None:
        explained = _("A rate in percent, or 0 and the sentence that the receipt must then carry.")
        super().__init__(_("VAT"), explained, _("Keep"), parent)
        self._desk = desk
        self._treatments = catalogue.vat
        known = [(one.code, one.mention or one.code) for one in catalogue.vat.values()]
        self.which = combo("", [("", _("A new one")), *known])
        self.add(_("VAT"), self.which)
        self.code = self.line(_("Code"), hint="TVA-20")
        self.rate = self.line(_("Rate, in percent"), "0")
        self.mention = self.line(_("Sentence of an exemption"))
        self.which.currentIndexChanged.connect(self._fill)
        self.wanted.connect(self._save)
        self.open_at(self.which)

    def _fill(self) -> None:
        treatment = self._treatments.get(chosen_value(self.which))
        self.code.setReadOnly(treatment is not None)
        self.code.setText(treatment.code if treatment else "")
        self.rate.setText(amount(treatment.rate_bp) if treatment else "0")
        self.mention.setText(treatment.mention if treatment else "")

    def _save(self) -> None:
        if self._desk.operator is None:
            return
        try:
            rate_bp = parse_amount_cents(self.rate.text())
        except Refusal as refusal:
            self.refused(refusal)
            return
        code, mention = self.code.text().strip().upper(), self.mention.text().strip()
        self.save.setEnabled(False)
        future = self._desk.running.run(
            save_vat, operator=self._desk.operator, treatment=VatTreatment(code, rate_bp, mention)
        )
        self._desk.ask(future, self._done, self.refused)

    def _done(self, catalogue: Catalogue) -> None:
        self.close_overlay()
        self.saved.emit(catalogue)
