"""The outbox is the journal itself: unsent means a seq above what head office acknowledged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Bug
from pos_app.ledger.entry import Entry, Head
from pos_app.store import journal
from pos_app.store.opening import Connection
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class Received:
    """When head office said that it holds an entry, by this till's clock; 0 where nobody knows.

    Not `exact`: it was found to hold it, and may have received it before.
    """

    at_ms: int = 0
    offset_min: int = 0
    exact: bool = False


UNKNOWN_WHEN = Received()


def acknowledged(connection: Connection, incarnation: IncarnationId) -> Head:
    """What head office said it holds of one incarnation."""
    row = connection.execute(
        "SELECT seq, hash FROM acknowledged JOIN incarnation ON number = incarnation WHERE id = ?", (incarnation,)
    ).fetchone()
    return Head(incarnation, row[0], row[1]) if row else Head.before_first(incarnation)


def acknowledge(act: Act, head: Head, received: Received = UNKNOWN_WHEN) -> None:
    """Records that head office holds everything up to `head`, and when it said so; never moves back by itself.

    Raises Bug("acknowledged_unknown_entry") where the journal has no such entry: head office then holds another
    branch, and nothing may be taken as sent.
    """
    held = next(journal.entries(act.connection, incarnation=head.incarnation, after_seq=head.seq - 1, limit=1), None)
    if held is None or held.hash != head.hash:
        raise Bug("acknowledged_unknown_entry", seq=head.seq)
    if head.seq > acknowledged(act.connection, head.incarnation).seq:
        act.connection.execute(
            "INSERT OR IGNORE INTO received SELECT number, ?, ?, ?, ? FROM incarnation WHERE id = ?",
            (head.seq, received.at_ms, received.offset_min, received.exact, head.incarnation),
        )
    act.connection.execute(
        "INSERT INTO acknowledged SELECT number, ?, ? FROM incarnation WHERE id = ?"
        " ON CONFLICT (incarnation) DO UPDATE SET seq = excluded.seq, hash = excluded.hash WHERE excluded.seq > seq",
        (head.seq, head.hash, head.incarnation),
    )


def received(connection: Connection, incarnation: IncarnationId, seq: int) -> Received | None:
    """When head office first said that it holds the entry; None where it has not said so."""
    row = connection.execute(
        "SELECT at_ms, offset_min, exact FROM received JOIN incarnation ON number = incarnation"
        " WHERE id = ? AND seq >= ? ORDER BY seq LIMIT 1",
        (incarnation, seq),
    ).fetchone()
    return Received(row[0], row[1], exact=bool(row[2])) if row else None


def batch(connection: Connection, incarnation: IncarnationId, *, after_seq: int, limit: int) -> Sequence[Entry]:
    """The next entries to send of one incarnation, as signed."""
    return tuple(journal.entries(connection, incarnation=incarnation, after_seq=after_seq, limit=limit))


def unsent_count(connection: Connection) -> int:
    """How many entries head office has not acknowledged yet, over all incarnations."""
    row = connection.execute(
        "SELECT (SELECT coalesce(max(position), 0) FROM entry) - (SELECT coalesce(sum(seq), 0) FROM acknowledged)"
    ).fetchone()
    return int(row[0])
