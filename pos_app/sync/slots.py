"""When a till syncs by itself: at its own second of each ten minutes, which head office chose. At 20:00, when everybody
is online and presses the button, what the timers add is spread evenly (SYNC.md § 3)."""

from __future__ import annotations

CYCLE_S = 10 * 60
"""How often a till that is online sends by itself."""


def until_slot(*, now_ms: int, slot_s: int) -> int:
    """Seconds until the next time of a till: from 1 to `CYCLE_S`. A clock that is wrong spreads just as well."""
    return (slot_s - now_ms // 1000 - 1) % CYCLE_S + 1
