"""Reading what the journal says of a person's rights and spending, over all records that were merged into one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.entitlement import Entitlement, RightState
from pos_app.domain.identifiers import PersonToken
from pos_app.store.opening import Connection


@dataclass(frozen=True, slots=True)
class Spending:
    """What counts towards the cap of one month: here (sent or not), elsewhere as head office last said, excepted."""

    here_cents: int
    elsewhere_cents: int
    exception_cents: int

    @property
    def cents(self) -> int:
        return self.here_cents + self.elsewhere_cents


def entitlements(connection: Connection, tokens: Sequence[PersonToken]) -> tuple[Entitlement, ...]:
    """Every period of the right, in order."""
    rows = connection.execute(
        "SELECT number, programme, starts_on, ends_on, renewals, state, prescriber, limited_sold FROM entitlement"
        f" WHERE token IN ({_marks(tokens)}) ORDER BY starts_on, number",
        tuple(tokens),
    )
    return tuple(
        Entitlement(
            number,
            programme,
            dt.date.fromisoformat(starts_on),
            dt.date.fromisoformat(ends_on),
            renewals,
            RightState(state),
            prescriber,
            limited_sold,
        )
        for number, programme, starts_on, ends_on, renewals, state, prescriber, limited_sold in rows
    )


def spending(connection: Connection, tokens: Sequence[PersonToken], month: str) -> Spending:
    """`month` as "2026-11"."""
    here = connection.execute(
        f"SELECT coalesce(sum(cents), 0), coalesce(sum(exception_cents), 0) FROM spend"
        f" WHERE month = ? AND token IN ({_marks(tokens)})",
        (month, *tokens),
    ).fetchone()
    elsewhere = connection.execute(
        f"SELECT coalesce(sum(cents), 0) FROM spend_elsewhere WHERE month = ? AND token IN ({_marks(tokens)})",
        (month, *tokens),
    ).fetchone()
    return Spending(here[0], elsewhere[0], here[1])


def elsewhere_by_month(connection: Connection, tokens: Sequence[PersonToken]) -> tuple[tuple[str, int], ...]:
    """(month, cents) that other points sold, as head office last said."""
    rows = connection.execute(
        f"SELECT month, sum(cents) FROM spend_elsewhere WHERE token IN ({_marks(tokens)}) GROUP BY month",
        tuple(tokens),
    )
    return tuple(rows.fetchall())


def positions_of(connection: Connection, tokens: Sequence[PersonToken], *, limit: int) -> tuple[int, ...]:
    """Where the journal speaks of the person, newest first."""
    rows = connection.execute(
        f"SELECT position FROM person_act WHERE token IN ({_marks(tokens)}) ORDER BY position DESC LIMIT ?",
        (*tokens, limit),
    )
    return tuple(position for (position,) in rows)


def sales_to_nobody(connection: Connection, operator: str, month: str) -> tuple[tuple[str, int, int], ...]:
    """(reason, sales, cents) of one operator in one month."""
    rows = connection.execute(
        "SELECT reason, sales, cents FROM sold_to_nobody WHERE operator = ? AND month = ? ORDER BY reason",
        (operator, month),
    )
    return tuple(rows.fetchall())


def _marks(tokens: Sequence[PersonToken]) -> str:
    return ",".join("?" * len(tokens))
