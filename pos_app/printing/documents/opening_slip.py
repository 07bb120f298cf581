"""The slip of a day's opening, as a value: the float, who counted it, signed and kept with that of the closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.facts import DayOpened, FloatLaid, TillSetUp


@dataclass(frozen=True, slots=True)
class OpeningSlip:
    """`at` is local time; `control` the extract of the entry's signature."""

    issuer: TillSetUp
    series: str
    opened: DayOpened | FloatLaid
    at: datetime
    operator_name: str
    control: str
    software: str

    @property
    def name(self) -> str:
        return f"{self.series}-ouverture-{self.opened.day:04d}"
