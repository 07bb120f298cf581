"""What this till knows that a person did: purchases, spending by month, savings, what happened to the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pos_app.clock import local_datetime
from pos_app.counter.till import Till
from pos_app.domain.facts import Beneficiary, Fact, RefundRecorded, SaleRecorded, SoldLine, TicketRecorded
from pos_app.domain.identifiers import PersonToken, TicketNumber
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Bug
from pos_app.store import journal
from pos_app.store.entitlements import positions_of
from pos_app.store.opening import Connection
from pos_app.store.people import all_tokens

EVERYTHING = -1
"""A limit that is none (SQLite)."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """A ticket; a refund is one in minus, `refund_of` another. Amounts in cents.

    `counted_cents` of it count towards the cap of `month` ("2026-11").
    """

    ticket: TicketNumber
    at: dt.datetime
    lines: tuple[SoldLine, ...]
    total_cents: int
    saving_cents: int
    month: str
    counted_cents: int
    refund_of: TicketNumber | None = None


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """Something else that the journal says of the person: a right opened or suspended, records merged, data given."""

    at: dt.datetime
    fact: Fact


@dataclass(frozen=True, slots=True)
class MonthSpent:
    """What a person paid here in one month, of which some counts towards the cap; and what they saved. In cents."""

    month: str
    paid_cents: int
    counted_cents: int
    saved_cents: int


@dataclass(frozen=True, slots=True)
class PersonHistory:
    """Newest first, all of it, over every record that was merged into the person's."""

    purchases: tuple[Purchase, ...]
    events: tuple[PersonEvent, ...]

    @property
    def saved_cents(self) -> int:
        return sum(purchase.saving_cents for purchase in self.purchases)

    @property
    def paid_cents(self) -> int:
        return sum(purchase.total_cents for purchase in self.purchases)

    @property
    def months(self) -> tuple[MonthSpent, ...]:
        """The months in which something was bought, newest first."""
        by_month: dict[str, list[Purchase]] = {}
        for purchase in self.purchases:
            by_month.setdefault(purchase.month, []).append(purchase)
        return tuple(_month(name, by_month[name]) for name in sorted(by_month, reverse=True))


def person_history(till: Till, *, operator: Operator, token: PersonToken) -> PersonHistory:
    """The history of a person, or of a structure that buys. Raises Refusal("right_missing")."""
    operator.require(Right.LOOK_UP)
    return history_with(till.connection, all_tokens(till.connection, token))


def history_with(connection: Connection, tokens: tuple[PersonToken, ...]) -> PersonHistory:
    """The history of the records `tokens`, which are one person's."""
    purchases, events = [], []
    for at, fact in _told(connection, tokens):
        if isinstance(fact, SaleRecorded | RefundRecorded):
            purchases.append(_purchase(at, fact))
        else:
            events.append(PersonEvent(at, fact))
    return PersonHistory(tuple(purchases), tuple(events))


def _told(connection: Connection, tokens: tuple[PersonToken, ...]) -> Iterator[tuple[dt.datetime, Fact]]:
    for position in positions_of(connection, tokens, limit=EVERYTHING):
        entry = journal.entry_at(connection, position)
        if entry is None:
            raise Bug("person_act_without_entry", position=position)
        yield local_datetime(entry.at_ms, entry.offset_min), entry.fact()


def _purchase(at: dt.datetime, sale: TicketRecorded) -> Purchase:
    of = sale.beneficiary
    if not isinstance(of, Beneficiary):
        raise Bug("sale_without_person", ticket=sale.ticket)
    return Purchase(
        ticket=sale.ticket,
        at=at,
        lines=sale.lines,
        total_cents=sale.total_cents,
        saving_cents=sale.saving_cents,
        month=of.month,
        counted_cents=of.capped_cents,
        refund_of=sale.first.ticket if isinstance(sale, RefundRecorded) else None,
    )


def _month(name: str, bought: Sequence[Purchase]) -> MonthSpent:
    return MonthSpent(
        month=name,
        paid_cents=sum(one.total_cents for one in bought),
        counted_cents=sum(one.counted_cents for one in bought),
        saved_cents=sum(one.saving_cents for one in bought),
    )
