"""What is known of a till that is lost or stolen, and what is done about it (SYNC.md § 3, "Lost till")."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.office.attention import set_revoked
from pos_app.office.code_box import CodeBox

USUAL_DAYS = 30
"""Sessions over which an ordinary day is reckoned."""
NOTICE_HOURS = 72
"""GDPR art. 33: from when the loss is known to the notice."""
_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS
_TICKET = re.compile(r"[A-Z0-9-]{1,20}-[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Unsent:
    """What may never have been sent: `named` entries the till said it had, and an ordinary day's tickets and cash.

    `last_entry_ms` is when the last entry held was made, 0 where none is.
    """

    last_contact_ms: int
    last_entry_ms: int
    named: int
    days_since: int
    usual_tickets: int
    usual_cash_cents: int


@dataclass(frozen=True, slots=True)
class LostTill:
    """The facts of one page. `drawer_cents` is what lay in the drawer at the last entry held."""

    declared_ms: int
    declared_by: str
    unsent: Unsent
    drawer_cents: int
    people: int
    guarded_by: str

    @property
    def notice_until_ms(self) -> int:
        return self.declared_ms + NOTICE_HOURS * _HOUR_MS if self.declared_ms else 0


@dataclass(frozen=True, slots=True)
class CodesHeld:
    """Codes of one lot that the till had and nobody answers for; before it is revoked, those it still may sell."""

    lot: str
    product: str
    supplier: str
    note: str
    suspect: int
    allocated: int


@dataclass(frozen=True, slots=True)
class PaperTicket:
    """A ticket found on paper. `held_cents` is what head office holds under its number, None where nothing is."""

    id: int
    ticket: str
    sold_on: dt.date
    total_cents: int
    tender: str
    entered_ms: int
    entered_by: str
    withdrawn_by: str
    held_cents: int | None


def lost_till(connection: Connection, *, till: int, now_ms: int) -> LostTill:
    """What head office knows of a till. Raises Refusal("till_unknown")."""
    row = connection.execute(
        "SELECT last_contact_ms, guarded_by, coalesce(declared_ms, 0), coalesce(declared_by, ''),"
        " (SELECT coalesce(sum(greatest(claimed_seq - head_seq, 0)), 0)::bigint FROM incarnation WHERE till = till.id),"
        " (SELECT count(*) FROM person WHERE registered_ms <= last_contact_ms)"
        " FROM till LEFT JOIN lost_till ON lost_till.till = till.id WHERE till.id = %s",
        (till,),
    ).fetchone()
    if row is None:
        raise Refusal("till_unknown", till=till)
    last_contact_ms, guarded_by, declared_ms, declared_by, named, people = row
    drawer_cents, last_entry_ms = _drawer(connection, till)
    tickets, cash_cents = _usual_day(connection, till)
    unsent = Unsent(
        last_contact_ms=last_contact_ms,
        last_entry_ms=last_entry_ms,
        named=named,
        days_since=max(0, now_ms - last_contact_ms) // _DAY_MS if last_contact_ms else 0,
        usual_tickets=tickets,
        usual_cash_cents=cash_cents,
    )
    return LostTill(declared_ms, declared_by, unsent, drawer_cents, people, guarded_by)


def declare_lost(connection: Connection, *, till: int, by: str, now_ms: int) -> None:
    """Revokes the till and marks its codes suspect; the first time is the one that the notice counts from.

    Raises Refusal("till_unknown").
    """
    set_revoked(connection, till=till, revoked=True)
    connection.execute("INSERT INTO lost_till VALUES (%s, %s, %s) ON CONFLICT (till) DO NOTHING", (till, now_ms, by))


def declare_found(connection: Connection, *, till: int) -> None:
    """The till is back and trusted again; codes that were suspect stay so. Raises Refusal("till_unknown")."""
    set_revoked(connection, till=till, revoked=False)
    connection.execute("DELETE FROM lost_till WHERE till = %s", (till,))


def codes_held(connection: Connection, *, till: int) -> Sequence[CodesHeld]:
    """The codes of a till that were neither sold nor sent back, by lot."""
    with connection.cursor(row_factory=class_row(CodesHeld)) as cursor:
        return cursor.execute(
            "SELECT code_lot.id AS lot, product, supplier, note,"
            " count(*) FILTER (WHERE state = 'suspect') AS suspect,"
            " count(*) FILTER (WHERE state = 'allocated') AS allocated"
            " FROM allocation JOIN allocated_code ON allocated_code.allocation = allocation.lot"
            " JOIN code_lot ON code_lot.id = allocated_code.code_lot"
            " WHERE till = %s AND state IN ('suspect', 'allocated') GROUP BY code_lot.id ORDER BY code_lot.id",
            (till,),
        ).fetchall()


def suspect_code_rows(connection: Connection, box: CodeBox, *, till: int) -> Iterator[tuple[str, ...]]:
    """Product, supplier, delivery note, end of the serial number and the code itself: what the operator blocks by."""
    rows = connection.execute(
        "SELECT product, supplier, note, code.code_lot, code.number, serial_end, box"
        " FROM allocation JOIN allocated_code ON allocated_code.allocation = allocation.lot"
        " JOIN code ON code.code_lot = allocated_code.code_lot AND code.number = allocated_code.number"
        " JOIN code_lot ON code_lot.id = code.code_lot"
        " WHERE till = %s AND allocated_code.state = 'suspect' ORDER BY code.code_lot, code.number",
        (till,),
    )
    for product, supplier, note, lot, number, serial_end, sealed in rows:
        code = box.open(bytes(sealed), lot=lot, number=number)
        yield (product, supplier, note, serial_end, code.reveal())


def paper_tickets(connection: Connection, *, till: int) -> Sequence[PaperTicket]:
    """What was found on paper, in the order of their numbers."""
    with connection.cursor(row_factory=class_row(PaperTicket)) as cursor:
        return cursor.execute(
            "SELECT id, paper_ticket.ticket, sold_on, paper_ticket.total_cents, tender, entered_ms, entered_by,"
            " withdrawn_by, (SELECT ticket.total_cents FROM ticket WHERE ticket.till = paper_ticket.till"
            " AND ticket.ticket = paper_ticket.ticket ORDER BY incarnation LIMIT 1) AS held_cents"
            " FROM paper_ticket WHERE till = %s ORDER BY paper_ticket.ticket, id",
            (till,),
        ).fetchall()


def enter_paper_ticket(
    connection: Connection,
    *,
    till: int,
    ticket: str,
    sold_on: dt.date,
    total_cents: int,
    tender: TenderKind,
    by: str,
    now_ms: int,
) -> None:
    """Keeps a ticket found on paper as evidence, apart from all that counts.

    Raises Refusal("ticket_number_wrong", "paper_ticket_known", "paper_ticket_later").
    """
    number = ticket.strip().upper()
    if not _TICKET.fullmatch(number):
        raise Refusal("ticket_number_wrong", number=ticket[:40])
    if (sold_on - dt.date(1970, 1, 1)).days * _DAY_MS > now_ms + _DAY_MS:
        raise Refusal("paper_ticket_later")
    entered = connection.execute(
        "INSERT INTO paper_ticket (till, ticket, sold_on, total_cents, tender, entered_ms, entered_by)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (till, ticket) WHERE withdrawn_by = '' DO NOTHING",
        (till, number, sold_on, total_cents, tender.value, now_ms, by),
    )
    if not entered.rowcount:
        raise Refusal("paper_ticket_known", ticket=number)


def withdraw_paper_ticket(connection: Connection, *, till: int, paper: int, by: str) -> str:
    """A line that was entered wrong counts no more and stays to be seen; its ticket. Raises Refusal("till_unknown")."""
    row = connection.execute(
        "UPDATE paper_ticket SET withdrawn_by = %s WHERE id = %s AND till = %s AND withdrawn_by = '' RETURNING ticket",
        (by, paper, till),
    ).fetchone()
    if row is None:
        raise Refusal("till_unknown", till=till)
    return str(row[0])


def _drawer(connection: Connection, till: int) -> tuple[int, int]:
    """What lay in the drawer after the last entry that is held, and when that was made."""
    row = connection.execute(
        "WITH standing AS (SELECT incarnation, seq, drawer_cents FROM cash_line WHERE till = %(till)s"
        " AND code IN ('opened', 'closed') ORDER BY incarnation DESC, seq DESC LIMIT 1)"
        " SELECT coalesce((SELECT drawer_cents FROM standing), 0)"
        " + coalesce((SELECT sum(drawer_cents) FROM cash_line WHERE till = %(till)s"
        " AND (incarnation, seq) > (SELECT incarnation, seq FROM standing)), 0)::bigint"
        " + coalesce((SELECT sum(cash_cents) FROM ticket WHERE till = %(till)s"
        " AND (incarnation, seq) > (SELECT incarnation, seq FROM standing)), 0)::bigint,"
        " coalesce((SELECT at_ms FROM entry WHERE till = %(till)s ORDER BY incarnation DESC, seq DESC LIMIT 1), 0)",
        {"till": till},
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _usual_day(connection: Connection, till: int) -> tuple[int, int]:
    """Tickets and cash of an ordinary session, by the last ones, rounded down."""
    row = connection.execute(
        "SELECT coalesce(sum(tickets) / nullif(count(*), 0), 0)::bigint,"
        " coalesce(sum(cash_cents) / nullif(count(*), 0), 0)::bigint FROM (SELECT tickets, cash_cents FROM till_day"
        " WHERE till = %s ORDER BY incarnation DESC, day DESC LIMIT %s) AS last",
        (till, USUAL_DAYS),
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])
