"""The recovery sheet as a value: twelve words that open the till when nothing else does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """Kept in the safe, never on the computer. `words` also stand in the QR code, separated by spaces."""

    point: str
    till: str
    series: str
    day: date
    words: tuple[str, ...]

    @property
    def qr_text(self) -> str:
        return " ".join(self.words)

    def __repr__(self) -> str:
        return f"RecoverySheet({self.series}, ***)"
