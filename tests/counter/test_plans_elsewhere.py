"""Instalments at the till of another point, which never heard of ours but by paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.counter.end_plan import end_plan, give_back_payment
from pos_app.counter.laptop_papers import laptop_document
from pos_app.counter.open_plan import PLAN_CONTRACT
from pos_app.counter.open_till import abandon_till
from pos_app.counter.plan_payment import hear_payments, paper_of, pay_elsewhere, plan_paper
from pos_app.counter.print_documents import receipt_for
from pos_app.counter.set_up_till import set_up_till
from pos_app.counter.till import Till
from pos_app.domain.equipment import ItemState
from pos_app.domain.identifiers import ItemId
from pos_app.domain.operator import Operator
from pos_app.domain.plan_paper import read_paper
from pos_app.printing.documents.laptop_papers import PlanContract
from pos_app.store.equipment import thing_of
from pos_app.store.laptops import Plan
from tests.clock import ManualClock
from tests.counter.laptop_work import (
    again,
    drawer,
    next_basket,
    pay,
    sale_of_ticket,
    whole,
)
from tests.counter.people_work import refusal
from tests.tills import cash, folder_in, setup


@pytest.fixture
def elsewhere(tmp_path: Path, clock: ManualClock) -> Iterator[Till]:
    """The till of another point: what the first one does is not known there."""
    made = set_up_till(folder_in(tmp_path / "elsewhere"), setup({"point": "Paris", "series": "PAR1"}), clock=clock)
    yield made.opened.till
    abandon_till(made.opened)


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
