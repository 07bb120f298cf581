"""What follows from the journal about machines: passports, who waits for one, plans and what was paid of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from pos_app.domain.equipment import ItemAct
from pos_app.domain.facts import (
    Fact,
    Goods,
    InstalmentHeard,
    InstalmentPaid,
    LaptopExchanged,
    LaptopReserved,
    PassportWritten,
    PlanEnd,
    PlanEnded,
    PlanOpened,
    RefundRecorded,
    ReservationEnded,
    SaleRecorded,
)
from pos_app.domain.instalments import advance_net_cents
from pos_app.domain.refusals import Bug
from pos_app.store.equipment_projections import act_on
from pos_app.store.laptops import first_of_ticket
from pos_app.store.opening import Connection
from pos_app.store.people_projections import remember

TABLES: tuple[str, ...] = (
    "passport",
    "reservation",
    "instalment_plan",
    "instalment_payment",
    "laptop_exchange",
)


def sale_recorded(connection: Connection, position: int, fact: SaleRecorded) -> None:
    """Whoever buys a machine no longer waits for it; a payment counts for its plan, whosever plan it is."""
    things = [(item,) for line in fact.lines for item in line.items]
    if things:
        connection.executemany("DELETE FROM reservation WHERE item = ?", things)
    paid = fact.instalment
    if not isinstance(paid, InstalmentPaid):
        return
    net_cents = advance_net_cents(fact.lines)
    if paid.amount_cents:
        connection.execute(
            "INSERT INTO instalment_payment VALUES (?, ?, ?, ?, 1, ?)",
            (paid.plan, fact.ticket, paid.amount_cents, net_cents, position),
        )
    if paid.hands_over:
        changed = connection.execute(
            "UPDATE instalment_plan SET delivered = ? WHERE plan = ? AND delivered = '' AND state = 'open'",
            (fact.ticket, paid.plan),
        ).rowcount
        _one_row(changed, paid.plan)
    _settle(connection, paid.plan)


def refund_recorded(connection: Connection, fact: RefundRecorded) -> None:
    """A payment that was given back no longer counts for its plan."""
    connection.execute("DELETE FROM instalment_payment WHERE ticket = ? AND here = 1", (fact.first.ticket,))


def _passport_written(connection: Connection, position: int, fact: PassportWritten) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO passport VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fact.item,
            fact.product,
            fact.model,
            fact.batch,
            fact.refurbisher,
            fact.grade,
            " ".join(fact.passed),
            " ".join(fact.failed),
            fact.certificate,
            fact.price_cents,
            fact.warranty_months,
            position,
        ),
    )


def _reserved(connection: Connection, position: int, fact: LaptopReserved) -> None:
    act_on(connection, position, fact.item, ItemAct.RESERVE, holder=fact.person)
    remember(connection, position, fact.person)
    connection.execute(
        "INSERT OR REPLACE INTO reservation VALUES (?, ?, ?, ?)", (fact.item, fact.person, fact.until, position)
    )


def _reservation_ended(connection: Connection, position: int, fact: ReservationEnded) -> None:
    act_on(connection, position, fact.item, ItemAct.RELEASE)
    _one_row(connection.execute("DELETE FROM reservation WHERE item = ?", (fact.item,)).rowcount, fact.item)


def _plan_opened(connection: Connection, position: int, fact: PlanOpened) -> None:
    """The machine waits for whoever pays it, without a day."""
    act_on(connection, position, fact.item, ItemAct.RESERVE, holder=fact.beneficiary.person)
    remember(connection, position, fact.beneficiary.person)
    connection.execute("DELETE FROM reservation WHERE item = ?", (fact.item,))
    connection.execute(
        "INSERT INTO instalment_plan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 'open', ?)",
        (
            fact.plan,
            fact.item,
            fact.product,
            fact.beneficiary.person,
            fact.price_cents,
            " ".join(f"{due.due_on}:{due.amount_cents}" for due in fact.due),
            fact.handed_over,
            fact.refund_percent,
            " ".join(override.rule for override in fact.overrides),
            position,
        ),
    )


def _instalment_heard(connection: Connection, position: int, fact: InstalmentHeard) -> None:
    connection.execute(
        "INSERT INTO instalment_payment VALUES (?, ?, ?, ?, 0, ?)",
        (fact.plan, fact.ticket, fact.amount_cents, fact.net_cents, position),
    )
    _settle(connection, fact.plan)


def _plan_ended(connection: Connection, position: int, fact: PlanEnded) -> None:
    """A machine that nobody took is free again; one that comes back does so with the ticket in minus."""
    row = connection.execute(
        "UPDATE instalment_plan SET state = ? WHERE plan = ? AND state IN ('open', 'done') RETURNING item",
        (fact.end, fact.plan),
    ).fetchone()
    _one_row(int(row is not None), fact.plan)
    if fact.end is PlanEnd.GIVEN_UP:
        act_on(connection, position, row[0], ItemAct.RELEASE)


def _exchanged(connection: Connection, position: int, fact: LaptopExchanged) -> None:
    """The plan by which the one was paid goes on with the other."""
    back = ItemAct.TAKE_BACK if fact.goods is Goods.SHELF else ItemAct.WITHDRAW
    holder = "" if isinstance(fact.person, msgspec.UnsetType) else fact.person
    act_on(connection, position, fact.item, back)
    if holder:
        remember(connection, position, holder)
    act_on(connection, position, fact.by, ItemAct.SELL, holder=holder, ticket=fact.ticket)
    connection.execute(
        "INSERT INTO laptop_exchange VALUES (?, ?, ?, ?)"
        " ON CONFLICT (first, ticket) DO UPDATE SET held = excluded.held, position = excluded.position",
        (first_of_ticket(connection, fact.item, fact.ticket), fact.ticket, fact.by, position),
    )
    connection.execute(
        "UPDATE instalment_plan SET item = ? WHERE item = ? AND state IN ('open', 'done')", (fact.by, fact.item)
    )


def _settle(connection: Connection, plan: str) -> None:
    """A plan whose price is paid and whose machine is in the person's hands is done."""
    connection.execute(
        "UPDATE instalment_plan SET state = 'done' WHERE plan = ? AND state = 'open' AND delivered <> ''"
        " AND price_cents <= (SELECT sum(amount_cents) FROM instalment_payment AS paid"
        " WHERE paid.plan = instalment_plan.plan)",
        (plan,),
    )


def _one_row(changed: int, of: str) -> None:
    if changed != 1:
        raise Bug("laptop_not_as_told", of=of)


WRITES: Mapping[type[Fact], Callable[[Connection, int, Any], None]] = MappingProxyType(
    {
        PassportWritten: _passport_written,
        LaptopReserved: _reserved,
        ReservationEnded: _reservation_ended,
        PlanOpened: _plan_opened,
        InstalmentHeard: _instalment_heard,
        PlanEnded: _plan_ended,
        LaptopExchanged: _exchanged,
    }
)
"""What each fact that is about machines alone does; sales are asked for by name."""
