"""The fields of a payment in a form: how much, by which means, and what was handed over where it was cash."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit

from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.tender import Tender, TenderKind
from pos_app.i18n import amount
from pos_app.i18n import gettext as _
from pos_app.printing.tender_words import tender_label


class PaymentForm:
    """Adds its fields to `panel`. Left empty, what was handed over is the amount."""

    def __init__(self, panel: FormPanel, proposed_cents: int) -> None:
        self.amount: QLineEdit = panel.line(_("Amount"), amount(proposed_cents))
        self.means: QComboBox = combo("", [(kind.value, tender_label(kind)) for kind in TenderKind])
        panel.add(_("Means of payment"), self.means)
        self.given: QLineEdit = panel.line(_("Handed over"), hint=_("if it is more, in cash"))

    def read(self) -> tuple[int, tuple[Tender, ...]]:
        """The amount and the tender that pays it. Raises Refusal("amount_not_a_number", "amount_too_large")."""
        amount_cents = parse_amount_cents(self.amount.text())
        kind = TenderKind(chosen_value(self.means))
        given = self.given.text().strip()
        given_cents = parse_amount_cents(given) if given and kind is TenderKind.CASH else amount_cents
        return amount_cents, (Tender(kind, given_cents),) if amount_cents else ()
