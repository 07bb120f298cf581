"""Machines at the desk: what is known of each, who waits for it, how it is paid; and who may have it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pos_app.counter.dates import today
from pos_app.counter.holders import holder_name
from pos_app.counter.people_lists.run import Submit
from pos_app.counter.till import Till
from pos_app.domain.catalogue import Product
from pos_app.domain.equipment import ItemState, label_of
from pos_app.domain.identifiers import ItemId, PersonToken, PlanId
from pos_app.domain.instalments import Schedule
from pos_app.domain.laptop import Passport
from pos_app.domain.refusals import Refusal
from pos_app.store.equipment import Thing, thing_of, things_before
from pos_app.store.laptops import (
    Plan,
    Reservation,
    find_passport,
    passports_of,
    plan_of_item,
    plan_with,
    plans_for,
    plans_of,
    reservation_of,
    reservations_for,
    reservations_of,
)
from pos_app.store.people import all_tokens


class MachineState(enum.StrEnum):
    """How a machine stands at the desk; `LATE` is on a plan of which a payment did not come."""

    FOR_SALE = "for_sale"
    RESERVED = "reserved"
    PAID_IN_PARTS = "paid_in_parts"
    LATE = "late"
    SOLD = "sold"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine. `number` is what its label's barcode says; `holder` the name of who waits or pays for it, empty where
    that is nobody or somebody who is no longer on file."""

    item: ItemId
    number: str
    product: Product
    serial_end: str
    state: MachineState
    passport: Passport | None = None
    reservation: Reservation | None = None
    plan: Plan | None = None
    standing: Schedule | None = None
    holder: str = ""

    @property
    def price_cents(self) -> int:
        return self.passport.price_cents if self.passport else self.product.price_cents

    @property
    def certified(self) -> bool:
        return self.passport is not None and bool(self.passport.certificate)


_PART = 200
"""Machines read at once: some milliseconds of the storage thread."""


def machine_list(submit: Submit) -> tuple[Machine, ...]:
    """Every machine of a family with passports, those that came last first; read in parts, so that a sale never waits
    for a long list."""
    return _in_parts(lambda read: submit(read).result())


def machines(till: Till) -> tuple[Machine, ...]:
    """The same list at once, for whoever holds the till."""
    return _in_parts(lambda read: read(till))


_Part = tuple[Thing | None, tuple[Machine, ...]]


def _in_parts(ask: Callable[[Callable[[Till], _Part]], _Part]) -> tuple[Machine, ...]:
    listed: list[Machine] = []
    names: dict[str, str] = {}
    last: Thing | None = None
    while True:
        last, part = ask(partial(_part, last=last, names=names))
        listed += part
        if last is None:
            return tuple(listed)


def _part(till: Till, *, last: Thing | None, names: dict[str, str]) -> _Part:
    """The last thing that was looked at, None at the end, and the machines among those after `last`."""
    found = things_before(till.connection, last, limit=_PART)
    day = today(till)
    kept = [thing for thing in found if _has_passport(till, thing)]
    items = [thing.item for thing in kept]
    known, waiting = passports_of(till.connection, items), reservations_for(till.connection, items, day)
    paid = plans_for(till.connection, items)
    part = tuple(
        _machine(
            till,
            thing,
            known.get(thing.item),
            waiting.get(thing.item),
            paid.get(thing.item),
            names=names,
        )
        for thing in kept
    )
    return (found[-1] if found else None), part


def machine_at(till: Till, item: ItemId) -> Machine:
    """Raises Refusal("item_unknown", "no_passport_kept")."""
    thing = thing_of(till.connection, item)
    if not _has_passport(till, thing):
        raise Refusal("no_passport_kept", end=thing.end)
    return _machine(
        till,
        thing,
        find_passport(till.connection, item),
        reservation_of(till.connection, item, today(till)),
        plan_of_item(till.connection, item),
        names={},
    )


def machines_of(till: Till, *, person: PersonToken) -> tuple[Machine, ...]:
    """What waits for a person and what they pay in parts."""
    tokens = all_tokens(till.connection, person)
    items = [one.item for one in reservations_of(till.connection, tokens, today(till))]
    items += [plan.item for plan in plans_of(till.connection, tokens)]
    return tuple(machine_at(till, item) for item in dict.fromkeys(items))


def is_our_plan(till: Till, plan: PlanId) -> bool:
    """Whether this till agreed on a plan."""
    try:
        plan_with(till.connection, plan)
    except Refusal:
        return False
    return True


def require_free(till: Till, machine: Machine, *, person: PersonToken) -> None:
    """A machine is here, and waits for nobody else. Raises Refusal("item_not_free", "machine_on_plan",
    "machine_reserved")."""
    if machine.plan is not None and machine.plan.delivered is None:
        raise Refusal("machine_on_plan", plan=machine.plan.plan)
    if machine.state not in (MachineState.FOR_SALE, MachineState.RESERVED):
        raise Refusal("item_not_free", product=machine.product.label, end=machine.serial_end)
    waiting = machine.reservation
    if waiting is not None and waiting.person not in all_tokens(till.connection, person):
        raise Refusal("machine_reserved", number=machine.number, until=waiting.until.isoformat())


def _machine(
    till: Till,
    thing: Thing,
    passport: Passport | None,
    reservation: Reservation | None,
    plan: Plan | None,
    *,
    names: dict[str, str],
) -> Machine:
    standing = plan.on(today(till)) if plan and plan.is_open else None
    holder = thing.holder if thing.state in (ItemState.RESERVED, ItemState.SOLD) else ""
    if holder not in names:
        names[holder] = _name(till, holder)
    return Machine(
        item=thing.item,
        number=label_of(thing.item),
        product=till.catalogue.products[thing.product],
        serial_end=thing.end,
        state=_state(thing, reservation, plan, standing),
        passport=passport,
        reservation=reservation,
        plan=plan,
        standing=standing,
        holder=names[holder],
    )


def _state(thing: Thing, reservation: Reservation | None, plan: Plan | None, standing: Schedule | None) -> MachineState:
    if plan is not None and standing is not None:
        return MachineState.LATE if standing.late_cents else MachineState.PAID_IN_PARTS
    if thing.state is ItemState.RESERVED and reservation is not None:
        return MachineState.RESERVED
    if thing.state in (ItemState.IN_STOCK, ItemState.RESERVED):
        return MachineState.FOR_SALE
    return MachineState.SOLD if thing.state is ItemState.SOLD else MachineState.AWAY


def _name(till: Till, holder: str) -> str:
    return holder_name(till, holder) if holder else ""


def _has_passport(till: Till, thing: Thing) -> bool:
    product = till.catalogue.products.get(thing.product)
    return product is not None and product.family in till.rules.laptop.families
