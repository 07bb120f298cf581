"""The passport of a machine, written or changed by keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from pos_app.counter.laptops import Machine
from pos_app.counter.write_passport import write_passport
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.laptops.machine_panel import MachinePanel
from pos_app.desktop.pages.laptops.words import grade_choices
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.notice import Notice
from pos_app.domain.laptop import Grade, Passport, Test
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Refusal
from pos_app.i18n import amount, money
from pos_app.i18n import gettext as _
from pos_app.laptop_words import TEST_WORDS

_PASSED, _FAILED = "passed", "failed"


class PassportPanel(MachinePanel):
    """What was not tested stays open; the price is never under the article's floor."""

    def __init__(self, desk: Desk, notice: Notice, machine: Machine, parent: QWidget) -> None:
        floor = _("Not under {floor}").format(floor=money(machine.product.floor_cents))
        super().__init__(
            desk, notice, machine, parent, title=_("Passport"), keep=_("Keep the passport"), explained=floor, height=720
        )
        known = machine.passport
        self.model = self.line(_("Model"), known.model if known else "")
        self.price = self.line(_("Price"), amount(machine.price_cents))
        self.grade = combo("", grade_choices(), chosen=known.grade.value if known else Grade.B.value)
        self.add(_("Grade"), self.grade)
        self.certificate = self.line(
            _("Wipe certificate"), known.certificate if known else "", hint=_("number of the certificate")
        )
        self.batch = self.line(_("Donor's batch"), known.batch if known else "")
        self.refurbisher = self.line(_("Refurbisher"), known.refurbisher if known else machine.product.supplier)
        months = known.warranty_months if known else desk.shelf.rules.laptop.warranty_months if desk.shelf else 24
        self.months = self.line(_("Months of warranty"), str(months))
        self.tests = {test: self._test(test, known) for test in Test}
        self.wanted.connect(self._keep)
        self.open_at(self.model)

    def scanned(self, text: str) -> None:
        """The barcode of the wipe certificate."""
        self.certificate.setText(text)

    def _test(self, test: Test, known: Passport | None) -> QComboBox:
        options = [("", _("not tested")), (_PASSED, _("works")), (_FAILED, _("does not work"))]
        chosen = ""
        if known is not None:
            chosen = _PASSED if test in known.passed else _FAILED if test in known.failed else ""
        made = combo("", options, chosen=chosen)
        self.add(_("Test: {name}").format(name=_(TEST_WORDS[test])), made)
        return made

    def _keep(self) -> None:
        if self.desk.operator is None:
            return
        try:
            passport = self._keyed()
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.record(
            lambda _entry: _("The passport of {number} is kept.").format(number=self.machine.number),
            write_passport,
            operator=self.desk.operator,
            item=self.machine.item,
            passport=passport,
        )

    def _keyed(self) -> Passport:
        months = self.months.text().strip()
        found = {test: chosen_value(made) for test, made in self.tests.items()}
        return Passport(
            model=self.model.text(),
            batch=self.batch.text(),
            refurbisher=self.refurbisher.text(),
            grade=Grade(chosen_value(self.grade)),
            passed=tuple(test for test, how in found.items() if how == _PASSED),
            failed=tuple(test for test, how in found.items() if how == _FAILED),
            certificate=self.certificate.text(),
            price_cents=parse_amount_cents(self.price.text()),
            warranty_months=int(months) if months.isascii() and months.isdigit() and len(months) < 4 else 0,
        )
