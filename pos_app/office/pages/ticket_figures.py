"""Looking for tickets among millions: by an index each, page after page, never counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from psycopg import Connection
from psycopg.errors import QueryCanceled
from psycopg.rows import class_row

from pos_app.clock import local_midnight_ms
from pos_app.domain.facts import Fact
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.money import parse_amount_cents
from pos_app.domain.refusals import Bug, Refusal
from pos_app.domain.tender import TenderKind
from pos_app.ledger.entry import Entry

TICKETS_A_PAGE = 50
FOLLOWED_AT_MOST = 100
LONGEST_SEARCH_MS = 5_000
_DAY_MS = 24 * 3_600_000
_PLACE = r"^(-?[0-9]{1,16}\.[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,16})?$"
_NUMBER = re.compile(r"(?:([A-Z]{2,6}[0-9]+[A-Z]*)-)?0*([0-9]{1,15})")
_TICKET = (
    "till, incarnation, seq, ticket, at_ms, offset_min, operator, articles, total_cents, cash_cents, card_cents,"
    " aid_voucher_cents, cheque_cents"
)
_NEWEST_FIRST = "ORDER BY at_ms DESC, till DESC, incarnation DESC, seq DESC"
_COLUMNS = {kind: f"{kind.value}_cents" for kind in TenderKind}


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody looks for; `from_on` and `to_on` are the first and last date at the desk. `before` is the place of
    the ticket after which the page begins."""

    number: str = ""
    point: int = 0
    till: int = 0
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    operator: str = ""
    tender: TenderKind | None = None
    amount: str = ""
    before: Annotated[str, msgspec.Meta(pattern=_PLACE)] = ""


@dataclass(frozen=True, slots=True)
class FoundTicket:
    """A ticket among those of every till."""

    till: int
    incarnation: int
    seq: int
    point: str
    till_name: str
    ticket: str
    at_ms: int
    offset_min: int
    operator: str
    articles: int
    total_cents: int
    cash_cents: int
    card_cents: int
    aid_voucher_cents: int
    cheque_cents: int

    @property
    def place(self) -> str:
        """Where the next page begins: after this ticket."""
        return f"{self.at_ms}.{self.till}.{self.incarnation}.{self.seq}"


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """An entry as it is held here, and what it says; None where this version does not know its kind."""

    till: int
    number: int
    entry: Entry
    fact: Fact | None


def find_tickets(connection: Connection, search: Search, *, offset_min: int) -> tuple[Sequence[FoundTicket], str]:
    """A page of tickets, newest first, and where the next one begins, empty where there is none.

    Raises Refusal("ticket_number_wrong", "amount_not_a_number", "amount_too_large", "search_too_wide").
    """
    conditions, values = _conditions(connection, search, offset_min=offset_min)
    if search.before:
        at_ms, till, incarnation, seq = (int(part) for part in search.before.split("."))
        conditions += ["at_ms <= %s", "(at_ms, till, incarnation, seq) < (%s, %s, %s, %s)"]
        values += [at_ms, at_ms, till, incarnation, seq]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    page = f"SELECT {_TICKET} FROM ticket{where} {_NEWEST_FIRST} LIMIT {TICKETS_A_PAGE + 1}"
    if search.point and not search.till:  # each till of the point by its own index
        page = f"SELECT of_till.* FROM till CROSS JOIN LATERAL ({page}) AS of_till WHERE till.point = %s"
        values.append(search.point)
    connection.execute(f"SET LOCAL statement_timeout = {LONGEST_SEARCH_MS}")
    try:
        with connection.cursor(row_factory=class_row(FoundTicket)) as cursor:
            found = cursor.execute(
                f"SELECT found.*, point.name AS point, till.name AS till_name FROM ({page}) AS found"
                f" JOIN till ON till.id = found.till JOIN point ON point.id = till.point {_NEWEST_FIRST} LIMIT %s",
                (*values, TICKETS_A_PAGE + 1),
            ).fetchall()
    except QueryCanceled:
        raise Refusal("search_too_wide") from None
    shown = found[:TICKETS_A_PAGE]
    return shown, shown[-1].place if len(found) > len(shown) else ""


