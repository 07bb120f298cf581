"""The fields of a payment in a form: how much, by which means, a part of it by another one, and what was handed over
where it was cash.

A deposit has one means only (pages.equipment.lend_panel): it is owed back by the means that left it.
"""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit

from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.tender import Tender, TenderKind, left_to_pay_cents
from pos_app.i18n import amount
from pos_app.i18n import gettext as _
from pos_app.printing.tender_words import tender_label


class PaymentForm:
    """Adds its fields to `panel`. Left empty, what was handed over is the amount, and no part is by another means."""

    def __init__(self, panel: FormPanel, proposed_cents: int) -> None:
        kinds = [(kind.value, tender_label(kind)) for kind in TenderKind]
        self.amount: QLineEdit = panel.line(_("Amount"), amount(proposed_cents))
        self.means: QComboBox = combo("", kinds)
        panel.add(_("Means of payment"), self.means)
        self.given: QLineEdit = panel.line(_("Handed over"), hint=_("if it is more, in cash"))
        self.part: QLineEdit = panel.line(_("A part of it"), hint=_("if another means pays it"))
        self.other: QComboBox = combo("", kinds, chosen=TenderKind.CARD.value)
        panel.add(_("By this means"), self.other)

    def read(self) -> tuple[int, tuple[Tender, ...]]:
        """The amount and the tenders that pay it. Raises Refusal("amount_not_a_number", "amount_too_large")."""
        amount_cents = parse_amount_cents(self.amount.text())
        typed = self.part.text().strip()
        part_cents = parse_amount_cents(typed) if typed else 0
        laid = (Tender(TenderKind(chosen_value(self.other)), part_cents),) if part_cents else ()
        left_cents = left_to_pay_cents(amount_cents, laid)
        kind, given = TenderKind(chosen_value(self.means)), self.given.text().strip()
        given_cents = parse_amount_cents(given) if given and kind is TenderKind.CASH else left_cents
        return amount_cents, (*laid, Tender(kind, given_cents)) if left_cents else laid
