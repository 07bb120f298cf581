"""The evening's aid vouchers: each is a claim on whoever issued it, so what it says is written down."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit

from pos_app.counter.aid_vouchers import note_voucher
from pos_app.counter.evening import Evening
from pos_app.counter.structures import structures
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.cash.step_view import StepView
from pos_app.desktop.pages.people.structure_field import StructureField
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.i18n import gettext as _
from pos_app.i18n import money, ngettext
from pos_app.store.structures import Structure


class VoucherStep(StepView):
    """One ticket after the other: issuer, number, end. F12 or Enter notes it, F7 leaves them for later."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Aid vouchers"))
        self._ticket = ""
        self.which = label(size=16, wrap=True)
        self.inside.addWidget(self.which)
        form = QFormLayout()
        self.issuer = StructureField()
        self.issuer.setAccessibleName(_("Issuer of the voucher"))
        self.number, self.expires = QLineEdit(), QLineEdit()
        self.number.setAccessibleName(_("Number on the voucher"))
        self.expires.setAccessibleName(_("Valid until (optional)"))
        self.expires.setPlaceholderText("31/12/2026")
        form.addRow(label(_("Issuer of the voucher")), self.issuer)
        form.addRow(label(_("Number on the voucher")), self.number)
        form.addRow(label(_("Valid until (optional)")), self.expires)
        self.inside.addLayout(form)
        for field in (self.number, self.expires):
            field.returnPressed.connect(self._note)
        self.inside.addStretch(1)
        row = QHBoxLayout()
        self.later = key_button(_("Later"), "F7", self.put_off.emit, shortcut="F7")
        self.note = key_button(_("Note the voucher"), "F12", self._note, kind="main", shortcut="F12")
        row.addWidget(self.later)
        row.addStretch(1)
        row.addWidget(self.note)
        self.inside.addLayout(row)

    def show_evening(self, evening: Evening) -> None:
        if not evening.vouchers:
            return
        first, left = evening.vouchers[0], len(evening.vouchers)
        if first.ticket != self._ticket:
            self.number.clear()
            self.expires.clear()
        self._ticket = first.ticket
        text = ngettext(
            "{ticket} was paid with a voucher of {amount}. It is the last one.",
            "{ticket} was paid with a voucher of {amount}. {count} vouchers are to be noted.",
            left,
        )
        self.which.setText(text.format(ticket=first.ticket, amount=money(first.missing_cents), count=left))
        self.desk.ask(self.desk.running.run(structures), self._show_structures, self.refused.emit)

    def _show_structures(self, found: tuple[Structure, ...]) -> None:
        self.issuer.show_structures(found, chosen=self.issuer.code)

    def begin(self) -> None:
        self.issuer.setFocus()

    def _note(self) -> None:
        issuer, number, expires_on = self.issuer.code, self.number.text(), self.expires.text()
        self.act(
            lambda operator: self.desk.running.run(
                note_voucher,
                operator=operator,
                ticket=self._ticket,
                issuer=issuer,
                number=number,
                expires_on=expires_on,
            )
        )
