"""Files that leave head office: tickets, lines and payments as CSV, closings as FEC. Written row by row from stored
entries, so that memory is bounded; cells that a spreadsheet would run are guarded."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from psycopg import Connection

from pos_app.clock import local_datetime, local_midnight_ms
from pos_app.domain.accounting import FEC_FIELDS, Accounts, fec_row, piece_of
from pos_app.domain.facts import DayClosed, Fact, IncarnationOpened, TillSetUp, read_fact
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Bug, Refusal
from pos_app.ledger import canonical
from pos_app.ledger.archive_format import TABLES, rows_of
from pos_app.ledger.entry import Entry
from pos_app.tables.writing import guarded

TABLES_OF_TICKETS = ("tickets.csv", "lignes.csv", "tva.csv", "paiements.csv")
_AT_ONCE = 1_000
"""Entries fetched at a time: what bounds the memory."""
_SIREN_DIGITS = 9
_SET_UP_WITHIN = 100
"""Entries of a till's first journal among which it says whom it sells for."""
_DAY_MS = 24 * 3_600_000
_ENTRY = "seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is exported: of these tills (all where none is named), from the first to the last date at the desk."""

    tills: tuple[int, ...]
    from_on: dt.date
    to_on: dt.date
    offset_min: int

    @property
    def from_ms(self) -> int:
        return local_midnight_ms(self.from_on, self.offset_min)

    @property
    def until_ms(self) -> int:
        return local_midnight_ms(self.to_on, self.offset_min) + _DAY_MS

    @property
    def name(self) -> str:
        """ "3,7 2026-11-01 2026-11-30": what the record of the export says."""
        tills = ",".join(map(str, self.tills)) or "*"
        return f"{tills} {self.from_on} {self.to_on}"


def write_tickets(connection: Connection, scope: Scope, *, table: str, file: IO[bytes]) -> int:
    """Writes one of `TABLES_OF_TICKETS`, each row behind the names of its point and till; returns how many rows."""
    if table not in TABLES_OF_TICKETS:
        raise Bug("table_unknown", table=table)
    with _text(file) as text:
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(("point", "caisse", *TABLES[table]))
        written = 0
        for point, till, entry in _ticket_entries(connection, scope):
            at = local_datetime(entry.at_ms, entry.offset_min).strftime("%Y-%m-%d %H:%M:%S")
            for name, row in rows_of(entry, entry.fact(), at=at):
                if name == table:
                    writer.writerow([guarded(cell) for cell in (point, till, *row)])
                    written += 1
    return written


def write_fec(connection: Connection, scope: Scope, accounts: Accounts, *, file: IO[bytes]) -> tuple[int, str]:
    """Writes one balanced piece for each closed day, in a journal a till; returns how many lines, and the file's name:
    SIRENFECAAAAMMJJ.txt, by the last closing's date (LPF A. 47 A-1, VII).

    Raises Refusal("nothing_closed"), Refusal("siren_differs") where these tills sell for more than one.
    """
    written, last, sirens = 0, "", set[str]()
    series: dict[tuple[int, int], str] = {}
    journals: dict[str, int] = {}
    with _text(file, encoding="iso8859_15") as text:
        writer = csv.writer(text, delimiter="\t", lineterminator="\r\n")
        writer.writerow(FEC_FIELDS)
        for till, number, entry in _closings(connection, scope):
            closed = entry.fact()
            if not isinstance(closed, DayClosed):
                raise Bug("closing_expected", seq=entry.seq)
            if (till, number) not in series:
                series[till, number] = series_of(connection, till, number)
                sirens.add(issuer_of(connection, till).siret[:_SIREN_DIGITS])
            date = local_datetime(entry.at_ms, entry.offset_min).strftime("%Y%m%d")
            last = max(last, date)
            for line in piece_of(closed, accounts):
                of, label = series[till, number], f"Clôture de la journée {closed.day}"
                journal = of if journals.setdefault(of, till) == till else f"{of}-{till}"
                writer.writerow(fec_row(line, series=of, day=closed.day, date=date, label=label, journal=journal))
                written += 1
    if not last:
        raise Refusal("nothing_closed")
    if len(sirens) > 1:
        raise Refusal("siren_differs", sirens=", ".join(sorted(sirens)))
    return written, f"{sirens.pop()}FEC{last}.txt"


