"""What is signed when a thing is lent, and when it comes back, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.facts import EquipmentLent, LoanEnded, LoanReminded, TillSetUp
from pos_app.domain.language_file import Language


@dataclass(frozen=True, slots=True)
class LentThing:
    """The thing on paper: its article, the number on its label, how its own number ends."""

    product: str
    number: str
    end: str


@dataclass(frozen=True, slots=True)
class LoanContract:
    """`person` is the name of the person or the structure, empty where it was erased; `at` is local time.

    `languages` are those in which it is explained, French first.
    """

    issuer: TillSetUp
    series: str
    lent: EquipmentLent
    thing: LentThing
    person: str
    at: datetime
    operator_name: str
    languages: tuple[Language, ...]
    control: str
    software: str

    @property
    def name(self) -> str:
        return f"{self.series}-pret-{self.lent.loan:04d}"


@dataclass(frozen=True, slots=True)
class LoanEndSlip:
    """What came back and what was given back."""

    issuer: TillSetUp
    series: str
    ended: LoanEnded
    thing: LentThing
    person: str
    at: datetime
    operator_name: str
    control: str
    software: str

    @property
    def name(self) -> str:
        return f"{self.series}-retour-{self.ended.loan:04d}"


@dataclass(frozen=True, slots=True)
class LoanReminder:
    """What somebody is asked to bring back. In `languages`, French first; `person` as in the contract."""

    issuer: TillSetUp
    series: str
    reminded: LoanReminded
    deposit_cents: int
    thing: LentThing
    person: str
    operator_name: str
    languages: tuple[Language, ...]
    control: str
    software: str

    @property
    def name(self) -> str:
        return f"{self.series}-rappel-{self.reminded.loan:04d}"

    @property
    def is_late(self) -> bool:
        """Whether the last day was past when it was printed."""
        return self.reminded.due_on < self.reminded.reminded_on
