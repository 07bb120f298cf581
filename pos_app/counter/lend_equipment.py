"""Lending a thing against a deposit, to a person or to a structure whose people share it; with a contract slip."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pos_app.counter.dates import today
from pos_app.counter.open_day import day_for
from pos_app.counter.person_card import StructureAtDesk, at_desk
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.equipment import RETURN_CONDITIONS, ItemAct, can
from pos_app.domain.facts import EquipmentLent, LoanProlonged
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.loan_rule import LoanRule
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.ledger.entry import Entry
from pos_app.store.equipment import Thing, thing_of
from pos_app.store.loans import Loan, loan_with
from pos_app.store.people import touch_person

LOAN_CONTRACT = "loan_contract"
"""The document of the print job; its reference is the position of the entry."""
DEPOSIT_TENDERS = (TenderKind.CASH, TenderKind.CARD, TenderKind.CHEQUE)
"""By what a deposit may be left: an aid voucher pays for something, it is not owed back."""


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """What lending a thing to somebody usually asks: `deposit_cents`, until `due_on`, `longest_on` at most."""

    deposit_cents: int
    due_on: dt.date
    longest_on: dt.date


def loan_terms(till: Till, *, item: ItemId, person: PersonToken) -> LoanTerms:
    """Raises Refusal("item_unknown", "item_not_free", "not_lent", "person_unknown", "person_erased")."""
    thing = thing_of(till.connection, item)
    return _terms(till, _rule_of(till, thing), structure=isinstance(at_desk(till, token=person), StructureAtDesk))


def lend_equipment(
    till: Till,
    *,
    operator: Operator,
    item: ItemId,
    person: PersonToken,
    due_on: dt.date,
    tender: TenderKind = TenderKind.CASH,
    condition: str = "good",
    deposit_cents: int | None = None,
) -> EquipmentLent:
    """Records the loan, takes the deposit and prints the contract. Without `deposit_cents` it is the usual one;
    another is for those who may change a price.

    Raises what `loan_terms` raises, and Refusal("loan_day_wrong", "deposit_wrong", "condition_unknown").
    """
    operator.require(Right.LEND)
    if condition not in RETURN_CONDITIONS:
        raise Refusal("condition_unknown")
    with till.store.transaction(operator.code) as act:
        rule = _rule_of(till, thing_of(act.connection, item))
        whom = at_desk(till, token=person)
        terms = _terms(till, rule, structure=isinstance(whom, StructureAtDesk))
        _require_day(due_on, first=today(till), last=terms.longest_on)
        lent = EquipmentLent(
            day=day_for(till, act),
            loan=till.store.state.last_loan + 1,
            item=item,
            person=whom.token,
            deposit_cents=_deposit_cents(operator, terms, deposit_cents, tender),
            tender=tender,
            due_on=due_on.isoformat(),
            condition=condition,
        )
        act.append(lent)
        touch_person(act, whom.token, at_ms=till.clock.now_ms())
        print_later(act, till, document=LOAN_CONTRACT, reference=str(act.end.position))
    return lent


def prolong_loan(till: Till, *, operator: Operator, loan: int, due_on: dt.date) -> Entry:
    """Moves the last day of a loan that lasts. Raises Refusal("loan_unknown", "loan_ended", "loan_day_wrong")."""
    operator.require(Right.LEND)
    with till.store.transaction(operator.code) as act:
        found = open_loan(till, loan)
        rule = till.rules.loan_of(thing_of(act.connection, found.item).product)
        first = today(till)
        _require_day(due_on, first=first, last=first + dt.timedelta(days=rule.longest_days if rule else 0))
        return act.append(LoanProlonged(loan=loan, item=found.item, person=found.person, due_on=due_on.isoformat()))


def open_loan(till: Till, loan: int) -> Loan:
    """Raises Refusal("loan_unknown", "loan_ended")."""
    found = loan_with(till.connection, loan)
    if not found.lasts:
        raise Refusal("loan_ended", loan=loan)
    return found


def _deposit_cents(operator: Operator, terms: LoanTerms, wanted_cents: int | None, tender: TenderKind) -> int:
    cents = terms.deposit_cents if wanted_cents is None else wanted_cents
    if cents != terms.deposit_cents:
        operator.require(Right.OVERRIDE_PRICE)
    if not 0 <= cents <= LARGEST_AMOUNT_CENTS or tender not in DEPOSIT_TENDERS:
        raise Refusal("deposit_wrong")
    return cents


def _rule_of(till: Till, thing: Thing) -> LoanRule:
    products = till.catalogue.products
    label = products[thing.product].label if thing.product in products else thing.product
    if not can(thing.state, ItemAct.LEND):
        raise Refusal("item_not_free", product=label, end=thing.end)
    rule = till.rules.loan_of(thing.product)
    if rule is None:
        raise Refusal("not_lent", product=label)
    return rule


def _terms(till: Till, rule: LoanRule, *, structure: bool) -> LoanTerms:
    day = today(till)
    return LoanTerms(
        deposit_cents=rule.usual_deposit_cents(structure=structure),
        due_on=day + dt.timedelta(days=rule.days),
        longest_on=day + dt.timedelta(days=rule.longest_days),
    )


def _require_day(day: dt.date, *, first: dt.date, last: dt.date) -> None:
    if not first <= day <= last:
        raise Refusal("loan_day_wrong", first_on=first.isoformat(), last_on=last.isoformat())
