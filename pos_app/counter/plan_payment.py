"""Paying a part of a machine's price: a ticket of its own, here or at the till of another point.

What each payment counts as is in pos_app.domain.instalments; how two tills that did not know of each other come to
one truth in README, "Instalments at another point".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from pos_app.counter.dates import this_month, today
from pos_app.counter.laptop_sale import certificate_word, enqueue_deliveries, machine_line, plan_words
from pos_app.counter.open_day import day_for
from pos_app.counter.person_card import PersonAtDesk, at_desk
from pos_app.counter.print_later import print_later
from pos_app.counter.sale_rules import Approval
from pos_app.counter.sell import Sold, require_unsold
from pos_app.counter.till import Till
from pos_app.domain.facts import (
    Beneficiary,
    InstalmentHeard,
    InstalmentPaid,
    Override,
    PaidBefore,
    SaleRecorded,
    SoldLine,
    TenderTaken,
    TicketRecorded,
)
from pos_app.domain.identifiers import BasketId, ItemId, PersonToken, PlanId
from pos_app.domain.instalments import Paid, advance_net_cents, hands_over, instalment_lines, require_instalment
from pos_app.domain.operator import Operator, Right
from pos_app.domain.plan_paper import PlanPaper, all_paid, paper_text
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Settlement, Tender, settle
from pos_app.domain.totals import vat_totals
from pos_app.store.laptops import Plan, first_of_ticket, payments_of, plan_with
from pos_app.store.people import touch_person
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class InstalmentTaken:
    """A recorded payment: its ticket, what is left after it, and whether the machine changed hands with it."""

    sold: Sold
    plan: PlanId
    left_cents: int
    delivered: bool


@dataclass(frozen=True, slots=True)
class _Payment:
    """What a payment is, checked: the ticket's lines, and what its entry says of the plan."""

    told: InstalmentPaid
    person: PersonToken
    lines: tuple[SoldLine, ...]
    overrides: tuple[Override, ...] = ()


def pay_instalment(
    till: Till,
    *,
    operator: Operator,
    plan: str,
    amount_cents: int,
    tenders: Sequence[Tender],
    basket: BasketId,
    approval: Approval | None = None,
) -> InstalmentTaken:
    """Takes `amount_cents` for a plan of this till; with the payment that the plan's rule says, hands the machine over.

    Once everything was paid elsewhere, an amount of nought hands it over. The receipt always prints. `approval` is a
    coordinator's word where the machine has no wipe certificate.

    Raises Refusal("plan_unknown", "plan_is_over", "plan_is_paid", "instalment_too_high", "instalment_not_positive",
    "needs_approval", "basket_already_sold", ...): nothing was recorded then.
    """
    operator.require(Right.SELL)
    settlement = settle(amount_cents, tenders)
    with till.store.transaction(operator.code) as act:
        require_unsold(till, basket)
        payment = _payment(till, plan_with(act.connection, plan), amount_cents, approval)
        return _record(act, till, payment, settlement, basket)


def pay_elsewhere(
    till: Till,
    *,
    operator: Operator,
    paper: PlanPaper,
    amount_cents: int,
    tenders: Sequence[Tender],
    basket: BasketId,
) -> InstalmentTaken:
    """Takes `amount_cents` for the plan of another till, of which a `paper` was scanned.

    What that paper and this till know was paid is counted, each ticket once; the machine stays where it is.
    Raises Refusal("plan_is_ours", "product_unknown", "instalment_too_high", ...).
    """
    operator.require(Right.SELL)
    settlement = settle(amount_cents, tenders)
    with till.store.transaction(operator.code) as act:
        require_unsold(till, basket)
        _require_foreign(till, paper.plan)
        paid = all_paid(payments_of(act.connection, paper.plan), paper.paid)
        require_instalment(amount_cents, paper.price_cents - sum(one.amount_cents for one in paid))
        machine = machine_line(till, paper.product, paper.item, paper.price_cents)
        lines = instalment_lines(
            machine, paid, amount_cents, plan_words(machine), delivered=paper.delivered, delivers=False
        )
        told = _told(paper.plan, paper.item, paper.price_cents, amount_cents, paid)
        told = msgspec.structs.replace(told, delivered=paper.delivered)
        return _record(act, till, _Payment(told, paper.person, lines), settlement, basket)


def hear_payments(till: Till, *, operator: Operator, paper: PlanPaper) -> tuple[InstalmentHeard, ...]:
    """Takes note of what other tills took for a plan of ours, from the receipt that the person brought.

    A coordinator answers for having seen the paper. Raises Refusal("plan_unknown", "nothing_to_hear", ...).
    """
    operator.require(Right.OVERRIDE)
    with till.store.transaction(operator.code) as act:
        plan = plan_with(act.connection, paper.plan)
        if not plan.is_open:
            raise Refusal("plan_is_over", plan=plan.plan)
        machines = {plan.item, first_of_ticket(act.connection, plan.item, plan.delivered or "")}
        if paper.item not in machines or plan.price_cents != paper.price_cents:
            raise Refusal("plan_paper_unreadable")
        known = {one.ticket for one in plan.paid}
        series = till.store.state.series
        new = [one for one in paper.paid if one.ticket not in known and one.ticket.rpartition("-")[0] != series]
        if not new:
            raise Refusal("nothing_to_hear", plan=plan.plan)
        heard = tuple(
            InstalmentHeard(plan=plan.plan, ticket=one.ticket, amount_cents=one.amount_cents, net_cents=one.net_cents)
            for one in new
        )
        for fact in heard:
            act.append(fact)
    return heard


