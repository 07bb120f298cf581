"""A member card as a value: a number that finds the person, and nothing that tells a finder who they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pos_app.domain.identifiers import CardNumber


@dataclass(frozen=True, slots=True)
class MemberCard:
    """`name` only where the person asked for it; `valid_until` the right's last day, None where no right is open."""

    number: CardNumber
    legal_name: str
    point: str
    valid_until: dt.date | None = None
    name: str = ""
    training: bool = False

    @property
    def grouped_number(self) -> str:
        """As people read it out: "1234 567 890"."""
        return f"{self.number[:4]} {self.number[4:7]} {self.number[7:]}"

    def __repr__(self) -> str:
        return "MemberCard(***)"
