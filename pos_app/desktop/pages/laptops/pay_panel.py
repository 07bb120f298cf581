"""Taking one payment of a plan: ours, or another till's whose paper was read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.clock import local_now
from pos_app.counter.plan_payment import InstalmentTaken, pay_elsewhere, pay_instalment
from pos_app.counter.sale_rules import Approval, Rule, SaleCheck
from pos_app.desktop.desk import Desk
from pos_app.desktop.pages.laptops.payment_form import PaymentForm
from pos_app.desktop.pages.laptops.words import standing_words
from pos_app.desktop.pages.sale.approval_panel import ApprovalPanel
from pos_app.desktop.widgets.form_panel import FormPanel
from pos_app.domain.identifiers import BasketId
from pos_app.domain.operator import Operator
from pos_app.domain.plan_paper import PlanPaper
from pos_app.domain.refusals import PosError, Refusal
from pos_app.domain.tender import Tender
from pos_app.i18n import gettext as _
from pos_app.i18n import money
from pos_app.store.laptops import Plan

Take = Callable[[Operator, BasketId, int, tuple[Tender, ...], Approval | None], Future[InstalmentTaken]]


class InstalmentPanel(FormPanel):
    """`paid` carries the InstalmentTaken. A machine without a wipe certificate asks for a coordinator's word when it
    would be handed over."""

    paid = Signal(object)

    def __init__(
        self, desk: Desk, parent: QWidget, take: Take, *, title: str, explained: str, proposed_cents: int
    ) -> None:
        super().__init__(title, explained, _("Take the payment"), parent, height=540)
        self._desk = desk
        self._take = take
        self._basket = desk.new_basket().id
        self.form = PaymentForm(self, proposed_cents)
        self.wanted.connect(partial(self._pay, None))
        self.open_at(self.form.amount)

    def _pay(self, approval: Approval | None) -> None:
        operator = self._desk.operator
        if operator is None:
            return
        try:
            amount_cents, tenders = self.form.read()
        except Refusal as refusal:
            self.refused(refusal)
            return
        self.save.setEnabled(False)
        self._desk.ask(self._take(operator, self._basket, amount_cents, tenders, approval), self._done, self._not_taken)

    def _not_taken(self, error: BaseException) -> None:
        self.refused(error)
        if isinstance(error, PosError) and error.code == "needs_approval":
            asked = ApprovalPanel(
                self._desk, SaleCheck(reason_needed=False, objections=(Rule.CERTIFICATE,)), self.window()
            )
            asked.approved.connect(self._pay)
            asked.closed.connect(self.setFocus)

    def _done(self, taken: InstalmentTaken) -> None:
        self.close_overlay()
        self.paid.emit(taken)


def pay_plan_panel(desk: Desk, plan: Plan, title: str, parent: QWidget) -> InstalmentPanel:
    """For a plan of this till: what is late, or the next part, is proposed."""
    today = local_now(desk.clock).date()
    standing = plan.on(today)

    def take(
        operator: Operator, basket: BasketId, amount_cents: int, tenders: tuple[Tender, ...], approval: Approval | None
    ) -> Future[InstalmentTaken]:
        return desk.running.run(
            pay_instalment,
            operator=operator,
            plan=plan.plan,
            amount_cents=amount_cents,
            tenders=tenders,
            basket=basket,
            approval=approval,
        )

    proposed_cents = max(standing.late_cents, standing.next_due.amount_cents if standing.next_due else 0)
    explained = standing_words(standing, today)
    return InstalmentPanel(desk, parent, take, title=title, explained=explained, proposed_cents=proposed_cents)


def pay_elsewhere_panel(desk: Desk, paper: PlanPaper, parent: QWidget) -> InstalmentPanel:
    """For a plan of another till: the machine stays where it is."""

    def take(
        operator: Operator, basket: BasketId, amount_cents: int, tenders: tuple[Tender, ...], _word: Approval | None
    ) -> Future[InstalmentTaken]:
        return desk.running.run(
            pay_elsewhere,
            operator=operator,
            paper=paper,
            amount_cents=amount_cents,
            tenders=tenders,
            basket=basket,
        )

    explained = _(
        "A plan of another till: {left} left as its paper says. The machine is handed over where it is kept."
    ).format(left=money(paper.left_cents))
    title = _("Plan {plan}").format(plan=paper.plan)
    return InstalmentPanel(desk, parent, take, title=title, explained=explained, proposed_cents=0)


def taken_words(taken: InstalmentTaken) -> str:
    """What was recorded, and what is next."""
    words = [_("Ticket {ticket} recorded.").format(ticket=taken.sold.ticket)]
    if taken.sold.change_cents:
        words.append(_("Give back {change}.").format(change=money(taken.sold.change_cents)))
    if taken.delivered:
        words.append(_("Hand the machine over: its delivery slip is printing."))
    if taken.left_cents:
        words.append(_("{left} left to pay.").format(left=money(taken.left_cents)))
    return " ".join(words)
