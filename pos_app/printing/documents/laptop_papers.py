"""Papers of a machine as values: its label, the slip of its delivery, the plan by which it is paid."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pos_app.domain.facts import TillSetUp
from pos_app.domain.instalments import Due
from pos_app.domain.laptop import Passport
from pos_app.domain.plan_paper import PlanPaper


@dataclass(frozen=True, slots=True)
class LaptopLabel:
    """What sticks on a machine: the barcode is the number by which the till knows it, never its serial number."""

    issuer: TillSetUp
    number: str
    product: str
    passport: Passport
    serial_end: str
    software: str

    @property
    def name(self) -> str:
        return f"etiquette-{self.number}"


@dataclass(frozen=True, slots=True)
class DeliverySlip:
    """What the person signs when they take a machine. `person` is a name, or empty for nobody in particular.

    `instead_of` is the end of the serial number of the machine that it replaces under its warranty.
    """

    issuer: TillSetUp
    ticket: str
    at: dt.datetime
    operator_name: str
    person: str
    number: str
    product: str
    passport: Passport
    serial_end: str
    warranty_until: dt.date | None
    software: str
    instead_of: str = ""

    @property
    def name(self) -> str:
        return f"livraison-{self.ticket}-{self.number}"


@dataclass(frozen=True, slots=True)
class PlanContract:
    """What was agreed on: the parts and their days, when the machine changes hands, what giving up gives back."""

    issuer: TillSetUp
    at: dt.datetime
    operator_name: str
    person: str
    product: str
    passport: Passport
    serial_end: str
    paper: PlanPaper
    due: tuple[Due, ...]
    after_first: bool
    refund_percent: int
    software: str

    @property
    def name(self) -> str:
        return f"plan-{self.paper.plan}"
