"""What follows from the journal about loans: where each thing is, what is owed back, what the drawer gained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pos_app.domain.equipment import ItemAct
from pos_app.domain.facts import EquipmentLent, Fact, LoanEnded, LoanProlonged, LoanReminded
from pos_app.domain.refusals import Bug
from pos_app.store.cash_projections import told_of
from pos_app.store.equipment_projections import act_on
from pos_app.store.opening import Connection
from pos_app.store.people_projections import remember

TABLES: tuple[str, ...] = ("loan",)


def _lent(connection: Connection, position: int, fact: EquipmentLent) -> None:
    act_on(connection, position, fact.item, ItemAct.LEND, holder=fact.person)
    connection.execute(
        "INSERT INTO loan VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
        (
            fact.loan,
            position,
            fact.item,
            fact.person,
            fact.deposit_cents,
            fact.tender.value,
            fact.condition,
            fact.due_on,
        ),
    )
    changed = connection.execute(
        "UPDATE till_state SET last_loan = ?, deposits_cents = deposits_cents + ?, drawer_cents = drawer_cents + ?"
        " WHERE last_loan = ?",
        (fact.loan, fact.deposit_cents, fact.cash_cents, fact.loan - 1),
    ).rowcount
    if changed != 1:
        raise Bug("loan_not_next", loan=fact.loan)
    told_of(connection, position, fact.day)
    remember(connection, position, fact.person)


def _ended(connection: Connection, position: int, fact: LoanEnded) -> None:
    """Once: a deposit goes back a single time."""
    changed = connection.execute(
        "UPDATE loan SET ended_position = ? WHERE loan = ? AND item = ? AND ended_position = 0",
        (position, fact.loan, fact.item),
    ).rowcount
    if changed != 1:
        raise Bug("loan_not_open", loan=fact.loan)
    act_on(connection, position, fact.item, ItemAct.RETURN if fact.to_stock else ItemAct.WITHDRAW)
    connection.execute(
        "UPDATE till_state SET deposits_cents = deposits_cents - ?, drawer_cents = drawer_cents + ?",
        (fact.deposit_cents, fact.cash_cents),
    )
    told_of(connection, position, fact.day)
    remember(connection, position, fact.person)


def _prolonged(connection: Connection, position: int, fact: LoanProlonged) -> None:
    changed = connection.execute(
        "UPDATE loan SET due_on = ? WHERE loan = ? AND ended_position = 0", (fact.due_on, fact.loan)
    ).rowcount
    if changed != 1:
        raise Bug("loan_not_open", loan=fact.loan)
    remember(connection, position, fact.person)


def _reminded(connection: Connection, position: int, fact: LoanReminded) -> None:
    changed = connection.execute(
        "UPDATE loan SET reminded_on = ? WHERE loan = ? AND ended_position = 0", (fact.reminded_on, fact.loan)
    ).rowcount
    if changed != 1:
        raise Bug("loan_not_open", loan=fact.loan)
    remember(connection, position, fact.person)


WRITES: Mapping[type[Fact], Callable[[Connection, int, Any], None]] = MappingProxyType(
    {EquipmentLent: _lent, LoanEnded: _ended, LoanProlonged: _prolonged, LoanReminded: _reminded}
)
