"""Reservations whose day is past: the machine is for sale again, by an entry."""

from __future__ import annotations

from pos_app.counter.dates import today
from pos_app.counter.till import Till
from pos_app.domain.facts import ReservationEnded
from pos_app.store.laptops import expired_reservations
from pos_app.store.till_store import Act

EXPIRED = "expired"


def end_expired(act: Act, till: Till) -> None:
    """Ends them before anything else is done with a machine."""
    for item in expired_reservations(act.connection, today(till)):
        act.append(ReservationEnded(item=item, reason=EXPIRED))


def release_expired(till: Till) -> int:
    """Ends them where somebody looks at the shelf; how many. Nothing is written where there are none."""
    found = expired_reservations(till.connection, today(till))
    if found:
        with till.store.transaction() as act:
            end_expired(act, till)
    return len(found)
