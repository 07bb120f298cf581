"""A basket on paper before it is paid, as a value: what it would cost, and that it is no receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.facts import PrepaymentSlipPrinted, TillSetUp


@dataclass(frozen=True, slots=True)
class PrepaymentSlip:
    """`at` is local time; `control` the extract of the entry's signature, which also tells it from all others."""

    issuer: TillSetUp
    series: str
    quoted: PrepaymentSlipPrinted
    at: datetime
    operator_name: str
    control: str
    software: str

    @property
    def name(self) -> str:
        return f"{self.series}-avant-paiement-{self.control}"
