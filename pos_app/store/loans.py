"""Reading loans: who has what, against which deposit, until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pos_app.domain.identifiers import ItemId, PersonToken
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.store.opening import Connection


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan as of now; `ended_position` is 0 while it lasts. `condition` is as what the thing went out."""

    loan: int
    position: int
    item: ItemId
    person: PersonToken
    deposit_cents: int
    tender: TenderKind
    condition: str
    due_on: dt.date
    ended_position: int
    reminded_on: dt.date | None = None

    @property
    def lasts(self) -> bool:
        return not self.ended_position

    def is_late(self, today: dt.date) -> bool:
        """Whether its last day has passed and it lasts."""
        return self.lasts and self.due_on < today


_LOAN = (
    "SELECT loan, position, item, person, deposit_cents, tender, condition, due_on, ended_position, reminded_on"
    " FROM loan"
)


def loan_with(connection: Connection, number: int) -> Loan:
    """Raises Refusal("loan_unknown")."""
    row = connection.execute(f"{_LOAN} WHERE loan = ?", (number,)).fetchone()
    if row is None:
        raise Refusal("loan_unknown")
    return _loan(row)


def loan_ended_at(connection: Connection, position: int) -> Loan:
    """The loan that the entry at `position` ended. Raises Refusal("loan_unknown")."""
    row = connection.execute(f"{_LOAN} WHERE ended_position = ?", (position,)).fetchone()
    if row is None:
        raise Refusal("loan_unknown")
    return _loan(row)


def open_loans(connection: Connection) -> tuple[Loan, ...]:
    """Every loan that lasts, the first due first."""
    return tuple(_loan(row) for row in connection.execute(f"{_LOAN} WHERE ended_position = 0 ORDER BY due_on, loan"))


def loans_held(connection: Connection, tokens: Iterable[str]) -> tuple[Loan, ...]:
    """What the person or the structure with these tokens has on loan, the first due first."""
    found = (
        _loan(row)
        for token in tokens
        for row in connection.execute(f"{_LOAN} WHERE person = ? AND ended_position = 0", (token,))
    )
    return tuple(sorted(found, key=lambda loan: (loan.due_on, loan.loan)))


def _loan(row: tuple[int, int, str, str, int, str, str, str, int, str]) -> Loan:
    number, position, item, person, deposit_cents, tender, condition, due_on, ended_position, reminded_on = row
    return Loan(
        loan=number,
        position=position,
        item=ItemId(item),
        person=PersonToken(person),
        deposit_cents=deposit_cents,
        tender=TenderKind(tender),
        condition=condition,
        due_on=dt.date.fromisoformat(due_on),
        ended_position=ended_position,
        reminded_on=dt.date.fromisoformat(reminded_on) if reminded_on else None,
    )
