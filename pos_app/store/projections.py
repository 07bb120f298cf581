"""Projections: what follows from the journal, kept current entry by entry.

`project` is the one function through which an entry acts on them, live and in a rebuild alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pos_app.domain.facts import (
    DataHandedOver,
    Fact,
    IncarnationOpened,
    PersonChanged,
    PersonErased,
    PersonLeft,
    PersonRegistered,
    PersonsMerged,
    PrescriberChanged,
    PreviousIncarnation,
    ReceiptPrinted,
    RefundRecorded,
    RightChanged,
    RightOpened,
    SaleRecorded,
    SyncManifest,
    TicketRecorded,
    TillRetired,
    TillSetUp,
)
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.refusals import Bug
from pos_app.store import (
    cash_projections,
    equipment_projections,
    laptop_projections,
    late_sales,
    loan_projections,
    people_projections,
    refund_projections,
    stock_projections,
    support_projections,
    voucher_projections,
)
from pos_app.store.opening import Connection

TABLES: tuple[str, ...] = (
    "till_state",
    "ticket",
    "sold_basket",
    "issuer",
    *people_projections.TABLES,
    *cash_projections.TABLES,
    *voucher_projections.TABLES,
    *refund_projections.TABLES,
    *laptop_projections.TABLES,
    *stock_projections.TABLES,
    *equipment_projections.TABLES,
    *support_projections.TABLES,
    *late_sales.TABLES,
    *loan_projections.TABLES,
)
"""Every projection, in an order in which they can be emptied."""

_Write = Callable[[Connection, int, Any], None]


def project(connection: Connection, position: int, operator: OperatorCode, fact: Fact) -> None:
    """Lets the fact of the entry at `position` act on the projections; most facts act on none."""
    write = _WRITES.get(type(fact))
    if write is not None:
        write(connection, position, fact)
    if isinstance(fact, SaleRecorded):
        people_projections.sale_recorded(connection, position, operator, fact)
        voucher_projections.sale_recorded(connection, position, fact)
        equipment_projections.sale_recorded(connection, position, fact)
        support_projections.sale_recorded(connection, position, fact)
        late_sales.sale_recorded(connection, position, fact)
        laptop_projections.sale_recorded(connection, position, fact)
    elif isinstance(fact, RefundRecorded):
        refund_projections.refund_recorded(connection, position, operator, fact)
        voucher_projections.refund_recorded(connection, fact)
        equipment_projections.refund_recorded(connection, position, fact)
        support_projections.refund_recorded(connection, position, fact)
        laptop_projections.refund_recorded(connection, fact)


def _incarnation_opened(connection: Connection, _position: int, fact: IncarnationOpened) -> None:
    previous = fact.previous
    known = connection.execute("SELECT 1 FROM till_state").fetchone()
    if not known:
        connection.execute(
            "INSERT INTO till_state (id, series, last_ticket, day, day_opened_position, float_cents, drawer_cents,"
            " perpetual_cents, perpetual_absolute_cents, manifest_position) VALUES (1, ?, 0, 0, 0, 0, 0, 0, 0, 0)",
            (fact.series,),
        )
    if isinstance(previous, PreviousIncarnation):
        connection.execute(
            "UPDATE till_state SET series = ?, last_ticket = ?, perpetual_cents = ?, perpetual_absolute_cents = ?,"
            " manifest_position = 0",
            (fact.series, previous.last_ticket, previous.perpetual_cents, previous.perpetual_absolute_cents),
        )


def _sale_recorded(connection: Connection, position: int, fact: SaleRecorded) -> None:
    connection.execute("INSERT INTO sold_basket VALUES (?, ?)", (fact.basket, position))
    _ticket_recorded(connection, position, fact, prints=int(fact.receipt))


def _refund_recorded(connection: Connection, position: int, fact: RefundRecorded) -> None:
    _ticket_recorded(connection, position, fact, prints=1)


def _ticket_recorded(connection: Connection, position: int, fact: TicketRecorded, *, prints: int) -> None:
    """The next number of the series, the drawer and the perpetual totals; the shelf."""
    stock_projections.ticket_recorded(connection, fact)
    series = fact.ticket.rpartition("-")[0]
    connection.execute(
        "INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", (series, fact.number, position, fact.total_cents, prints)
    )
    changed = connection.execute(
        "UPDATE till_state SET last_ticket = ?, drawer_cents = drawer_cents + ?,"
        " perpetual_cents = perpetual_cents + ?, perpetual_absolute_cents = perpetual_absolute_cents + ?"
        " WHERE series = ? AND last_ticket = ?",
        (
            fact.number,
            fact.cash_cents,
            fact.total_cents,
            abs(fact.total_cents),
            series,
            fact.number - 1,
        ),
    ).rowcount
    if changed != 1:
        raise Bug("ticket_number_not_next", ticket=fact.ticket)


def _receipt_printed(connection: Connection, _position: int, fact: ReceiptPrinted) -> None:
    series, _, number = fact.ticket.rpartition("-")
    changed = connection.execute(
        "UPDATE ticket SET prints = ? WHERE series = ? AND number = ? AND prints = ?",
        (fact.copy + 1, series, int(number), fact.copy),
    ).rowcount
    if changed != 1:
        raise Bug("copy_number_not_next", ticket=fact.ticket, copy=fact.copy)


def _sync_manifest(connection: Connection, position: int, _fact: SyncManifest) -> None:
    connection.execute("UPDATE till_state SET manifest_position = ?", (position,))


def _till_retired(connection: Connection, position: int, _fact: TillRetired) -> None:
    connection.execute("UPDATE till_state SET retired_position = ?", (position,))


def _till_set_up(connection: Connection, position: int, _fact: TillSetUp) -> None:
    connection.execute("INSERT INTO issuer VALUES (?)", (position,))


_WRITES: dict[type[Fact], _Write] = {
    IncarnationOpened: _incarnation_opened,
    SaleRecorded: _sale_recorded,
    RefundRecorded: _refund_recorded,
    ReceiptPrinted: _receipt_printed,
    SyncManifest: _sync_manifest,
    TillRetired: _till_retired,
    TillSetUp: _till_set_up,
    RightOpened: people_projections.right_told_of,
    RightChanged: people_projections.right_told_of,
    PrescriberChanged: people_projections.right_told_of,
    PersonsMerged: people_projections.persons_merged,
    PersonRegistered: people_projections.person_told_of,
    PersonChanged: people_projections.person_told_of,
    PersonLeft: people_projections.person_told_of,
    DataHandedOver: people_projections.person_told_of,
    PersonErased: people_projections.person_told_of,
    **cash_projections.WRITES,
    **stock_projections.WRITES,
    **voucher_projections.WRITES,
    **laptop_projections.WRITES,
    **equipment_projections.WRITES,
    **support_projections.WRITES,
    **loan_projections.WRITES,
}
