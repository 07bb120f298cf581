"""The slip of a closing as a value: what a day, a month or a year came to, and a code that proves it complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.facts import Closing, DayClosed, Period, TillSetUp


@dataclass(frozen=True, slots=True)
class WaitingSlip:
    """A recharge code that was paid and waits for its person: the number of its slip, never the code."""

    number: str
    article: str


@dataclass(frozen=True, slots=True)
class ClosingSlip:
    """`opened_at` and `at` are local times; `names` are those of the operators, `families` those of the families, by
    code. `proof` stands in the QR code (pos_app.ledger.closing_proof). `to_collect` is what waits when the slip of
    the last day is printed, the newest first."""

    issuer: TillSetUp
    series: str
    closing: Closing
    opened_at: datetime
    at: datetime
    operator_name: str
    names: Mapping[str, str]
    families: Mapping[str, str]
    control: str
    proof: str
    to_collect: tuple[WaitingSlip, ...] = ()

    @property
    def name(self) -> str:
        if isinstance(self.closing, DayClosed):
            return f"{self.series}-Z-{self.closing.day:04d}"
        letter = "M" if self.closing.period is Period.MONTH else "A"
        return f"{self.series}-{letter}-{self.closing.name}"