def entry_at(connection: Connection, *, till: int, number: int, seq: int) -> HeldEntry | None:
    """One entry, whole."""
    row = connection.execute(
        "SELECT id, seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature FROM entry"
        " JOIN incarnation ON (incarnation.till, incarnation.number) = (entry.till, entry.incarnation)"
        " WHERE entry.till = %s AND entry.incarnation = %s AND seq = %s",
        (till, number, seq),
    ).fetchone()
    return held(till, number, row) if row else None


def followed_by(connection: Connection, ticket: str) -> Sequence[HeldEntry]:
    """What became of a ticket, in the order of the clock: refunds, corrections of its payment, prints."""
    rows = connection.execute(
        "SELECT entry.till, entry.incarnation, id, entry.seq, at_ms, offset_min, operator, kind, payload, previous,"
        " hash, signature FROM (SELECT * FROM ticket_fact WHERE ticket = %s LIMIT %s) AS named"
        " JOIN entry USING (till, incarnation, seq)"
        " JOIN incarnation ON (incarnation.till, incarnation.number) = (entry.till, entry.incarnation)"
        " ORDER BY at_ms, entry.till, entry.incarnation, entry.seq",
        (ticket, FOLLOWED_AT_MOST),
    ).fetchall()
    return [held(till, number, row) for till, number, *row in rows]


def place_of_ticket(connection: Connection, ticket: str) -> tuple[int, int, int] | None:
    """(till, number of the incarnation, seq) of the ticket of this number; None where it has not arrived."""
    return connection.execute(
        "SELECT till, incarnation, seq FROM ticket WHERE ticket = %s ORDER BY at_ms LIMIT 1", (ticket,)
    ).fetchone()


def held(till: int, number: int, row: Sequence[object]) -> HeldEntry:
    name, *columns = row
    entry = msgspec.convert((IncarnationId(_hexadecimal(name)), *columns), Entry)
    try:
        return HeldEntry(till, number, entry, entry.fact())
    except Bug:
        return HeldEntry(till, number, entry, None)


def _hexadecimal(name: object) -> str:
    return msgspec.convert(name, bytes).hex()


def _conditions(connection: Connection, search: Search, *, offset_min: int) -> tuple[list[str], list[object]]:
    """The conditions on `ticket` and their values."""
    conditions: list[str] = []
    values: list[object] = []

    def ask(condition: str, value: object) -> None:
        conditions.append(condition)
        values.append(value)

    if search.number.strip():
        ask("ticket = ANY(%s)", _numbers(connection, search))
    if search.till:
        ask("till = %s", search.till)
    elif search.point:
        conditions.append("ticket.till = till.id")
    if search.from_on:
        ask("at_ms >= %s", local_midnight_ms(search.from_on, offset_min))
    if search.to_on:
        ask("at_ms < %s", local_midnight_ms(search.to_on, offset_min) + _DAY_MS)
    if search.operator.strip():
        ask("operator = %s", search.operator.strip().upper().replace("\0", ""))
    if search.tender:
        conditions.append(f"{_COLUMNS[search.tender]} <> 0")
    if search.amount.strip():
        ask("total_cents = %s", signed_cents(search.amount.strip()))
    return conditions, values


def signed_cents(text: str) -> int:
    """An amount that may be below zero. Raises Refusal("amount_not_a_number", "amount_too_large")."""
    return parse_amount_cents(text.removeprefix("-")) * (-1 if text.startswith("-") else 1)


def _numbers(connection: Connection, search: Search) -> list[str]:
    """The ticket numbers that the typed one may mean: without a series, that of each till. Raises Refusal."""
    typed = _NUMBER.fullmatch(search.number.strip().upper())
    if typed is None:
        raise Refusal("ticket_number_wrong", number=search.number[:40])
    series, number = typed[1], int(typed[2])
    if series:
        return [f"{series}-{number:06d}"]
    known = connection.execute(
        "SELECT DISTINCT series FROM till WHERE series <> '' AND (%(till)s = 0 OR id = %(till)s)", {"till": search.till}
    )
    return [f"{each}-{number:06d}" for (each,) in known]
