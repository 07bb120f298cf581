"""Reminding of loans that end soon or are late: a paper in the person's language, and an entry that it was printed.

The till sends no message: it has no service that could. A coordinator calls, or hands the paper over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.counter.dates import today
from pos_app.counter.holders import holder_name, person_behind
from pos_app.counter.lend_equipment import open_loan
from pos_app.counter.print_later import print_later
from pos_app.counter.till import Till
from pos_app.domain.equipment import label_of
from pos_app.domain.facts import LoanReminded
from pos_app.domain.operator import Operator, Right
from pos_app.store.equipment import thing_of
from pos_app.store.loans import Loan, open_loans
from pos_app.store.structures import structure_with_token

LOAN_REMINDER = "loan_reminder"
"""The document of the print job; its reference is the position of the entry."""


@dataclass(frozen=True, slots=True)
class DueLoan:
    """A loan to be reminded of: `days` until its last day, below zero where that is past; `number` is the label's.

    `name` is empty where the person was erased, `phone` where nobody knows one.
    """

    loan: Loan
    article: str
    number: str
    name: str
    phone: str
    days: int

    @property
    def late(self) -> bool:
        return self.days < 0


def due_loans(till: Till, *, operator: Operator) -> tuple[DueLoan, ...]:
    """The loans that end within the days of their rule, or are late, the first due first."""
    operator.require(Right.LEND)
    listed = (_due(till, loan) for loan in open_loans(till.connection))
    return tuple(one for one in listed if one.days <= _remind_days(till, one.loan))


def remind_of_loans(till: Till, *, operator: Operator, loans: Sequence[int]) -> tuple[LoanReminded, ...]:
    """Prints a reminder of each of these loans, all or none. Raises Refusal("loan_unknown", "loan_ended")."""
    operator.require(Right.LEND)
    with till.store.transaction(operator.code) as act:
        reminded = []
        for number in dict.fromkeys(loans):
            loan = open_loan(till, number)
            fact = LoanReminded(
                loan=number,
                item=loan.item,
                person=loan.person,
                due_on=loan.due_on.isoformat(),
                reminded_on=today(till).isoformat(),
            )
            act.append(fact)
            print_later(act, till, document=LOAN_REMINDER, reference=str(act.end.position))
            reminded.append(fact)
    return tuple(reminded)


def _due(till: Till, loan: Loan) -> DueLoan:
    products, thing = till.catalogue.products, thing_of(till.connection, loan.item)
    return DueLoan(
        loan=loan,
        article=products[thing.product].label if thing.product in products else thing.product,
        number=label_of(loan.item),
        name=holder_name(till, loan.person),
        phone=_phone(till, loan.person),
        days=(loan.due_on - today(till)).days,
    )


def _phone(till: Till, token: str) -> str:
    person = person_behind(till, token)
    if person is not None:
        return person.identity.phone
    structure = structure_with_token(till.connection, token)
    return structure.phone if structure else ""


def _remind_days(till: Till, loan: Loan) -> int:
    """Of an article that is no longer lent, only what is late."""
    rule = till.rules.loan_of(thing_of(till.connection, loan.item).product)
    return rule.remind_days if rule else -1
