"""Ending a plan before its time: everything that was paid here is given back by rule, to the means that paid it.

Each payment is corrected by a ticket in minus of its own. What another till took, it gives back itself: its card
terminal and its drawer have the money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from pos_app.counter.laptop_sale import plan_words
from pos_app.counter.open_day import day_for
from pos_app.counter.print_later import print_later
from pos_app.counter.refund import second_word
from pos_app.counter.refundable import find_sale
from pos_app.counter.sale_rules import Approval
from pos_app.counter.till import Till
from pos_app.domain.facts import (
    Beneficiary,
    FirstTicket,
    Goods,
    InstalmentPaid,
    Override,
    PlanEnd,
    PlanEnded,
    RefundedLine,
    RefundRecorded,
    SaleRecorded,
    TenderReturned,
)
from pos_app.domain.identifiers import PersonToken, TicketNumber
from pos_app.domain.instalments import kept_cents, lines_given_back
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refund import REFUND_REASONS, paid_left_cents, require_way_back, usual_way_back
from pos_app.domain.refusals import Refusal
from pos_app.domain.totals import vat_totals
from pos_app.ledger.entry import Entry
from pos_app.store.days import corrections_of
from pos_app.store.laptops import Plan, plan_with
from pos_app.store.people import touch_person
from pos_app.store.refunds import refunds_of
from pos_app.store.till_store import Act

RULE_REASON = "changed_mind"
"""Only whoever changes their mind leaves a part, if the rule says so: never for a fault of ours or of the machine."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What giving a plan up would give back, or gave: in cents, above zero. `elsewhere_cents` other tills took."""

    back_cents: int
    kept_cents: int
    elsewhere_cents: int
    tickets: tuple[TicketNumber, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One ticket of the plan in minus, checked."""

    first: FirstTicket
    lines: tuple[RefundedLine, ...]
    tenders: tuple[TenderReturned, ...]
    beneficiary: Beneficiary | msgspec.UnsetType
    kept_cents: int

    @property
    def back_cents(self) -> int:
        return -sum(line.gross_cents for line in self.lines)


def given_back_by_rule(till: Till, *, operator: Operator, plan: str, reason: str) -> GivenUp:
    """What ending the plan gives back, before anybody decides. Raises Refusal("plan_unknown", "plan_is_over")."""
    operator.require(Right.REFUND)
    found = _running(till, plan)
    parts = [_part(till, found, ticket, reason, Goods.SHELF) for ticket in reversed(found.tickets)]
    return _sum(found, parts)


def end_plan(
    till: Till,
    *,
    operator: Operator,
    plan: str,
    reason: str,
    goods: Goods = Goods.NONE,
    approval: Approval | None = None,
) -> GivenUp:
    """Gives a plan up, or takes its machine back where the person has it: `goods` then says what becomes of it.

    Raises Refusal("plan_unknown", "plan_is_over", "reason_unknown", "goods_not_returnable", "needs_second_person"):
    nothing was recorded then.
    """
    operator.require(Right.REFUND)
    if reason not in REFUND_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        found = _running(till, plan)
        delivered = found.delivered is not None
        if delivered and goods not in (Goods.SHELF, Goods.WRITTEN_OFF):
            raise Refusal("goods_not_returnable", product=till.catalogue.product(found.product).label)
        parts = [_part(till, found, ticket, reason, goods) for ticket in reversed(found.tickets)]
        sums = _sum(found, parts)
        overrides = second_word(till, operator, sums.back_cents, approval) if sums.back_cents else ()
        day_for(till, act)
        act.append(
            PlanEnded(
                plan=found.plan,
                end=PlanEnd.RETURNED if delivered else PlanEnd.GIVEN_UP,
                reason=reason,
                kept_cents=sums.kept_cents,
                elsewhere_cents=sums.elsewhere_cents,
            )
        )
        entries = tuple(_give_back(act, till, part, reason, overrides) for part in parts)
    return GivenUp(sums.back_cents, sums.kept_cents, sums.elsewhere_cents, _tickets(entries), entries)


def give_back_payment(
    till: Till, *, operator: Operator, ticket: str, reason: str, approval: Approval | None = None
) -> GivenUp:
    """Gives back whole one payment that this till took for the plan of another till, or one that came twice.

    Raises Refusal("ticket_unknown", "refund_of_refund", "not_an_instalment", "plan_is_running", "nothing_to_refund",
    "reason_unknown", "needs_second_person").
    """
    operator.require(Right.REFUND)
    if reason not in REFUND_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        found, sale = find_sale(till, ticket)
        if not isinstance(sale.instalment, InstalmentPaid):
            raise Refusal("not_an_instalment", ticket=found.ticket)
        if refunds_of(act.connection, found.ticket):
            raise Refusal("nothing_to_refund", ticket=found.ticket)
        _require_loose(till, sale)
        part = _part_of(till, found.ticket, Goods.NONE, kept=0)
        overrides = second_word(till, operator, part.back_cents, approval)
        day_for(till, act)
        entry = _give_back(act, till, part, reason, overrides)
    return GivenUp(part.back_cents, 0, 0, _tickets((entry,)), (entry,))


def _require_loose(till: Till, sale: SaleRecorded) -> None:
    """Of a running plan of ours only what came twice may go back alone, and never the ticket that handed over."""
    if not isinstance(sale.instalment, InstalmentPaid):
        raise Refusal("not_an_instalment", ticket=sale.ticket)
    try:
        plan = plan_with(till.connection, sale.instalment.plan)
    except Refusal:
        return
    paid_cents = sum(one.amount_cents for one in plan.paid)
    over_cents = paid_cents - plan.price_cents
    if sale.instalment.hands_over or sale.total_cents > over_cents:
        raise Refusal("plan_is_running", plan=plan.plan)


def _running(till: Till, plan: str) -> Plan:
    found = plan_with(till.connection, plan)
    if found.state not in ("open", "done"):
        raise Refusal("plan_is_over", plan=found.plan)
    return found


def _part(till: Till, plan: Plan, ticket: TicketNumber, reason: str, goods: Goods) -> _Part:
    amount_cents = next((one.amount_cents for one in plan.paid if one.ticket == ticket), 0)
    by_rule = reason == RULE_REASON and plan.is_open
    kept = kept_cents(amount_cents, plan.refund_percent) if by_rule else 0
    return _part_of(till, ticket, goods, kept=kept)


def _part_of(till: Till, ticket: TicketNumber, goods: Goods, *, kept: int) -> _Part:
    found, sale = find_sale(till, ticket)
    lines = lines_given_back(sale.lines, plan_words(sale.lines[0]), kept=kept, goods=goods)
    amount_cents = -sum(line.gross_cents for line in lines)
    left = paid_left_cents(sale, (), corrections_of(till.connection, found.ticket))
    given = usual_way_back(left, amount_cents, till.rules.refund)
    tenders = require_way_back(left, given, amount_cents, till.rules.refund)
    first = FirstTicket(ticket=found.ticket, incarnation=found.entry.incarnation, seq=found.entry.seq)
    of = sale.beneficiary
    counted = msgspec.structs.replace(of, limited=-of.limited) if isinstance(of, Beneficiary) else msgspec.UNSET
    return _Part(first, lines, tenders, counted, kept)


def _sum(plan: Plan, parts: Sequence[_Part]) -> GivenUp:
    return GivenUp(
        back_cents=sum(part.back_cents for part in parts),
        kept_cents=sum(part.kept_cents for part in parts),
        elsewhere_cents=sum(one.amount_cents for one in plan.paid if not one.here),
    )


def _give_back(act: Act, till: Till, part: _Part, reason: str, overrides: tuple[Override, ...]) -> Entry:
    state, at_ms = till.store.state, till.clock.now_ms()
    fact = RefundRecorded(
        ticket=state.next_ticket,
        number=state.last_ticket + 1,
        day=state.day,
        first=part.first,
        reason=reason,
        lines=part.lines,
        vat=vat_totals(part.lines),
        total_cents=-part.back_cents,
        saving_cents=sum(line.saving_cents for line in part.lines),
        tenders=part.tenders,
        beneficiary=part.beneficiary,
        overrides=overrides,
    )
    entry = act.append(fact)
    if isinstance(part.beneficiary, Beneficiary):
        touch_person(act, PersonToken(part.beneficiary.person), at_ms=at_ms)
    print_later(act, till, document="receipt", reference=fact.ticket)
    return entry


def _tickets(entries: Sequence[Entry]) -> tuple[TicketNumber, ...]:
    facts = [entry.fact() for entry in entries]
    return tuple(fact.ticket for fact in facts if isinstance(fact, RefundRecorded))
