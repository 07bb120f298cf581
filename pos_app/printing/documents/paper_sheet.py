"""The sheet for selling by hand as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pos_app.domain.facts import TillSetUp


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """`number` is this sheet's own ("7K3Q"): with the line's it names a sale. `prices` are (label, cents)."""

    issuer: TillSetUp
    series: str
    number: str
    prices: tuple[tuple[str, int], ...]
    made_on: date
    software: str

    @property
    def name(self) -> str:
        return f"{self.series}-feuille-{self.number}"
