"""What needs hands: for each till the most pressing thing, in an order in which somebody can work it off."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app import SOFTWARE
from pos_app.i18n import N_
from pos_app.office.pages.figures import TillRow

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
SILENT_DAYS, QUIET_DAYS = 7, 2
"""Days without a word after which somebody calls now, and after which somebody asks."""
LONGEST_DAY_HOURS = 30
CLOCK_WRONG_MS = 120_000
_MINUTE_MS = 60_000


class Urgency(enum.IntEnum):
    """How soon somebody has to act; the first is the most pressing."""

    NOW = 0
    TODAY = 1
    SOON = 2
    NONE = 3


@dataclass(frozen=True, slots=True)
class Need:
    """The most pressing thing about a till: `sentence` is a text of the catalogue, with `params` in it."""

    urgency: Urgency
    sentence: str
    params: dict[str, int]


_ALARMS: tuple[tuple[str, str], ...] = (
    (
        "fork",
        N_("Two journals are written under this till's key: phone the point and keep one computer only; then look at"
           " the alarm."),
    ),
    (
        "stale_incarnation",
        N_("A copy of this till still sells: phone the point and switch the older computer off."),
    ),
    ("revoked", N_("This till is revoked and still sends: find out who has it.")),
    (
        "rolled_back",
        N_("The till came back with an older state: ask the point whether it was restored from a copy."),
    ),
    (
        "new_incarnation",
        N_("The till began a new journal: ask the point whether the computer was changed or restored."),
    ),
    (
        "manifest_differs",
        N_("What the till counts differs from what is held here: have its journal verified, then call its point."),
    ),
)  # fmt: skip
"""What to do about an alarm, the most pressing first."""
_OTHER_ALARM = N_("Something waits to be looked at: open the till's page.")
_NEVER = N_("Give the code to the point's coordinator: this till has not been joined yet.")
_REVOKED = N_("Revoked: what it still sends is kept apart. Nothing to do.")
_SILENT = N_("Not heard of for {days} days: call the point; without a network, ask for a USB stick.")
_QUIET = N_("Not heard of for {days} days: ask the point to press the evening button.")
_BEHIND = N_("{behind} operations are still to come; they lie safe on the till. Ask for the evening button.")
_PARKED = N_("{parked} operations are not understood by this version of head office: update it.")
_CLOCK = N_("Its clock is wrong by {minutes} minutes: ask the point to set it.")
_OPEN = N_("Its day has been open for {hours} hours: ask the coordinator to close it.")
_VERSION = N_("It runs another version of the program: update it when somebody passes by.")
_FINE = N_("Nothing to do.")


def need_of(till: TillRow, *, now_ms: int) -> Need:
    """What somebody at head office has to do about `till`, in one sentence."""
    if not till.last_contact_ms:
        return Need(Urgency.SOON, _NEVER, {})
    alarm = _alarm(till)
    if alarm is not None:
        return alarm
    if till.revoked:
        return Need(Urgency.NONE, _REVOKED, {})
    return _silence(till, now_ms=now_ms) or _state(till, now_ms=now_ms) or Need(Urgency.NONE, _FINE, {})


def by_need(tills: Sequence[TillRow], *, now_ms: int) -> list[tuple[TillRow, Need]]:
    """The tills, what needs hands on top; those of the same urgency by the time they were last heard of."""
    needs = [(till, need_of(till, now_ms=now_ms)) for till in tills]
    return sorted(needs, key=lambda pair: (pair[1].urgency, _order(pair[0], pair[1]), pair[0].point, pair[0].name))


def _order(till: TillRow, need: Need) -> int:
    return till.last_contact_ms if need.urgency in (Urgency.NOW, Urgency.TODAY) else 0


def _alarm(till: TillRow) -> Need | None:
    for code, sentence in _ALARMS:
        if code in till.alarm_codes:
            return Need(Urgency.NOW, sentence, {})
    return Need(Urgency.NOW, _OTHER_ALARM, {}) if till.alarms else None


def _silence(till: TillRow, *, now_ms: int) -> Need | None:
    days = (now_ms - till.last_contact_ms) // DAY_MS
    if days >= SILENT_DAYS:
        return Need(Urgency.NOW, _SILENT, {"days": days})
    return Need(Urgency.TODAY, _QUIET, {"days": days}) if days >= QUIET_DAYS else None


def _state(till: TillRow, *, now_ms: int) -> Need | None:
    if till.behind:
        return Need(Urgency.TODAY, _BEHIND, {"behind": till.behind})
    if till.parked:
        return Need(Urgency.TODAY, _PARKED, {"parked": till.parked})
    if abs(till.clock_ahead_ms) > CLOCK_WRONG_MS:
        return Need(Urgency.SOON, _CLOCK, {"minutes": abs(till.clock_ahead_ms) // _MINUTE_MS})
    hours = (now_ms - till.day_open_ms) // HOUR_MS if till.day_open_ms else 0
    if hours > LONGEST_DAY_HOURS:
        return Need(Urgency.SOON, _OPEN, {"hours": hours})
    return Need(Urgency.SOON, _VERSION, {}) if till.software != SOFTWARE else None
