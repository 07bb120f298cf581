"""What tests about machines do again and again."""

from __future__ import annotations

import itertools
from dataclasses import replace

from pos_app.counter.load_rules import load_rules
from pos_app.counter.open_plan import open_plan
from pos_app.counter.plan_payment import InstalmentTaken, pay_instalment
from pos_app.counter.sale_rules import Approval
from pos_app.counter.sell import Sold, sell
from pos_app.counter.till import Till
from pos_app.counter.write_passport import write_passport
from pos_app.domain.basket import Basket
from pos_app.domain.facts import PlanOpened, SaleRecorded
from pos_app.domain.identifiers import BasketId, ItemId, PersonToken
from pos_app.domain.operator import Operator
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store.equipment import things_in_stock
from pos_app.store.laptops import Plan, plan_with
from pos_app.store.rebuild import differing_projections
from tests.tills import FREE_RULES, PASSPORT, cash, fault_of

AFTER_FIRST = 'handed_over = "after_first"'
WORD = "urgent"
_baskets = itertools.count(5_000)


def next_basket() -> BasketId:
    return BasketId(f"{next(_baskets):032x}")


def machine(
    till: Till, operator: Operator, *, price_cents: int = 15_000, certificate: str = "AB-1", at: int = 0
) -> ItemId:
    """The `at`-th machine in stock, with a passport of its own."""
    product = till.catalogue.product("ORDI")
    item = things_in_stock(till.connection, product.code)[at].item
    passport = replace(PASSPORT, price_cents=price_cents, certificate=certificate)
    write_passport(till, operator=operator, item=item, passport=passport)
    return item


def planned(
    till: Till,
    operator: Operator,
    item: ItemId,
    person: PersonToken,
    *,
    number: int = 3,
    approval: Approval | None = None,
) -> Plan:
    opened: PlanOpened = open_plan(till, operator=operator, item=item, person=person, number=number, approval=approval)
    return plan_with(till.connection, opened.plan)


def pay(
    till: Till,
    operator: Operator,
    plan: Plan,
    cents: int = 5_000,
    *,
    kind: TenderKind = TenderKind.CASH,
    approval: Approval | None = None,
) -> InstalmentTaken:
    tenders = [Tender(kind, cents)] if cents else []
    return pay_instalment(
        till, operator=operator, plan=plan.plan, amount_cents=cents, tenders=tenders, basket=next_basket(),
        approval=approval,
    )  # fmt: skip


def sell_machine(
    till: Till,
    operator: Operator,
    item: ItemId,
    *,
    cents: int = 15_000,
    person: str = "",
    approval: Approval | None = None,
) -> Sold:
    basket = Basket(next_basket())
    basket.choose_person(person)
    basket.add(till.catalogue.product("ORDI"), unit_price_cents=cents, item=item)
    return sell(till, operator=operator, basket=basket.freeze(), tenders=cash(cents), receipt=False, approval=approval)


def sale_of_ticket(taken: InstalmentTaken | Sold) -> SaleRecorded:
    sold = taken.sold if isinstance(taken, InstalmentTaken) else taken
    fact = sold.entry.fact()
    assert isinstance(fact, SaleRecorded)
    return fact


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
