"""Reading machines: passports, reservations, plans of instalments and their payments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pos_app.domain.identifiers import ItemId, PersonToken, PlanId, ProductCode, TicketNumber
from pos_app.domain.instalments import Due, Paid, Schedule, schedule
from pos_app.domain.laptop import Grade, Passport, Test
from pos_app.domain.laptop_rule import HandedOver
from pos_app.domain.refusals import Refusal
from pos_app.store.opening import Connection


@dataclass(frozen=True, slots=True)
class Reservation:
    """Somebody waits for a machine up to and with the day `until`."""

    item: ItemId
    person: PersonToken
    until: dt.date


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of this till. `waived` names the rules that somebody's word let it past; `delivered` is the ticket that
    handed the machine over, empty before; `is_open` while anything is left to do."""

    plan: PlanId
    item: ItemId
    product: ProductCode
    person: PersonToken
    price_cents: int
    due: tuple[Due, ...]
    handed_over: HandedOver
    refund_percent: int
    waived: frozenset[str]
    delivered: TicketNumber | None
    state: str
    paid: tuple[Paid, ...]

    @property
    def tickets(self) -> tuple[TicketNumber, ...]:
        """Those that this till printed for it: its payments, and the one that handed the machine over."""
        paid = [one.ticket for one in self.paid if one.here]
        return (*paid, self.delivered) if self.delivered and self.delivered not in paid else tuple(paid)

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    def on(self, today: dt.date) -> Schedule:
        """How it stands on a day."""
        return schedule(self.due, self.paid, today)


_PASSPORT = "model, batch, refurbisher, grade, passed, failed, certificate, price_cents, warranty_months"
_PAYMENT = "ticket, amount_cents, net_cents, here"
_PLAN = (
    "SELECT plan, item, product, person, price_cents, due, handed_over, refund_percent, waived, delivered, state"
    " FROM instalment_plan"
)


def passports_of(connection: Connection, items: Sequence[ItemId]) -> dict[ItemId, Passport]:
    """The passports that were written of these machines."""
    rows = connection.execute(f"SELECT item, {_PASSPORT} FROM passport WHERE item IN {_places(items)}", items)
    return {ItemId(item): _passport(fields) for item, *fields in rows}


def passports_here(connection: Connection) -> tuple[tuple[ItemId, int, str], ...]:
    """(item, price in cents, certificate) of each machine with a passport that may be sold here."""
    rows = connection.execute(
        "SELECT passport.item, price_cents, certificate FROM passport JOIN equipment ON equipment.item = passport.item"
        " WHERE equipment.state IN ('in_stock', 'reserved') ORDER BY passport.item"
    )
    return tuple((ItemId(item), price_cents, certificate) for item, price_cents, certificate in rows)


def find_passport(connection: Connection, item: ItemId) -> Passport | None:
    """The passport of a machine, if it was written."""
    row = connection.execute(f"SELECT {_PASSPORT} FROM passport WHERE item = ?", (item,)).fetchone()
    return _passport(row) if row else None


def passport_of(connection: Connection, item: ItemId) -> Passport:
    """Raises Refusal("passport_missing")."""
    passport = find_passport(connection, item)
    if passport is None:
        raise Refusal("passport_missing")
    return passport


def is_certified(connection: Connection, item: ItemId) -> bool:
    """Whether a certificate says that the disk of a machine was wiped."""
    row = connection.execute("SELECT 1 FROM passport WHERE item = ? AND certificate <> ''", (item,)).fetchone()
    return row is not None


def reservations_for(connection: Connection, items: Sequence[ItemId], today: dt.date) -> dict[ItemId, Reservation]:
    """Those that hold one of these machines today."""
    rows = connection.execute(
        f"SELECT item, person, until FROM reservation WHERE item IN {_places(items)} AND until >= ?",
        (*items, today.isoformat()),
    )
    return {ItemId(item): _reservation(item, person, until) for item, person, until in rows}


def expired_reservations(connection: Connection, today: dt.date) -> tuple[ItemId, ...]:
    """Machines that still wait though their day is past."""
    rows = connection.execute("SELECT item FROM reservation WHERE until < ? ORDER BY item", (today.isoformat(),))
    return tuple(ItemId(item) for (item,) in rows)


def reservation_of(connection: Connection, item: ItemId, today: dt.date) -> Reservation | None:
    row = connection.execute(
        "SELECT item, person, until FROM reservation WHERE item = ? AND until >= ?", (item, today.isoformat())
    ).fetchone()
    return _reservation(*row) if row else None


