"""Machines paid in instalments: each payment a ticket, the machine after the last one, plans that end before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.counter.laptops import MachineState, machine_at
from pos_app.counter.open_plan import plan_offer
from pos_app.counter.person_card import PersonAtDesk, at_desk
from pos_app.counter.person_history import person_history
from pos_app.counter.plan_payment import pay_instalment
from pos_app.counter.reserve_laptop import reserve_laptop
from pos_app.counter.sale_rules import Approval
from pos_app.counter.till import Till
from pos_app.counter.withdraw_equipment import withdraw_equipment
from pos_app.counter.write_passport import write_passport
from pos_app.domain.equipment import ItemState
from pos_app.domain.facts import Beneficiary
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.tender import Tender, TenderKind
from pos_app.printing.person_words import event_words
from pos_app.store.equipment import thing_of
from pos_app.store.laptops import Plan
from tests.clock import ManualClock
from tests.counter.laptop_work import (
    AFTER_FIRST,
    WORD,
    again,
    drawer,
    machine,
    next_basket,
    pay,
    planned,
    rules,
    sale_of_ticket,
    sell_machine,
    whole,
)
from tests.counter.people_work import DAY_S, refusal
from tests.tills import PASSPORT, cash


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


def test_the_persons_history_tells_of_it(till: Till, coordinator: Operator, item: ItemId, person: PersonToken) -> None:
    reserve_laptop(till, operator=coordinator, item=item, person=person)
    pay(till, coordinator, planned(till, coordinator, item, person))
    history = person_history(till, operator=coordinator, token=person)
    told = [event_words(event.fact) for event in history.events]
    assert any("réservé jusqu’au" in words for words in told)
    assert any("payer en plusieurs fois" in words for words in told)
    assert [purchase.counted_cents for purchase in history.purchases] == [0]


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
