"""Agreeing to pay a machine in parts: the terms become an entry, and a paper that both sides keep."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from pos_app.counter.dates import today
from pos_app.counter.expired_reservations import end_expired
from pos_app.counter.laptops import machine_at, require_free
from pos_app.counter.person_card import AtDesk, at_desk
from pos_app.counter.plan_payment import plan_beneficiary
from pos_app.counter.print_later import print_later
from pos_app.counter.sale_rules import Approval, SaleCheck, check_sale, require_overrides
from pos_app.counter.till import Till
from pos_app.domain.basket import BasketLine, FrozenBasket
from pos_app.domain.facts import DueInstalment, PlanOpened
from pos_app.domain.identifiers import BasketId, ItemId, PersonToken, PlanId, plan_id
from pos_app.domain.instalments import Due, due_instalments
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.store.laptops import is_certified, passport_of
from pos_app.store.people import touch_person

PLAN_CONTRACT = "plan_contract"
_PLANS = 10**11


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """What a plan would be, before anybody agrees: its parts, and what stands against it."""

    price_cents: int
    due: tuple[Due, ...]
    check: SaleCheck


def plan_offer(till: Till, *, operator: Operator, item: ItemId, person: PersonToken, number: int) -> PlanOffer:
    """The parts of a machine's price for a person. The floor tests the price of the machine, not a part.

    Raises Refusal("passport_missing", "machine_reserved", "machine_on_plan", "machine_not_here", "price_under_floor",
    "instalments_too_many", ...).
    """
    operator.require(Right.SELL)
    whom = at_desk(till, token=person)
    machine = machine_at(till, item)
    require_free(till, machine, person=whom.token)
    price_cents = passport_of(till.connection, item).price_cents
    if price_cents < machine.product.floor_cents:
        raise Refusal("price_under_floor", product=machine.product.label, floor_cents=machine.product.floor_cents)
    rule = till.rules.instalments
    if not 1 <= number <= rule.number:
        raise Refusal("instalments_too_many", most=rule.number)
    due = due_instalments(price_cents, number=number, first_on=today(till), days_between=rule.days_between)
    line = BasketLine(machine.product, 1, price_cents, item=item)
    basket = FrozenBasket(BasketId(""), (line,), whom.token, had_person=True)
    return PlanOffer(price_cents, due, _check(till, basket, whom))


def open_plan(
    till: Till,
    *,
    operator: Operator,
    item: ItemId,
    person: PersonToken,
    number: int,
    approval: Approval | None = None,
) -> PlanOpened:
    """Opens a plan; the machine is then nobody else's. Its paper prints. Raises what `plan_offer` does, and
    Refusal("needs_approval", "exception_used_up")."""
    operator.require(Right.SELL)
    with till.store.transaction(operator.code) as act:
        end_expired(act, till)
        offer = plan_offer(till, operator=operator, item=item, person=person, number=number)
        token = at_desk(till, token=person).token
        rule = till.rules.instalments
        fact = PlanOpened(
            plan=_new_plan(),
            item=item,
            product=machine_at(till, item).product.code,
            price_cents=offer.price_cents,
            due=tuple(DueInstalment(due_on=d.due_on.isoformat(), amount_cents=d.amount_cents) for d in offer.due),
            handed_over=rule.handed_over.value,
            refund_percent=rule.refund_percent,
            beneficiary=plan_beneficiary(till, token, limited=0),
            overrides=require_overrides(till.rules, operator, offer.check, approval),
        )
        act.append(fact)
        at_ms = till.clock.now_ms()
        touch_person(act, token, at_ms=at_ms)
        print_later(act, till, document=PLAN_CONTRACT, reference=fact.plan)
    return fact


def _check(till: Till, basket: FrozenBasket, whom: AtDesk) -> SaleCheck:
    return check_sale(till.rules, basket, whom, "", certified=lambda item: is_certified(till.connection, item))


def _new_plan() -> PlanId:
    return plan_id(secrets.randbelow(_PLANS))