def plans_for(connection: Connection, items: Sequence[ItemId]) -> dict[ItemId, Plan]:
    """The plan of each of these machines that has one which was neither given up nor undone."""
    rows = connection.execute(f"{_PLAN} WHERE item IN {_places(items)} AND state IN ('open', 'done')", items).fetchall()
    found = (_plan(row, payments_of(connection, row[0])) for row in rows)
    return {plan.item: plan for plan in found}


def plan_of_item(connection: Connection, item: ItemId) -> Plan | None:
    """The plan by which a machine is paid, if it is."""
    row = connection.execute(f"{_PLAN} WHERE item = ? AND state IN ('open', 'done')", (item,)).fetchone()
    return _plan(row, payments_of(connection, row[0])) if row else None


def plan_with(connection: Connection, plan: str) -> Plan:
    """Raises Refusal("plan_unknown")."""
    row = connection.execute(f"{_PLAN} WHERE plan = ?", (plan,)).fetchone()
    if row is None:
        raise Refusal("plan_unknown", plan=plan[:40])
    return _plan(row, payments_of(connection, row[0]))


def plan_position(connection: Connection, plan: str) -> int:
    """Where the journal has the entry that opened a plan."""
    return int(connection.execute("SELECT position FROM instalment_plan WHERE plan = ?", (plan,)).fetchone()[0])


def plans_of(connection: Connection, persons: Iterable[PersonToken]) -> tuple[Plan, ...]:
    """The open plans of a person, over all their records."""
    found = []
    for person in persons:
        rows = connection.execute(
            f"{_PLAN} WHERE person = ? AND state = 'open' ORDER BY position", (person,)
        ).fetchall()
        found += [_plan(row, payments_of(connection, row[0])) for row in rows]
    return tuple(found)


def reservations_of(connection: Connection, persons: Iterable[PersonToken], today: dt.date) -> tuple[Reservation, ...]:
    """What waits for a person, over all their records."""
    return tuple(
        _reservation(*row)
        for person in persons
        for row in connection.execute(
            "SELECT item, person, until FROM reservation WHERE person = ? AND until >= ? ORDER BY until",
            (person, today.isoformat()),
        )
    )


def payments_of(connection: Connection, plan: str) -> tuple[Paid, ...]:
    """What is known to be paid of a plan, ours or not, in the order in which it was heard of."""
    rows = connection.execute(
        f"SELECT {_PAYMENT} FROM instalment_payment WHERE plan = ? ORDER BY position, ticket", (plan,)
    )
    return tuple(_paid(*row) for row in rows)


def first_of_ticket(connection: Connection, item: ItemId, ticket: str) -> ItemId:
    """The machine that a ticket had sold, in whose place `item` was handed over where it was exchanged."""
    row = connection.execute(
        "SELECT first FROM laptop_exchange WHERE held = ? AND ticket = ?", (item, ticket)
    ).fetchone()
    return ItemId(row[0]) if row else item


def _places(items: Sequence[ItemId]) -> str:
    """As many placeholders of a statement: a part of a list at once, never all of it."""
    return f"({', '.join('?' * len(items))})"


def _passport(fields: Iterable[str | int]) -> Passport:
    model, batch, refurbisher, grade, passed, failed, certificate, price_cents, months = fields
    return Passport(
        model=str(model),
        batch=str(batch),
        refurbisher=str(refurbisher),
        grade=Grade(str(grade)),
        passed=tuple(Test(one) for one in str(passed).split()),
        failed=tuple(Test(one) for one in str(failed).split()),
        certificate=str(certificate),
        price_cents=int(price_cents),
        warranty_months=int(months),
    )


def _reservation(item: str, person: str, until: str) -> Reservation:
    return Reservation(ItemId(item), PersonToken(person), dt.date.fromisoformat(until))


def _paid(ticket: str, amount_cents: int, net_cents: int, here: int) -> Paid:
    return Paid(TicketNumber(ticket), amount_cents, net_cents, bool(here))


def _plan(row: tuple[str, str, str, str, int, str, str, int, str, str, str], paid: tuple[Paid, ...]) -> Plan:
    plan, item, product, person, price_cents, due, handed_over, percent, waived, delivered, state = row
    return Plan(
        plan=PlanId(plan),
        item=ItemId(item),
        product=ProductCode(product),
        person=PersonToken(person),
        price_cents=price_cents,
        due=tuple(_due(each) for each in due.split()),
        handed_over=HandedOver(handed_over),
        refund_percent=percent,
        waived=frozenset(waived.split()),
        delivered=TicketNumber(delivered) if delivered else None,
        state=state,
        paid=paid,
    )


def _due(text: str) -> Due:
    day, _, cents = text.partition(":")
    return Due(dt.date.fromisoformat(day), int(cents))
