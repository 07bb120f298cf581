"""How long ago head office was heard of, whatever somebody did to this computer's clock since (SYNC.md § 3).

While the computer runs, its uptime counts and its clock does not: setting the clock changes nothing. Time during which
it was switched off is known from its clock alone, and is counted once, when it is back: never less than none, so that
a clock set back makes the wait no longer, and apart, so that the screen can say that it rests on the clock.
"""

from __future__ import annotations

import msgspec

DAY_MS = 24 * 3600 * 1000
SLACK_MS = 5 * 60 * 1000
"""Clocks are set by a few minutes all the time; that is no clock that went back."""


class Uptime(msgspec.Struct, frozen=True):
    """Milliseconds since the computer (or, where the system names no start, this program) started, sleep included;
    `boot` names that start."""

    boot: str
    ms: int


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """The last contact, and what has been counted since up to the last look.

    `heard_ms` is head office's time then and `heard_wall_ms` what this clock said (moved along where the clock was set
    while the computer ran); `trusted_ms` is head office's time at the last look, `wall_ms` this clock's, `uptime` this
    computer's. `counted` tells whether the time before this start was counted; `off_ms` is how much that was since the
    contact.
    """

    heard_ms: int
    heard_wall_ms: int
    trusted_ms: int
    wall_ms: int
    uptime: Uptime
    counted: bool = True
    off_ms: int = 0

    @property
    def days(self) -> int:
        """Whole days since the contact."""
        return max(0, self.trusted_ms - self.heard_ms) // DAY_MS

    @property
    def off_days(self) -> int:
        """Those of them that only this computer's clock tells of."""
        return self.off_ms // DAY_MS

    @property
    def clock_ahead_ms(self) -> int:
        """How far this computer's clock stands ahead of head office's."""
        return self.wall_ms - self.trusted_ms


def heard(*, office_ms: int, wall_ms: int, uptime: Uptime) -> Contact:
    """Head office answers at `office_ms` of its clock, now."""
    return Contact(heard_ms=office_ms, heard_wall_ms=wall_ms, trusted_ms=office_ms, wall_ms=wall_ms, uptime=uptime)


def heard_by_letter(contact: Contact, *, office_ms: int) -> Contact:
    """Something that head office signed at `office_ms` came later (a stick): the contact is as old as what it says."""
    if office_ms <= contact.heard_ms:
        return contact
    moved = office_ms - contact.heard_ms
    return msgspec.structs.replace(
        contact,
        heard_ms=office_ms,
        heard_wall_ms=contact.heard_wall_ms + moved,
        trusted_ms=max(contact.trusted_ms, office_ms),
        off_ms=max(0, contact.off_ms - moved),
    )


def looked_at(contact: Contact, *, wall_ms: int, uptime: Uptime) -> Contact:
    """The contact as of now. Keeping the outcome now and then keeps what was counted through a restart."""
    same_start = uptime.boot == contact.uptime.boot
    ran_ms = max(0, uptime.ms - contact.uptime.ms) if same_start else uptime.ms
    trusted_ms, heard_wall_ms = contact.trusted_ms + ran_ms, contact.heard_wall_ms
    counted, off_ms = contact.counted and same_start, contact.off_ms
    if counted:
        heard_wall_ms += wall_ms - contact.wall_ms - ran_ms  # the clock was set meanwhile
    else:
        by_clock_ms = contact.heard_ms + wall_ms - heard_wall_ms
        counted = by_clock_ms + SLACK_MS >= contact.trusted_ms
        off_now_ms = max(0, by_clock_ms - trusted_ms) if counted else 0
        trusted_ms += off_now_ms
        off_ms += off_now_ms
    return Contact(
        heard_ms=contact.heard_ms,
        heard_wall_ms=heard_wall_ms,
        trusted_ms=trusted_ms,
        wall_ms=wall_ms,
        uptime=uptime,
        counted=counted,
        off_ms=off_ms,
    )
