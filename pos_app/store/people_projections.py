"""What follows from the journal about people: rights, spending, history, merges. By token, without identity."""

from __future__ import annotations

from pos_app.domain.facts import (
    Beneficiary,
    CaseClosed,
    CaseOpened,
    CaseStepTaken,
    DataHandedOver,
    PersonChanged,
    PersonErased,
    PersonLeft,
    PersonRegistered,
    PersonsMerged,
    PrescriberChanged,
    RightChanged,
    RightOpened,
    SaleRecorded,
)
from pos_app.store.opening import Connection

TABLES: tuple[str, ...] = ("right_act", "limited_sold", "spend", "person_act", "merged", "sold_to_nobody")


def right_told_of(connection: Connection, position: int, fact: RightOpened | RightChanged | PrescriberChanged) -> None:
    """Where the journal speaks of a right; what follows from all of them is found on reading (domain/rights.py)."""
    connection.execute("INSERT OR IGNORE INTO right_act VALUES (?, ?)", (fact.person, position))
    remember(connection, position, fact.person)


def persons_merged(connection: Connection, position: int, fact: PersonsMerged) -> None:
    connection.execute("UPDATE merged SET kept = ? WHERE kept = ?", (fact.kept, fact.gone))
    connection.execute("INSERT OR IGNORE INTO merged VALUES (?, ?)", (fact.gone, fact.kept))
    remember(connection, position, fact.kept)


def person_told_of(
    connection: Connection,
    position: int,
    fact: PersonRegistered
    | PersonChanged
    | PersonLeft
    | PersonErased
    | DataHandedOver
    | CaseOpened
    | CaseStepTaken
    | CaseClosed,
) -> None:
    """Moves no right and no spending: only the person's history has it."""
    remember(connection, position, fact.person)


def sale_recorded(connection: Connection, position: int, operator: str, fact: SaleRecorded) -> None:
    """The month's spending of whom the sale was for; or one more sale to nobody."""
    of = fact.beneficiary
    if isinstance(of, Beneficiary):
        _spent(connection, position, fact, of)
    elif fact.to_nobody:
        connection.execute(
            "INSERT INTO sold_to_nobody VALUES (?, ?, ?, 1, ?) ON CONFLICT (operator, month, reason) DO UPDATE SET"
            " sales = sales + 1, cents = cents + excluded.cents",
            (operator, fact.month, fact.to_nobody, fact.total_cents),
        )


def _spent(connection: Connection, position: int, fact: SaleRecorded, of: Beneficiary) -> None:
    excepted = of.capped_cents if any(override.exception for override in fact.overrides) else 0
    connection.execute(
        "INSERT INTO spend VALUES (?, ?, ?, ?) ON CONFLICT (token, month) DO UPDATE SET cents = cents + excluded.cents,"
        " exception_cents = exception_cents + excluded.exception_cents",
        (of.person, of.month, of.capped_cents, excepted),
    )
    count_limited(connection, of)
    remember(connection, position, of.person)


def count_limited(connection: Connection, of: Beneficiary) -> None:
    """Adds the articles of the limited family that a ticket counts; below zero where it gives some back."""
    if of.limited:
        connection.execute(
            "INSERT INTO limited_sold VALUES (?, ?, ?) ON CONFLICT (token, number) DO UPDATE SET"
            " articles = articles + excluded.articles",
            (of.person, of.right, of.limited),
        )


def remember(connection: Connection, position: int, token: str) -> None:
    """The history of the person, or of the structure, has this entry."""
    connection.execute("INSERT OR IGNORE INTO person_act VALUES (?, ?)", (token, position))
