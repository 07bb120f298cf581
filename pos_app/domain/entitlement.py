"""The right of a person: its calendar, and what the desk is told of it at one glance."""

from __future__ import annotations

import calendar
import datetime
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.programme import Programme


class RightState(enum.StrEnum):
    """Where a right stands by decision of people; its dates say the rest."""

    OPEN = "open"
    PENDING = "pending"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One period of a right. `number` counts the periods of a person from 1; both days belong to it.

    `renewals` counts the renewals used since the first period of this referral. `limited_sold` counts the articles
    of the programme's limited family sold under it.
    """

    number: int
    programme: str
    starts_on: datetime.date
    ends_on: datetime.date
    renewals: int
    state: RightState
    prescriber: str
    limited_sold: int = 0


class Colour(enum.StrEnum):
    """What the volunteer sees first."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Why(enum.StrEnum):
    """What makes the colour, the gravest first."""

    NO_RIGHT = "no_right"
    SUSPENDED = "suspended"
    ENDED = "ended"
    NOT_STARTED = "not_started"
    OVER_CAP = "over_cap"
    GRACE = "grace"
    PENDING = "pending"
    ENDS_SOON = "ends_soon"
    NEAR_CAP = "near_cap"
    OPEN = "open"


_COLOURS = {
    Why.NO_RIGHT: Colour.RED,
    Why.SUSPENDED: Colour.RED,
    Why.ENDED: Colour.RED,
    Why.NOT_STARTED: Colour.RED,
    Why.OVER_CAP: Colour.RED,
    Why.GRACE: Colour.AMBER,
    Why.PENDING: Colour.AMBER,
    Why.ENDS_SOON: Colour.AMBER,
    Why.NEAR_CAP: Colour.AMBER,
    Why.OPEN: Colour.GREEN,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A right on one day. `days_left` counts today; negative once it is over. `left_cents` of the month's cap."""

    why: Why
    days_left: int
    spent_cents: int
    cap_cents: int
    renewals_left: int

    @property
    def colour(self) -> Colour:
        return _COLOURS[self.why]

    @property
    def left_cents(self) -> int:
        return self.cap_cents - self.spent_cents

    @property
    def sells(self) -> bool:
        """Whether a sale under it needs nobody's leave, as far as dates and decisions go."""
        return self.why not in (Why.NO_RIGHT, Why.SUSPENDED, Why.ENDED, Why.NOT_STARTED)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The day of the same number `months` later, or the last of that month (code de procédure civile, art. 641)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return datetime.date(year, month0 + 1, min(day.day, last))


def period_from(starts_on: datetime.date, programme: Programme) -> tuple[datetime.date, datetime.date]:
    """First and last day of a right of `programme` that begins on `starts_on`."""
    return starts_on, months_later(starts_on, programme.months)


def renewal_period(
    current: Entitlement, programme: Programme, on: datetime.date
) -> tuple[datetime.date, datetime.date]:
    """A renewal continues an open right from the day after its end, and begins on `on` where it is over."""
    return period_from(max(on, current.ends_on + datetime.timedelta(days=1)), programme)


def in_force(rights: Sequence[Entitlement], today: datetime.date) -> Entitlement | None:
    """The period that counts today: the one that runs, else the next to begin, else the last one that ran.

    A renewal made in time begins after the period it renews, so both are known for a while.
    """
    if not rights:
        return None
    running = [right for right in rights if right.starts_on <= today <= right.ends_on]
    if running:
        return max(running, key=lambda right: right.number)
    begun = [right for right in rights if right.starts_on <= today]
    return max(begun, key=lambda right: right.number) if begun else min(rights, key=lambda right: right.starts_on)


def latest(rights: Sequence[Entitlement]) -> Entitlement | None:
    """The period that ends last: the one that a renewal continues, even where it has not begun yet."""
    return max(rights, key=lambda right: (right.ends_on, right.number), default=None)


def last_day(rights: Sequence[Entitlement], current: Entitlement) -> datetime.date:
    """The end of `current` with the renewals that continue it without a gap."""
    end = current.ends_on
    for right in sorted(rights, key=lambda each: each.starts_on):
        if right.starts_on == end + datetime.timedelta(days=1) and right.state is not RightState.ENDED:
            end = right.ends_on
    return end


def standing(
    rights: Sequence[Entitlement], programme: Programme | None, *, today: datetime.date, spent_cents: int
) -> Standing:
    """What the desk is told today. `spent_cents` of this calendar month, here and elsewhere as far as is known."""
    right = in_force(rights, today)
    if right is None or programme is None:
        return Standing(Why.NO_RIGHT, 0, spent_cents, programme.monthly_cap_cents if programme else 0, 0)
    days_left = (last_day(rights, right) - today).days + 1
    why = _why(right, programme, today=today, days_left=days_left, spent_cents=spent_cents)
    used = max(each.renewals for each in rights if each.starts_on >= right.starts_on)
    return Standing(why, days_left, spent_cents, programme.monthly_cap_cents, max(0, programme.renewals - used))


def _why(right: Entitlement, programme: Programme, *, today: datetime.date, days_left: int, spent_cents: int) -> Why:
    found = [
        (Why.SUSPENDED, right.state is RightState.SUSPENDED),
        (Why.ENDED, right.state is RightState.ENDED or days_left <= -programme.grace_days),
        (Why.NOT_STARTED, today < right.starts_on),
        (Why.OVER_CAP, spent_cents > programme.monthly_cap_cents),
        (Why.GRACE, days_left <= 0),
        (Why.PENDING, right.state is RightState.PENDING),
        (Why.ENDS_SOON, days_left <= programme.amber_days),
        (Why.NEAR_CAP, programme.monthly_cap_cents - spent_cents < programme.amber_cents),
    ]
    return next((why for why, holds in found if holds), Why.OPEN)
