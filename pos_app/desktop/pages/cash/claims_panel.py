"""Aid vouchers to claim: what each issuer owes, the list to send them, and that it was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.counter.aid_vouchers import claim_vouchers, vouchers_to_claim
from pos_app.desktop.desk import Desk
from pos_app.desktop.voucher_words import last_day_words
from pos_app.desktop.widgets.buttons import key_button
from pos_app.desktop.widgets.labels import label
from pos_app.desktop.widgets.listing import Listing
from pos_app.desktop.widgets.notice import Notice
from pos_app.desktop.widgets.overlay import Overlay
from pos_app.desktop.widgets.row_table import Column, RowTable
from pos_app.domain.operator import Right
from pos_app.i18n import gettext as _
from pos_app.i18n import money
from pos_app.sentences import say
from pos_app.store.aid_vouchers import AidVoucher


class ClaimsPanel(Overlay):
    """The field filters by issuer, Ctrl+E writes the list, F12 notes that the chosen issuer's was sent."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=980, height=560)
        self._desk = desk
        self._vouchers: Sequence[AidVoucher] = ()
        columns: list[Column[AidVoucher]] = [
            Column(_("Ticket"), lambda one: one.ticket),
            Column(_("Issuer of the voucher"), lambda one: one.issuer_name),
            Column(_("Number on the voucher"), lambda one: one.number),
            Column(_("Valid until"), lambda one: last_day_words(one.expires_on), by=lambda one: one.expires_on or "9"),
            Column(_("Amount"), lambda one: money(one.amount_cents), by=lambda one: one.amount_cents, right=True),
        ]
        self.table: RowTable[AidVoucher] = RowTable(columns, name=_("Aid vouchers to claim"))
        self.table.chosen_changed.connect(self._offer)
        self.told = label(role="muted", wrap=True)
        self.notice = Notice()
        self.sent = key_button("", "F12", self._claim, kind="main")
        self.answer(Qt.Key.Key_F12, self.sent)
        listing = Listing(desk, self.notice, self.table, file_name="bons-a-reclamer.csv", right=Right.CLAIM_VOUCHERS)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(28, 22, 28, 20)
        layout.setSpacing(10)
        layout.addWidget(label(_("Aid vouchers to claim"), size=22, bold=True))
        layout.addWidget(self.told)
        layout.addWidget(listing, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.sent)
        layout.addWidget(label(_("Escape to go back"), role="muted"))
        self._offer()
        self._read()
        self.open_at(self.table)

    def _read(self) -> None:
        self._desk.ask(self._desk.running.run(vouchers_to_claim), self._show, self._refused)

    def _show(self, vouchers: Sequence[AidVoucher]) -> None:
        self._vouchers = vouchers
        self.table.show_rows(vouchers)
        owed_cents = Counter[str]()
        for one in vouchers:
            owed_cents[one.issuer_name] += one.amount_cents
        told = " · ".join(f"{name}: {money(cents)}" for name, cents in owed_cents.items())
        self.told.setText(told or _("No voucher waits to be claimed."))
        self._offer()

    def _offer(self) -> None:
        chosen = self.table.chosen
        theirs_cents = sum(one.amount_cents for one in self._vouchers if chosen and one.issuer == chosen.issuer)
        words = _("The list was sent to {issuer}: {amount}")
        self.sent.set_words(
            words.format(issuer=chosen.issuer_name, amount=money(theirs_cents)) if chosen else _("Nothing to claim")
        )
        self.sent.setEnabled(chosen is not None)

    def _claim(self) -> None:
        chosen = self.table.chosen
        if chosen is not None and self._desk.operator is not None:
            future = self._desk.running.run(claim_vouchers, operator=self._desk.operator, issuer=chosen.issuer)
            self._desk.ask(future, self._claimed, self._refused)

    def _claimed(self, _fact: object) -> None:
        self.notice.show_text(_("It is in the journal: these vouchers are claimed."), "good")
        self._read()

    def _refused(self, error: BaseException) -> None:
        self.notice.show_text(say(error), "bad")
