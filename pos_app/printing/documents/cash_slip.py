"""The slip of cash that moved without a sale, as a value: it is signed and kept with the receipts of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.facts import CashMoved, TillSetUp


@dataclass(frozen=True, slots=True)
class CashSlip:
    """`at` is local time; `control` the extract of the entry's signature."""

    issuer: TillSetUp
    series: str
    moved: CashMoved
    at: datetime
    operator_name: str
    control: str
    software: str

    @property
    def name(self) -> str:
        return f"{self.series}-caisse-{self.moved.number:04d}"
