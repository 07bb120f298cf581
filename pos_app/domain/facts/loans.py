"""Facts about things lent against a deposit, which is owed back: it moves the drawer and is in no total of sales."""

from __future__ import annotations

from typing import ClassVar

from pos_app.domain.facts.fact import Fact
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.tender import TenderKind


class EquipmentLent(Fact, frozen=True):
    """A thing went out to a person, or to a structure whose people share it. `loan` counts the till's loans.

    `condition` is one of RETURN_CONDITIONS; `due_on` an ISO date. `deposit_cents` is 0 where none was asked.
    """

    kind: ClassVar[str] = "equipment_lent.1"
    day: int
    loan: int
    item: ItemId
    person: PersonToken
    deposit_cents: int
    tender: TenderKind
    due_on: str
    condition: str

    @property
    def cash_cents(self) -> int:
        """What the drawer gained."""
        return self.deposit_cents if self.tender is TenderKind.CASH else 0


class LoanEnded(Fact, frozen=True):
    """A loan is over: the thing came back as `condition` says, or is lost; the deposit went back, whole or in part.

    `to_stock` tells that it may be lent or sold again; else it is gone for good. `reason` is one of KEEP_REASONS, empty
    where nothing was kept.
    """

    kind: ClassVar[str] = "loan_ended.1"
    day: int
    loan: int
    item: ItemId
    person: PersonToken
    condition: str
    to_stock: bool
    deposit_cents: int
    given_back_cents: int
    tender: TenderKind
    reason: str = ""

    @property
    def cash_cents(self) -> int:
        """What the drawer gained: nothing, or less than that."""
        return -self.given_back_cents if self.tender is TenderKind.CASH else 0

    @property
    def kept_cents(self) -> int:
        return self.deposit_cents - self.given_back_cents


class LoanReminded(Fact, frozen=True):
    """A paper was printed that reminds of a loan which ends on `due_on`. `reminded_on` is the day of it; ISO dates."""

    kind: ClassVar[str] = "loan_reminded.1"
    loan: int
    item: ItemId
    person: PersonToken
    due_on: str
    reminded_on: str


class LoanProlonged(Fact, frozen=True):
    """A loan goes on until another day, an ISO date."""

    kind: ClassVar[str] = "loan_prolonged.1"
    loan: int
    item: ItemId
    person: PersonToken
    due_on: str
