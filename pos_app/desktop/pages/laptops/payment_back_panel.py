"""Giving back one payment of a plan: taken here for another till's, or come twice."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from pos_app.counter.end_plan import GivenUp, give_back_payment
from pos_app.counter.last_tickets import TicketSummary
from pos_app.counter.sale_rules import Approval
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.laptops.words import back_words
from pos_app.desktop.pages.refund.second_person import refund_reasons, refused_or_asked
from pos_app.desktop.widgets.combo import chosen_value, combo
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.desktop.widgets.notice import Notice
from pos_app.i18n import gettext as _
from pos_app.i18n import money


class PaymentBackPanel(FormPanel):
    """The whole payment goes back to the means that paid it; the payment of a plan that runs here is refused."""

    def __init__(self, desk: Desk, notice: Notice, payment: TicketSummary, parent: QWidget) -> None:
        title = _("Give back {amount} of {ticket}").format(
            amount=money(payment.sale.total_cents), ticket=payment.ticket
        )
        explained = _(
            "For a payment of another till's plan, or one that came twice. A slip prints: the person signs it."
        )
        super().__init__(title, explained, _("Give back"), parent, height=400)
        self._desk, self._notice, self._payment = desk, notice, payment
        self.reason = combo("", refund_reasons(), chosen="mistake")
        self.add(_("Reason"), self.reason)
        self.wanted.connect(partial(self._give_back, None))
        self.open_at(self.reason)

    def _give_back(self, approval: Approval | None) -> None:
        if self._desk.operator is None:
            return
        self.save.setEnabled(False)
        future = self._desk.running.run(
            give_back_payment,
            operator=self._desk.operator,
            ticket=self._payment.ticket,
            reason=chosen_value(self.reason),
            approval=approval,
        )
        self._desk.ask(future, self._done, self._not_given)

    def _not_given(self, error: BaseException) -> None:
        refused_or_asked(self._desk, self, error, reason=chosen_value(self.reason), again=self._give_back)

    def _done(self, given: GivenUp) -> None:
        self.close_overlay()
        self._notice.show_text(back_words(given), "good")
