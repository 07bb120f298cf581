"""Archives of a till's closed days, made at head office from the entries that it holds and signed with its own key: in
the till's format, so that `pos-app verify`, `sha256sum` and `openssl` verify them alike."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection

from pos_app import SOFTWARE
from pos_app.archive_files import NOTICE_OF_OFFICE, write_entries, write_signed, zip_folder
from pos_app.domain.facts import DayClosed
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal
from pos_app.ledger.archive_format import FORMAT, About
from pos_app.ledger.entry import Entry
from pos_app.ledger.signing import Signer
from pos_app.office.exports import issuer_of, series_of

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry's place in a till's journals."""

    number: int
    seq: int


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive that was written: its name and the number of its entries."""

    name: str
    entries: int


def write_archive(
    connection: Connection, *, till: int, first_day: int, last_day: int, signer: Signer, made_at: str, path: Path
) -> Archived:
    """Writes the ZIP of the days `first_day` to `last_day` of `till` to `path`.

    Raises Refusal("period_not_closed") where the last day's closing is not held, Refusal("issuer_unknown").
    """
    last = _closed_at(connection, till, last_day)
    if last is None or not 0 < first_day <= last_day:
        raise Refusal("period_not_closed")
    before = _closing_before(connection, till, first_day)
    issuer = issuer_of(connection, till)
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        files = Path(name)
        after = before[0] if before else _Place(0, 0)
        with closing(_entries(connection, till, after=after, up_to=last)) as entries:
            count = write_entries(files, entries)
        about = About(
            format=FORMAT,
            software=SOFTWARE,
            series=series_of(connection, till, last.number),
            point=issuer.point,
            till=issuer.till,
            siret=issuer.siret,
            first_day=first_day,
            last_day=last_day,
            entries=count,
            made_at=made_at,
            perpetual_before=before[1] if before else (0, 0),
            public_keys=_public_keys(connection, till),
        )
        write_signed(files, about, signer=signer, notice_file=NOTICE_OF_OFFICE)
        zip_folder(files, path)
    return Archived(f"{about.series}-archive-siege-J{first_day}-J{last_day}.zip", count)


def _closed_at(connection: Connection, till: int, day: int) -> _Place | None:
    row = connection.execute(
        "SELECT incarnation, seq FROM closing WHERE till = %s AND name = '' AND last_day = %s"
        " ORDER BY incarnation DESC, seq DESC LIMIT 1",
        (till, day),
    ).fetchone()
    return _Place(*row) if row else None


def _closing_before(connection: Connection, till: int, day: int) -> tuple[_Place, tuple[int, int]] | None:
    """Where the closing before `day` stands, and its perpetual totals; None where there is none."""
    row = connection.execute(
        f"SELECT closing.incarnation, closing.seq, incarnation.id, {_columns('entry')} FROM closing JOIN entry"
        " ON (entry.till, entry.incarnation, entry.seq) = (closing.till, closing.incarnation, closing.seq)"
        " JOIN incarnation ON (incarnation.till, incarnation.number) = (closing.till, closing.incarnation)"
        " WHERE closing.till = %s AND closing.name = '' AND closing.last_day < %s"
        " ORDER BY closing.incarnation DESC, closing.seq DESC LIMIT 1",
        (till, day),
    ).fetchone()
    if row is None:
        return None
    number, seq, name, *columns = row
    closed = Entry(IncarnationId(name.hex()), *columns).fact()
    assert isinstance(closed, DayClosed)
    return _Place(number, seq), (closed.perpetual_cents, closed.perpetual_absolute_cents)


def _entries(connection: Connection, till: int, *, after: _Place, up_to: _Place) -> Generator[Entry]:
    with connection.cursor(name="archive") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(
            f"SELECT incarnation.id, {_columns('entry')} FROM entry JOIN incarnation"
            " ON (incarnation.till, incarnation.number) = (entry.till, entry.incarnation) WHERE entry.till = %s"
            " AND (entry.incarnation, entry.seq) > (%s, %s) AND (entry.incarnation, entry.seq) <= (%s, %s)"
            " ORDER BY entry.incarnation, entry.seq",
            (till, after.number, after.seq, up_to.number, up_to.seq),
        )
        for name, *columns in cursor:
            yield Entry(IncarnationId(name.hex()), *columns)


def _public_keys(connection: Connection, till: int) -> dict[str, str]:
    rows = connection.execute("SELECT id, public_key FROM incarnation WHERE till = %s ORDER BY number", (till,))
    return {name.hex(): public_key.hex() for name, public_key in rows}


def _columns(table: str) -> str:
    names = ("seq", "at_ms", "offset_min", "operator", "kind", "payload", "previous", "hash", "signature")
    return ", ".join(f"{table}.{name}" for name in names)
