"""How long wrong PINs or passwords make somebody wait: five are free, then 30 s doubling to 15 min (SYNC.md § 5)."""

from __future__ import annotations

FREE_FAILURES = 5
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 15 * 60


def wait_after(failures: int) -> int:
    """Seconds to wait after this many wrong guesses in a row: 0 up to four, then 30, 60, 120 ... 900."""
    if failures < FREE_FAILURES:
        return 0
    doublings = min(failures - FREE_FAILURES, 10)
    return int(min(LONGEST_WAIT_S, FIRST_WAIT_S << doublings))
