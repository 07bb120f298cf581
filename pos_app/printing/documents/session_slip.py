"""What somebody who has a place in a session takes home, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.facts import TillSetUp
from pos_app.domain.identifiers import TicketNumber


@dataclass(frozen=True, slots=True)
class Appointment:
    """A session as it stands now; `starts` is local time."""

    article: str
    starts: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class SessionSlip:
    """The places that came with `ticket`. It names nobody: the ticket says at the door whose place it is."""

    issuer: TillSetUp
    ticket: TicketNumber
    appointments: tuple[Appointment, ...]
    software: str

    @property
    def name(self) -> str:
        return f"{self.ticket}-atelier"