def issuer_of(connection: Connection, till: int) -> TillSetUp:
    """Whom a till sells for, as its journal says. Raises Refusal("issuer_unknown") where that has not arrived."""
    row = connection.execute(
        "SELECT kind, payload FROM entry WHERE till = %s AND incarnation = (SELECT min(number) FROM incarnation"
        " WHERE till = %s) AND seq <= %s AND kind = %s ORDER BY seq DESC LIMIT 1",
        (till, till, _SET_UP_WITHIN, TillSetUp.kind),
    ).fetchone()
    fact = _read(*row) if row else None
    if not isinstance(fact, TillSetUp):
        raise Refusal("issuer_unknown", till=till)
    return fact


def series_of(connection: Connection, till: int, number: int) -> str:
    """The series of the tickets of an incarnation."""
    row = connection.execute(
        "SELECT kind, payload FROM entry WHERE till = %s AND incarnation = %s AND seq = 1", (till, number)
    ).fetchone()
    fact = _read(*row) if row else None
    return fact.series if isinstance(fact, IncarnationOpened) else ""


def _read(kind: str, payload: bytes) -> Fact:
    return read_fact(kind, canonical.decode(payload))


def _text(file: IO[bytes], *, encoding: str = "utf-8-sig") -> _Detached:
    return _Detached(io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="", write_through=False))


class _Detached:
    """A text over a file that stays open after it."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def __enter__(self) -> io.TextIOWrapper:
        return self._text

    def __exit__(self, *_error: object) -> None:
        self._text.detach()


def _ticket_entries(connection: Connection, scope: Scope) -> Iterator[tuple[str, str, Entry]]:
    """(point, till, entry) of each ticket, till after till in the order of their journals."""
    with connection.cursor(name="tickets") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(
            f"SELECT point.name, till.name, incarnation.id, {_of('entry')} FROM ticket JOIN entry"
            " ON (entry.till, entry.incarnation, entry.seq) = (ticket.till, ticket.incarnation, ticket.seq)"
            " JOIN incarnation ON (incarnation.till, incarnation.number) = (ticket.till, ticket.incarnation)"
            " JOIN till ON till.id = ticket.till JOIN point ON point.id = till.point"
            " WHERE ticket.at_ms >= %s AND ticket.at_ms < %s AND (%s OR ticket.till = ANY(%s))"
            " ORDER BY ticket.till, ticket.incarnation, ticket.seq",
            (scope.from_ms, scope.until_ms, not scope.tills, list(scope.tills)),
        )
        for point, till, name, *columns in cursor:
            yield point, till, Entry(IncarnationId(name.hex()), *columns)


def _closings(connection: Connection, scope: Scope) -> Iterator[tuple[int, int, Entry]]:
    """(till, number of the incarnation, entry) of each day's closing, till after till."""
    with connection.cursor(name="closings") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(
            f"SELECT closing.till, closing.incarnation, incarnation.id, {_of('entry')} FROM closing JOIN entry"
            " ON (entry.till, entry.incarnation, entry.seq) = (closing.till, closing.incarnation, closing.seq)"
            " JOIN incarnation ON (incarnation.till, incarnation.number) = (closing.till, closing.incarnation)"
            " WHERE closing.name = '' AND closing.at_ms >= %s AND closing.at_ms < %s"
            " AND (%s OR closing.till = ANY(%s)) ORDER BY closing.till, closing.incarnation, closing.seq",
            (scope.from_ms, scope.until_ms, not scope.tills, list(scope.tills)),
        )
        for till, number, name, *columns in cursor:
            yield till, number, Entry(IncarnationId(name.hex()), *columns)


def _of(table: str) -> str:
    return ", ".join(f"{table}.{column}" for column in _ENTRY.split(", "))


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that left head office."""

    made_ms: int
    made_by: str
    what: str
    scope: str
    rows: int
    sha256: str


def keep_export(connection: Connection, exported: Exported) -> None:
    """Records that a file left head office."""
    connection.execute(
        "INSERT INTO export (made_ms, made_by, what, scope, rows, sha256) VALUES (%s, %s, %s, %s, %s, %s)",
        (exported.made_ms, exported.made_by, exported.what, exported.scope, exported.rows, exported.sha256),
    )


def last_exports(connection: Connection, *, at_most: int = 50) -> Sequence[Exported]:
    """The files that left head office, the last first."""
    rows = connection.execute(
        "SELECT made_ms, made_by, what, scope, rows, sha256 FROM export ORDER BY id DESC LIMIT %s", (at_most,)
    )
    return [Exported(*row) for row in rows]
