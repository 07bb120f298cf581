"""Papers of what is told apart one by one, made by the acts that make them: loans, computers, places in sessions."""

from __future__ import annotations

import datetime as dt

from pos_app.counter.dates import today
from pos_app.counter.end_loan import end_loan
from pos_app.counter.laptop_papers import LAPTOP_LABEL, print_laptop_paper
from pos_app.counter.laptops import Machine, MachineState, machines
from pos_app.counter.lend_equipment import lend_equipment, loan_terms
from pos_app.counter.open_plan import open_plan
from pos_app.counter.remind_loans import remind_of_loans
from pos_app.counter.sell import sell
from pos_app.counter.sessions import set_session
from pos_app.counter.till import Till
from pos_app.domain.basket import Basket
from pos_app.domain.facts import EquipmentLent, PlanOpened
from pos_app.domain.identifiers import BasketId, ItemId, PersonToken, ProductCode
from pos_app.domain.operator import Operator
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store.equipment import things_in_stock

_KEY = ProductCode("HOTSPOT-3G")
_WORKSHOP = ProductCode("ATELIER")
_INSTALMENTS = 3


def lend_key(till: Till, *, operator: Operator, person: PersonToken) -> EquipmentLent:
    """Prints the contract."""
    item = things_in_stock(till.connection, _KEY)[0].item
    due_on = loan_terms(till, item=item, person=person).due_on
    return lend_equipment(till, operator=operator, item=item, person=person, due_on=due_on)


def remind_of_loan(till: Till, *, operator: Operator) -> None:
    """Prints a reminder of the last loan."""
    remind_of_loans(till, operator=operator, loans=[till.store.state.last_loan])


def lend_and_take_back(till: Till, *, operator: Operator, person: PersonToken) -> None:
    """Prints the slip of the loan's end after its contract."""
    lent = lend_key(till, operator=operator, person=person)
    end_loan(
        till,
        operator=operator,
        loan=lent.loan,
        condition="good",
        given_back_cents=lent.deposit_cents,
        tender=TenderKind.CASH,
    )


def print_label(till: Till, *, operator: Operator) -> None:
    print_laptop_paper(till, operator=operator, item=_free(till).item, document=LAPTOP_LABEL)


def plan(till: Till, *, operator: Operator, person: PersonToken) -> PlanOpened:
    """Prints what was agreed on."""
    return open_plan(till, operator=operator, item=_free(till).item, person=person, number=_INSTALMENTS)


def sell_machine(till: Till, *, operator: Operator, person: PersonToken, basket: BasketId) -> None:
    """Prints the receipt, which a machine always has, and the slip of its delivery."""
    machine = _free(till)
    _sell(till, operator, person, basket, machine.product.code, machine.item, price_cents=machine.price_cents)


def sell_place(till: Till, *, operator: Operator, person: PersonToken, basket: BasketId) -> None:
    """Prints the slip of a place in the session that was planned for the day after tomorrow."""
    starts = dt.datetime.combine(today(till) + dt.timedelta(days=2), dt.time(14))
    session = set_session(
        till,
        operator=operator,
        product=_WORKSHOP,
        starts=starts.isoformat(timespec="minutes"),
        minutes=120,
        places=8,
    )
    _sell(till, operator, person, basket, _WORKSHOP, session)


def _free(till: Till) -> Machine:
    """A machine that anybody may have now."""
    return next(one for one in machines(till) if one.state is MachineState.FOR_SALE and one.certified)


def _sell(
    till: Till,
    operator: Operator,
    person: PersonToken,
    basket: BasketId,
    product: ProductCode,
    item: ItemId,
    *,
    price_cents: int | None = None,
) -> None:
    filled = Basket(basket)
    filled.choose_person(person)
    filled.add(till.catalogue.product(product), unit_price_cents=price_cents, item=item)
    frozen = filled.freeze()
    tenders = [Tender(TenderKind.CASH, frozen.total_cents)] if frozen.total_cents else []
    sell(till, operator=operator, basket=frozen, tenders=tenders, receipt=False)
