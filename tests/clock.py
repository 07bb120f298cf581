"""A clock that tests set by hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class ManualClock:
    """Stands at `at_ms` until somebody moves it; one hour ahead of UTC, as France in winter."""

    at_ms: int = 1_795_435_200_000
    offset: int = 60

    def now_ms(self) -> int:
        return self.at_ms

    def offset_min(self) -> int:
        return self.offset

    def advance(self, *, seconds: int) -> None:
        self.at_ms += seconds * 1000
