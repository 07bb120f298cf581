"""A stretch of the event journal as a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.facts import TillSetUp


@dataclass(frozen=True, slots=True)
class EventLine:
    """One entry in words: its number over all chains, its local time, who, what."""

    position: int
    at: datetime
    operator_name: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class EventsSlip:
    """Lines, newest first; `looked_for` says in words what was let through, empty where all was."""

    issuer: TillSetUp
    series: str
    lines: Sequence[EventLine]
    looked_for: str
    software: str

    @property
    def name(self) -> str:
        first, last = (self.lines[-1].position, self.lines[0].position) if self.lines else (0, 0)
        return f"{self.series}-journal-{first}-{last}"
