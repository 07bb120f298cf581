"""A clock that tests set by hand."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.trusted_time import Uptime


@dataclass(slots=True)
class ManualClock:
    """Stands at `at_ms` until somebody moves it; one hour ahead of UTC, as France in winter.

    Time passes by `advance`; setting `at_ms` sets the clock alone. `restart` switches the computer off and on.
    """

    at_ms: int = 1_795_435_200_000
    offset: int = 60
    up_ms: int = 0
    starts: int = 0

    def now_ms(self) -> int:
        return self.at_ms

    def offset_min(self) -> int:
        return self.offset

    def advance(self, *, seconds: int) -> None:
        self.at_ms += seconds * 1000
        self.up_ms += seconds * 1000

    def uptime(self) -> Uptime:
        return Uptime(f"start {self.starts}", self.up_ms)

    def restart(self, *, off_s: int = 0) -> None:
        """Off for so long; what the clock says afterwards can be set as well."""
        self.at_ms += off_s * 1000
        self.starts += 1
        self.up_ms = 0
