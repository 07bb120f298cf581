"""A machine waits for somebody: up to a day, after which it is free by itself."""

from __future__ import annotations

import datetime as dt

from pos_app.counter.dates import today
from pos_app.counter.expired_reservations import end_expired
from pos_app.counter.laptops import machine_at, require_free
from pos_app.counter.person_card import at_desk
from pos_app.counter.till import Till
from pos_app.domain.facts import LaptopReserved, ReservationEnded
from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.laptop import RELEASE_REASONS
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.ledger.entry import Entry
from pos_app.store.laptops import reservation_of
from pos_app.store.people import touch_person


def reserve_laptop(till: Till, *, operator: Operator, item: ItemId, person: PersonToken) -> LaptopReserved:
    """Keeps a machine for a person for the days of the rule; for the same person again, it begins anew.

    Raises Refusal("item_unknown", "machine_reserved", "machine_on_plan", "machine_not_here", "person_unknown", ...).
    """
    operator.require(Right.SELL)
    with till.store.transaction(operator.code) as act:
        end_expired(act, till)
        whom = at_desk(till, token=person)
        require_free(till, machine_at(till, item), person=whom.token)
        until = today(till) + dt.timedelta(days=till.rules.laptop.reservation_days)
        fact = LaptopReserved(item=item, person=whom.token, until=until.isoformat())
        act.append(fact)
        touch_person(act, whom.token, at_ms=till.clock.now_ms())
    return fact


def end_reservation(till: Till, *, operator: Operator, item: ItemId, reason: str) -> Entry:
    """Lets a machine go before its day. Raises Refusal("not_reserved", "reason_unknown")."""
    operator.require(Right.SELL)
    if reason not in RELEASE_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        if reservation_of(act.connection, item, today(till)) is None:
            raise Refusal("not_reserved")
        return act.append(ReservationEnded(item=item, reason=reason))
