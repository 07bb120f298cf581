"""Checking what head office holds of each till as an auditor does (`pos-app office verify`)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from psycopg import Connection

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal
from pos_app.ledger.audit import FollowedChain, JournalAudit, faulty
from pos_app.ledger.chain import Fault, FaultKind
from pos_app.ledger.entry import Entry, Head
from pos_app.office.database import OfficeDatabase
from pos_app.office.projections import differing_figures, rebuild_till
from pos_app.signature_process import SignatureProcesses

_AT_ONCE = 2_000
"""Entries fetched at a time: what bounds the memory."""


@dataclass(frozen=True, slots=True)
class CheckedTill:
    """What the check of one till found: `refusal` says what is wrong, None where nothing is.

    `absent` counts entries that later chains know of and that are not here.
    """

    name: str
    chains: Sequence[FollowedChain]
    absent: int
    refusal: Refusal | None


def check_tills(database: OfficeDatabase, *, rebuild: bool = False) -> Iterator[CheckedTill]:
    """Verifies the chains and figures of each till in turn, each as of one moment; pushes go on meanwhile.

    With `rebuild`, figures are made anew where the chains hold, instead of being compared.
    """
    with database.transaction() as connection:
        tills = connection.execute(
            "SELECT till.id, point.name || ' · ' || till.name FROM till JOIN point ON point.id = till.point ORDER BY 2"
        ).fetchall()
    for till, name in tills:
        with database.transaction() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            checked = _checked(connection, till, name, compare=not rebuild)
        if rebuild and not checked.refusal:
            with database.transaction() as connection:
                rebuild_till(connection, till=till)
        yield checked


def _checked(connection: Connection, till: int, name: str, *, compare: bool) -> CheckedTill:
    with SignatureProcesses() as there:
        audit = JournalAudit(partial(_entries_between, connection, till), elsewhere=there.verify, helpers=there.helpers)
        fault = _fault_of_till(connection, till, audit)
    refusal = faulty(fault, audit.chains) if fault else None
    if compare and not fault and (differing := differing_figures(connection, till=till)):
        command = "pos-app office verify --rebuild"
        refusal = Refusal("figures_differ", tables=", ".join(differing), command=command)
    return CheckedTill(name, audit.chains, audit.absent, refusal)


def _fault_of_till(connection: Connection, till: int, audit: JournalAudit) -> Fault | None:
    """Each chain ends where its incarnation says, and no entry lies beside the chains."""
    rows = connection.execute(
        "SELECT number, id, head_seq, head_hash FROM incarnation WHERE till = %s ORDER BY number", (till,)
    ).fetchall()
    for number, name, head_seq, head_hash in rows:
        head = Head(IncarnationId(name.hex()), head_seq, head_hash)
        fault = _fault_of_chain(connection, till, number, head, audit) if head_seq else None
        if fault:
            return fault
    held = connection.execute("SELECT count(*) FROM entry WHERE till = %s", (till,)).fetchone()
    if held != (sum(followed.entries for followed in audit.chains),):
        end = audit.chains[-1].head if audit.chains else Head.before_first(IncarnationId(""))
        return Fault(end.incarnation, end.seq + 1, FaultKind.STRAY)
    return None


def _fault_of_chain(connection: Connection, till: int, number: int, head: Head, audit: JournalAudit) -> Fault | None:
    with closing(_entries(connection, till, number, head.incarnation)) as entries:
        fault = audit.follow(number, head.incarnation, entries)
    if fault:
        return fault
    found = audit.chains[-1].head
    if found.seq < head.seq:
        return Fault(head.incarnation, found.seq + 1, FaultKind.GAP)
    if found != head:
        return Fault(head.incarnation, found.seq, FaultKind.STRAY)
    return None


def _entries(connection: Connection, till: int, number: int, incarnation: IncarnationId) -> Generator[Entry]:
    with connection.cursor(name="entries") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(
            "SELECT seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature FROM entry"
            " WHERE till = %s AND incarnation = %s ORDER BY seq",
            (till, number),
        )
        for row in cursor:
            yield Entry(incarnation, *row)


def _entries_between(
    connection: Connection, till: int, incarnation: IncarnationId, first_seq: int, last_seq: int
) -> list[Entry]:
    """Those of one day at most."""
    rows = connection.execute(
        "SELECT seq, at_ms, offset_min, operator, kind, payload, previous, entry.hash, signature FROM entry"
        " JOIN incarnation ON (incarnation.till, number) = (entry.till, entry.incarnation)"
        " WHERE entry.till = %s AND id = %s AND seq BETWEEN %s AND %s ORDER BY seq",
        (till, bytes.fromhex(incarnation), first_seq, last_seq),
    ).fetchall()
    return [Entry(incarnation, *row) for row in rows]
