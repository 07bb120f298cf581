"""Machines paid in instalments: each payment a ticket, the machine after the last one, plans that end before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.counter.close_day import close_day
from pos_app.counter.end_plan import end_plan, give_back_payment, given_back_by_rule
from pos_app.counter.laptop_papers import laptop_document
from pos_app.counter.laptops import MachineState, machine_at
from pos_app.counter.load_rules import load_rules
from pos_app.counter.open_plan import PLAN_CONTRACT, plan_offer
from pos_app.counter.open_till import abandon_till
from pos_app.counter.person_card import PersonAtDesk, at_desk
from pos_app.counter.plan_payment import hear_payments, paper_of, pay_elsewhere, pay_instalment, plan_paper
from pos_app.counter.print_book import receipt_for
from pos_app.counter.refundable import refundable
from pos_app.counter.reserve_laptop import reserve_laptop
from pos_app.counter.sale_rules import Approval
from pos_app.counter.set_up_till import set_up_till
from pos_app.counter.till import Till
from pos_app.counter.withdraw_equipment import withdraw_equipment
from pos_app.counter.write_passport import write_passport
from pos_app.domain.equipment import ItemState
from pos_app.domain.facts import Beneficiary, DayClosed, Goods, PlanEnded, RefundRecorded
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.plan_paper import read_paper
from pos_app.domain.tender import Tender, TenderKind
from pos_app.printing.documents.laptop_papers import PlanContract
from pos_app.store.equipment import thing_of
from pos_app.store.laptops import Plan, plan_with
from pos_app.store.rebuild import differing_projections
from pos_app.store.structures import Structure
from tests.clock import ManualClock
from tests.counter.code_work import facts_of
from tests.counter.laptop_work import machine, next_basket, pay, planned, sale_of_ticket, sell_machine
from tests.counter.people_work import DAY_S, refusal, registered, samira
from tests.tills import FREE_RULES, PASSPORT, cash, fault_of, folder_in, setup

AFTER_FIRST = 'handed_over = "after_first"'
WORD = "urgent"


@pytest.fixture
def person(till: Till, volunteer: Operator, ccas: Structure) -> PersonToken:
    return registered(till, volunteer, ccas).token


@pytest.fixture
def other(till: Till, volunteer: Operator, ccas: Structure) -> PersonToken:
    return registered(till, volunteer, ccas, samira(given_name="Omar", family_name="Diallo", phone="")).token


@pytest.fixture
def elsewhere(tmp_path: Path, clock: ManualClock) -> Iterator[Till]:
    """The till of another point: what the first one does is not known there."""
    made = set_up_till(folder_in(tmp_path / "elsewhere"), setup({"point": "Paris", "series": "PAR1"}), clock=clock)
    yield made.opened.till
    abandon_till(made.opened)


@pytest.fixture
def item(till: Till, coordinator: Operator) -> ItemId:
    return machine(till, coordinator)


@pytest.fixture
def plan(till: Till, coordinator: Operator, item: ItemId, person: PersonToken) -> Plan:
    return planned(till, coordinator, item, person)


def rules(till: Till, operator: Operator, was: str, now: str) -> None:
    assert was in FREE_RULES
    load_rules(till, operator=operator, text=FREE_RULES.replace(was, now))


def again(till: Till, plan: Plan) -> Plan:
    return plan_with(till.connection, plan.plan)


def drawer(till: Till) -> tuple[int, int]:
    return till.store.state.drawer_cents, till.store.state.perpetual_cents


def whole(till: Till) -> None:
    """What must hold whatever happened."""
    assert differing_projections(till.connection) == ()
    assert fault_of(till.connection) is None


def test_three_payments_then_the_machine(till: Till, coordinator: Operator, plan: Plan, item: ItemId) -> None:
    assert [due.amount_cents for due in plan.due] == [5_000, 5_000, 5_000]
    for number in (1, 2):
        taken = pay(till, coordinator, plan)
        assert (taken.left_cents, taken.delivered) == (15_000 - number * 5_000, False)
        assert thing_of(till.connection, item).state is ItemState.RESERVED
    taken = pay(till, coordinator, plan)
    assert (taken.left_cents, taken.delivered) == (0, True)
    last = sale_of_ticket(taken)
    assert [(line.family, line.gross_cents) for line in last.lines] == [("ORDINATEUR", 15_000), ("ACOMPTE", -10_000)]
    assert last.lines[0].warranty_until == "2028-11-23"
    assert thing_of(till.connection, item).state is ItemState.SOLD
    assert machine_at(till, item).state is MachineState.SOLD
    assert drawer(till) == (15_000, 15_000)
    with refusal("plan_is_over"):
        pay(till, coordinator, plan)
    whole(till)


def test_the_whole_price_at_once_is_one_payment(till: Till, coordinator: Operator, plan: Plan) -> None:
    taken = pay(till, coordinator, plan, 15_000, kind=TenderKind.CARD)
    assert taken.delivered
    assert [line.family for line in sale_of_ticket(taken).lines] == ["ORDINATEUR"]
    assert drawer(till) == (0, 15_000)
    whole(till)


def test_the_floor_tests_the_price_of_the_machine_not_a_part(
    till: Till, coordinator: Operator, person: PersonToken
) -> None:
    cheap = machine(till, coordinator, price_cents=10_000)
    offer = plan_offer(till, operator=coordinator, item=cheap, person=person, number=3)
    assert [due.amount_cents for due in offer.due] == [3_334, 3_333, 3_333]
    planned(till, coordinator, cheap, person)


@pytest.mark.parametrize(("cents", "code"), [(15_001, "instalment_too_high"), (0, "instalment_not_positive")])
def test_a_payment_that_is_not_due_is_refused_and_nothing_is_recorded(
    till: Till, coordinator: Operator, plan: Plan, cents: int, code: str
) -> None:
    before = till.store.position
    with refusal(code):
        pay(till, coordinator, plan, cents)
    assert (till.store.position, drawer(till)) == (before, (0, 0))


def test_change_is_given_on_a_payment_in_cash(till: Till, coordinator: Operator, plan: Plan) -> None:
    taken = pay_instalment(
        till, operator=coordinator, plan=plan.plan, amount_cents=4_500, tenders=[Tender(TenderKind.CASH, 5_000)],
        basket=next_basket(),
    )  # fmt: skip
    assert (taken.sold.change_cents, drawer(till)) == (500, (4_500, 4_500))


def test_a_payment_is_recorded_once_however_often_it_is_sent(till: Till, coordinator: Operator, plan: Plan) -> None:
    basket = next_basket()
    for expected in (None, "basket_already_sold"):
        if expected is None:
            pay_instalment(
                till, operator=coordinator, plan=plan.plan, amount_cents=100, tenders=cash(100), basket=basket
            )
        else:
            with refusal(expected):
                pay_instalment(
                    till, operator=coordinator, plan=plan.plan, amount_cents=100, tenders=cash(100), basket=basket
                )


def test_instalments_do_not_count_towards_the_cap_of_the_month(
    till: Till, coordinator: Operator, plan: Plan, person: PersonToken
) -> None:
    for _ in range(3):
        taken = pay(till, coordinator, plan)
        of = sale_of_ticket(taken).beneficiary
        assert isinstance(of, Beneficiary)
        assert of.capped_cents == 0
    whom = at_desk(till, token=person)
    assert isinstance(whom, PersonAtDesk)
    assert whom.spending.cents == 0
    assert whom.right is not None
    assert whom.right.limited_sold == 1, "one machine under this right, when it was handed over"


def test_a_machine_on_a_plan_is_nobody_elses(
    till: Till, coordinator: Operator, plan: Plan, item: ItemId, person: PersonToken, other: PersonToken
) -> None:
    with refusal("machine_on_plan"):
        reserve_laptop(till, operator=coordinator, item=item, person=other)
    with refusal("machine_on_plan"):
        planned(till, coordinator, item, other)
    for buyer in (person, other, ""):
        with refusal("machine_on_plan"):
            sell_machine(till, coordinator, item, person=buyer)
    with refusal("machine_on_plan"):
        withdraw_equipment(till, operator=coordinator, item=item, reason="broken")
    assert again(till, plan).is_open


def test_a_reservation_becomes_the_plan_of_the_same_person(
    till: Till, coordinator: Operator, item: ItemId, person: PersonToken, other: PersonToken, clock: ManualClock
) -> None:
    reserve_laptop(till, operator=coordinator, item=item, person=person)
    with refusal("machine_reserved"):
        planned(till, coordinator, item, other)
    made = planned(till, coordinator, item, person)
    clock.advance(seconds=30 * DAY_S)
    assert machine_at(till, item).state is MachineState.LATE, "the plan has no day on which it lets go"
    assert again(till, made).is_open
    whole(till)


def test_a_missed_payment_is_shown(
    till: Till, coordinator: Operator, plan: Plan, item: ItemId, clock: ManualClock
) -> None:
    assert machine_at(till, item).state is MachineState.PAID_IN_PARTS
    clock.advance(seconds=DAY_S)
    late = machine_at(till, item)
    assert late.standing is not None
    assert (late.state, late.standing.late_cents) == (MachineState.LATE, 5_000)
    pay(till, coordinator, plan)
    assert machine_at(till, item).state is MachineState.PAID_IN_PARTS
    clock.advance(seconds=30 * DAY_S)
    assert machine_at(till, item).state is MachineState.LATE


def test_without_a_certificate_the_machine_waits_for_a_coordinators_word(
    till: Till, coordinator: Operator, volunteer: Operator, person: PersonToken
) -> None:
    bare = machine(till, coordinator, certificate="")
    with refusal("needs_approval"):
        planned(till, volunteer, bare, person)
    word = Approval(by=coordinator.code, reason=WORD)
    made = planned(till, volunteer, bare, person, approval=word)
    assert made.waived == {"certificate"}
    assert pay(till, volunteer, made, 15_000).delivered, "the word was given when the plan was agreed on"


def test_a_certificate_that_went_missing_meanwhile_is_asked_for_at_the_last_payment(
    till: Till, coordinator: Operator, volunteer: Operator, plan: Plan, item: ItemId
) -> None:
    write_passport(till, operator=coordinator, item=item, passport=replace(PASSPORT, certificate=""))
    pay(till, volunteer, plan, 5_000)
    with refusal("needs_approval"):
        pay(till, volunteer, plan, 10_000)
    word = Approval(by=coordinator.code, reason=WORD)
    taken = pay(till, volunteer, plan, 10_000, approval=word)
    assert [one.rule for one in sale_of_ticket(taken).overrides] == ["certificate"]


def test_more_parts_than_the_rule_are_refused(
    till: Till, coordinator: Operator, item: ItemId, person: PersonToken
) -> None:
    for number in (0, 4):
        with refusal("instalments_too_many"):
            planned(till, coordinator, item, person, number=number)


def test_handed_over_first_where_the_rule_says_so(
    till: Till, coordinator: Operator, item: ItemId, person: PersonToken
) -> None:
    rules(till, coordinator, 'handed_over = "after_last"', AFTER_FIRST)
    made = planned(till, coordinator, item, person)
    first = pay(till, coordinator, made)
    assert first.delivered
    assert thing_of(till.connection, item).state is ItemState.SOLD
    assert again(till, made).is_open
    second, last = pay(till, coordinator, made), pay(till, coordinator, made)
    assert not second.delivered
    assert not last.delivered
    assert [line.family for line in sale_of_ticket(last).lines] == ["CREANCE"]
    assert not again(till, made).is_open
    assert drawer(till) == (15_000, 15_000)
    whole(till)


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


# Payments at another point


def test_another_till_takes_a_payment_from_the_paper_and_ours_hears_of_it(
    till: Till, coordinator: Operator, plan: Plan, item: ItemId, elsewhere: Till
) -> None:
    pay(till, coordinator, plan)
    paper = paper_of(again(till, plan))
    there = pay_elsewhere(
        elsewhere, operator=coordinator, paper=paper, amount_cents=4_000, tenders=cash(4_000), basket=next_basket()
    )
    assert (there.left_cents, there.delivered) == (6_000, False)
    with refusal("instalment_too_high"):
        pay_elsewhere(
            elsewhere, operator=coordinator, paper=paper, amount_cents=6_001, tenders=cash(6_001), basket=next_basket()
        )
    fact = sale_of_ticket(there)
    brought = read_paper(receipt_for(elsewhere, there.sold.ticket).plan_paper)
    assert plan_paper(fact) == receipt_for(elsewhere, there.sold.ticket).plan_paper
    (heard,) = hear_payments(till, operator=coordinator, paper=brought)
    assert (heard.ticket, heard.amount_cents) == (there.sold.ticket, 4_000)
    with refusal("nothing_to_hear"):
        hear_payments(till, operator=coordinator, paper=brought)
    with refusal("instalment_too_high"):
        pay(till, coordinator, plan, 6_001)
    assert pay(till, coordinator, plan, 6_000).delivered
    assert drawer(till)[0] + drawer(elsewhere)[0] == 15_000
    whole(till)
    whole(elsewhere)


def test_paid_whole_elsewhere_the_machine_is_handed_over_here_by_a_ticket_of_nought(
    till: Till, coordinator: Operator, plan: Plan, item: ItemId, elsewhere: Till
) -> None:
    there = pay_elsewhere(
        elsewhere, operator=coordinator, paper=paper_of(plan), amount_cents=15_000, tenders=cash(15_000),
        basket=next_basket(),
    )  # fmt: skip
    hear_payments(till, operator=coordinator, paper=read_paper(receipt_for(elsewhere, there.sold.ticket).plan_paper))
    taken = pay(till, coordinator, plan, 0)
    assert (taken.delivered, sale_of_ticket(taken).total_cents) == (True, 0)
    assert thing_of(till.connection, item).state is ItemState.SOLD
    whole(till)


def test_two_tills_that_did_not_know_of_each_other_come_to_one_truth(
    till: Till, coordinator: Operator, plan: Plan, elsewhere: Till
) -> None:
    """Both took the last 10 000: what is too much is shown here, and given back by the till that has it."""
    pay(till, coordinator, plan)
    paper = paper_of(again(till, plan))
    there = pay_elsewhere(
        elsewhere, operator=coordinator, paper=paper, amount_cents=10_000, tenders=cash(10_000), basket=next_basket()
    )
    pay(till, coordinator, plan, 9_000)
    brought = read_paper(receipt_for(elsewhere, there.sold.ticket).plan_paper)
    hear_payments(till, operator=coordinator, paper=brought)
    standing = again(till, plan).on(plan.due[0].due_on)
    assert (standing.left_cents, standing.over_cents) == (0, 9_000)
    pay(till, coordinator, plan, 0)
    back = give_back_payment(elsewhere, operator=coordinator, ticket=there.sold.ticket, reason="mistake")
    assert back.back_cents == 10_000
    assert drawer(elsewhere) == (0, 0)
    whole(till)
    whole(elsewhere)


def test_what_another_till_took_is_given_back_there(
    till: Till, coordinator: Operator, plan: Plan, elsewhere: Till
) -> None:
    pay(till, coordinator, plan, 2_000)
    there = pay_elsewhere(
        elsewhere, operator=coordinator, paper=paper_of(again(till, plan)), amount_cents=3_000, tenders=cash(3_000),
        basket=next_basket(),
    )  # fmt: skip
    hear_payments(till, operator=coordinator, paper=read_paper(receipt_for(elsewhere, there.sold.ticket).plan_paper))
    ended = end_plan(till, operator=coordinator, plan=plan.plan, reason="changed_mind")
    assert (ended.back_cents, ended.elsewhere_cents) == (2_000, 3_000)
    give_back_payment(elsewhere, operator=coordinator, ticket=there.sold.ticket, reason="changed_mind")
    assert (drawer(till), drawer(elsewhere)) == ((0, 0), (0, 0))


def test_a_plan_of_ours_is_not_paid_as_another_tills(till: Till, coordinator: Operator, plan: Plan) -> None:
    with refusal("plan_is_ours"):
        pay_elsewhere(
            till, operator=coordinator, paper=paper_of(plan), amount_cents=100, tenders=cash(100), basket=next_basket()
        )


def test_only_a_coordinator_takes_note_of_a_paper(
    till: Till, coordinator: Operator, volunteer: Operator, plan: Plan
) -> None:
    with refusal("right_missing"):
        hear_payments(till, operator=volunteer, paper=paper_of(plan))


def test_the_paper_of_a_plan_prints(till: Till, plan: Plan) -> None:
    contract = laptop_document(till, PLAN_CONTRACT, plan.plan)
    assert isinstance(contract, PlanContract)
    assert (contract.person, contract.paper.plan, len(contract.due)) == ("Samira Ben Ali", plan.plan, 3)
