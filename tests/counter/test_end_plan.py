"""Plans that end before their time, and machines of plans that come back."""

from __future__ import annotations

import pytest

from pos_app.counter.close_day import close_day
from pos_app.counter.end_plan import end_plan, give_back_payment, given_back_by_rule
from pos_app.counter.laptops import MachineState, machine_at
from pos_app.counter.person_card import PersonAtDesk, at_desk
from pos_app.counter.refundable import refundable
from pos_app.counter.sale_rules import Approval
from pos_app.counter.till import Till
from pos_app.domain.equipment import ItemState
from pos_app.domain.facts import DayClosed, Goods, PlanEnded, RefundRecorded
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.tender import TenderKind
from pos_app.store.equipment import thing_of
from pos_app.store.laptops import Plan
from tests.counter.code_work import facts_of
from tests.counter.laptop_work import (
    AFTER_FIRST,
    drawer,
    pay,
    planned,
    rules,
    whole,
)
from tests.counter.people_work import refusal


def refunds(till: Till) -> list[RefundRecorded]:
    return [fact for fact in facts_of(till, RefundRecorded) if isinstance(fact, RefundRecorded)]


def test_giving_up_gives_every_payment_back_to_the_means_that_paid_it(
    till: Till, coordinator: Operator, plan: Plan, item: ItemId
) -> None:
    cash_ticket = pay(till, coordinator, plan, 3_000).sold.ticket
    card_ticket = pay(till, coordinator, plan, 4_000, kind=TenderKind.CARD).sold.ticket
    shown = given_back_by_rule(till, operator=coordinator, plan=plan.plan, reason="changed_mind")
    ended = end_plan(till, operator=coordinator, plan=plan.plan, reason="changed_mind")
    assert (shown.back_cents, ended.back_cents, ended.kept_cents) == (7_000, 7_000, 0)
    told = {fact.first.ticket: [(t.tender, t.amount_cents) for t in fact.tenders] for fact in refunds(till)}
    assert told == {cash_ticket: [(TenderKind.CASH, -3_000)], card_ticket: [(TenderKind.CARD, -4_000)]}
    assert drawer(till) == (0, 0)
    assert machine_at(till, item).state is MachineState.FOR_SALE
    with refusal("plan_is_over"):
        end_plan(till, operator=coordinator, plan=plan.plan, reason="changed_mind")
    whole(till)


@pytest.mark.parametrize(
    ("percent", "reason", "back", "kept"),
    [(90, "changed_mind", 6_301, 699), (90, "defective", 7_000, 0), (0, "changed_mind", 0, 7_000)],
)
def test_what_is_kept_follows_the_rule_of_the_day_of_the_plan(
    till: Till,
    coordinator: Operator,
    item: ItemId,
    person: PersonToken,
    percent: int,
    reason: str,
    back: int,
    kept: int,
) -> None:
    rules(till, coordinator, "refund_percent = 100", f"refund_percent = {percent}")
    made = planned(till, coordinator, item, person)
    rules(till, coordinator, "refund_percent = 100", "refund_percent = 50")
    pay(till, coordinator, made, 3_333)
    pay(till, coordinator, made, 3_667)
    ended = end_plan(till, operator=coordinator, plan=made.plan, reason=reason)
    assert (ended.back_cents, ended.kept_cents) == (back, kept)
    assert drawer(till) == (kept, kept)
    whole(till)


def test_a_plan_of_which_nothing_was_paid_is_given_up_without_a_ticket(
    till: Till, coordinator: Operator, volunteer: Operator, plan: Plan, item: ItemId
) -> None:
    ended = end_plan(till, operator=volunteer, plan=plan.plan, reason="mistake")
    assert (ended.tickets, ended.back_cents) == ((), 0)
    assert machine_at(till, item).state is MachineState.FOR_SALE
    whole(till)


def test_above_the_limit_a_second_person_answers_for_what_is_given_back(
    till: Till, coordinator: Operator, employee: Operator, plan: Plan
) -> None:
    pay(till, coordinator, plan)
    with refusal("needs_second_person"):
        end_plan(till, operator=employee, plan=plan.plan, reason="changed_mind")
    word = Approval(by=coordinator.code, reason="changed_mind")
    end_plan(till, operator=employee, plan=plan.plan, reason="changed_mind", approval=word)
    assert [one.rule for one in refunds(till)[0].overrides] == ["refund"]


@pytest.mark.parametrize("after_first", [False, True])
def test_a_machine_that_comes_back_undoes_its_whole_plan(
    till: Till, coordinator: Operator, item: ItemId, person: PersonToken, *, after_first: bool
) -> None:
    if after_first:
        rules(till, coordinator, 'handed_over = "after_last"', AFTER_FIRST)
    made = planned(till, coordinator, item, person)
    for _ in range(3):
        pay(till, coordinator, made)
    with refusal("goods_not_returnable"):
        end_plan(till, operator=coordinator, plan=made.plan, reason="warranty")
    ended = end_plan(till, operator=coordinator, plan=made.plan, reason="warranty", goods=Goods.SHELF)
    assert (ended.back_cents, len(ended.tickets)) == (15_000, 3)
    assert drawer(till) == (0, 0)
    assert thing_of(till.connection, item).state is ItemState.IN_STOCK
    whom = at_desk(till, token=person)
    assert isinstance(whom, PersonAtDesk)
    assert whom.right is not None
    assert whom.right.limited_sold == 0
    assert [fact.end for fact in facts_of(till, PlanEnded)] == ["returned"]  # type: ignore[attr-defined]
    planned(till, coordinator, item, person)
    whole(till)


def test_an_instalment_is_not_refunded_by_itself(till: Till, coordinator: Operator, plan: Plan) -> None:
    ticket = pay(till, coordinator, plan).sold.ticket
    with refusal("refund_of_plan"):
        refundable(till, operator=coordinator, ticket=ticket)
    with refusal("plan_is_running"):
        give_back_payment(till, operator=coordinator, ticket=ticket, reason="mistake")
    ended = end_plan(till, operator=coordinator, plan=plan.plan, reason="mistake")
    with refusal("refund_of_refund"):
        give_back_payment(till, operator=coordinator, ticket=ended.tickets[0], reason="mistake")
    with refusal("nothing_to_refund"):
        give_back_payment(till, operator=coordinator, ticket=ticket, reason="mistake")


def test_closing_and_accounts_balance_with_plans_running(till: Till, coordinator: Operator, plan: Plan) -> None:
    pay(till, coordinator, plan)
    close_day(till, operator=coordinator)
    closed = facts_of(till, DayClosed)[-1]
    assert isinstance(closed, DayClosed)
    assert [(one.family, one.gross_cents) for one in closed.totals.families] == [("ACOMPTE", 5_000)]
    pay(till, coordinator, plan, 10_000)
    close_day(till, operator=coordinator)
    whole(till)