def paper_of(plan: Plan) -> PlanPaper:
    """What a paper of the plan says as of now."""
    return PlanPaper(
        plan=plan.plan,
        item=plan.item,
        product=plan.product,
        person=plan.person,
        price_cents=plan.price_cents,
        delivered=plan.delivered is not None,
        paid=plan.paid,
    )


def plan_paper(sale: TicketRecorded) -> str:
    """What the square code of a payment's receipt tells the next till, all of it from the payment's own entry; empty
    on any other ticket."""
    paid = sale.instalment if isinstance(sale, SaleRecorded) else None
    return paper_text(_paper_after(sale, paid)) if isinstance(paid, InstalmentPaid) else ""


def _paper_after(sale: TicketRecorded, paid: InstalmentPaid) -> PlanPaper:
    of = sale.beneficiary
    before = tuple(Paid(one.ticket, one.amount_cents, one.net_cents) for one in paid.paid_before)
    here = (Paid(sale.ticket, paid.amount_cents, advance_net_cents(sale.lines)),) if paid.amount_cents else ()
    return PlanPaper(
        plan=paid.plan,
        item=paid.item,
        product=sale.lines[0].product,
        person=PersonToken(of.person) if isinstance(of, Beneficiary) else PersonToken("0" * 32),
        price_cents=paid.price_cents,
        delivered=paid.delivered,
        paid=(*before, *here),
    )


def _payment(till: Till, plan: Plan, amount_cents: int, approval: Approval | None) -> _Payment:
    if not plan.is_open:
        raise Refusal("plan_is_over", plan=plan.plan)
    standing = plan.on(today(till))
    if not (standing.is_paid and plan.delivered is None and amount_cents == 0):
        require_instalment(amount_cents, standing.left_cents)
    delivers = plan.delivered is None and hands_over(
        plan.handed_over, plan.paid, amount_cents=amount_cents, left_cents=standing.left_cents
    )
    overrides = certificate_word(till, plan, approval) if delivers else ()
    machine = machine_line(till, plan.product, plan.item, plan.price_cents)
    lines = instalment_lines(
        machine,
        plan.paid,
        amount_cents,
        plan_words(machine),
        delivered=plan.delivered is not None,
        delivers=delivers,
    )
    told = _told(plan.plan, plan.item, plan.price_cents, amount_cents, plan.paid)
    told = msgspec.structs.replace(told, hands_over=delivers, delivered=delivers or plan.delivered is not None)
    return _Payment(told, plan.person, lines, overrides)


def _told(plan: PlanId, item: ItemId, price_cents: int, amount_cents: int, paid: Sequence[Paid]) -> InstalmentPaid:
    return InstalmentPaid(
        plan=plan,
        item=item,
        price_cents=price_cents,
        amount_cents=amount_cents,
        paid_before=tuple(
            PaidBefore(ticket=one.ticket, amount_cents=one.amount_cents, net_cents=one.net_cents) for one in paid
        ),
    )


def _record(act: Act, till: Till, payment: _Payment, settlement: Settlement, basket: BasketId) -> InstalmentTaken:
    day_for(till, act)
    sale = _sale(till, payment, settlement, basket)
    entry = act.append(sale)
    at_ms = till.clock.now_ms()
    touch_person(act, payment.person, at_ms=at_ms)
    print_later(act, till, document="receipt", reference=sale.ticket)
    enqueue_deliveries(act, till, payment.lines)
    sold = Sold(
        ticket=sale.ticket,
        total_cents=sale.total_cents,
        change_cents=sale.change_cents,
        saving_cents=sale.saving_cents,
        receipt=True,
        entry=entry,
    )
    paid_cents = payment.told.amount_cents + sum(one.amount_cents for one in payment.told.paid_before)
    return InstalmentTaken(
        sold, payment.told.plan, max(0, payment.told.price_cents - paid_cents), payment.told.hands_over
    )


def _sale(till: Till, payment: _Payment, settlement: Settlement, basket: BasketId) -> SaleRecorded:
    state = till.store.state
    return SaleRecorded(
        ticket=state.next_ticket,
        number=state.last_ticket + 1,
        day=state.day,
        basket=basket,
        lines=payment.lines,
        vat=vat_totals(payment.lines),
        total_cents=payment.told.amount_cents,
        saving_cents=sum(line.saving_cents for line in payment.lines),
        tenders=tuple(TenderTaken(tender=t.kind, amount_cents=t.amount_cents) for t in settlement.tenders),
        change_cents=settlement.change_cents,
        receipt=True,
        beneficiary=plan_beneficiary(till, payment.person, limited=int(payment.told.hands_over)),
        overrides=payment.overrides,
        instalment=payment.told,
    )


def plan_beneficiary(till: Till, person: PersonToken, *, limited: int) -> Beneficiary:
    """For whom a payment is: nothing of it counts towards the month's cap. Of a person who is not on file here, or no
    longer, only the token is said."""
    try:
        whom = at_desk(till, token=person)
    except Refusal:
        whom = None
    right = whom.right if isinstance(whom, PersonAtDesk) else None
    cap_cents = whom.standing.cap_cents if isinstance(whom, PersonAtDesk) else 0
    left_cents = cap_cents - whom.spending.cents if whom else 0
    return Beneficiary(
        person=person,
        programme=right.programme if right else "",
        right=right.number if right else 0,
        month=this_month(till),
        capped_cents=0,
        limited=limited if right else 0,
        cap_before_cents=left_cents,
        cap_after_cents=left_cents,
    )


def _require_foreign(till: Till, plan: PlanId) -> None:
    try:
        plan_with(till.connection, plan)
    except Refusal:
        return
    raise Refusal("plan_is_ours", plan=plan)
