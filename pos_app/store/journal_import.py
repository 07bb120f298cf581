"""Entries of this till that come from outside: from head office, after its computer was lost or a copy put back.

They go on where the journal ends, as they were signed, and act on nothing here: the projections are made anew after.
"""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal
from pos_app.ledger.chain import first_fault, opening_key
from pos_app.ledger.entry import Entry, Head
from pos_app.store import journal
from pos_app.store.opening import Connection, translated_errors


def held_seq(connection: Connection, incarnation: IncarnationId) -> int:
    """How far the journal holds an incarnation; 0 where it does not know it."""
    row = connection.execute(
        "SELECT max(seq) FROM entry WHERE incarnation = (SELECT number FROM incarnation WHERE id = ?)", (incarnation,)
    ).fetchone()
    return int(row[0] or 0)


def take_entries_in(connection: Connection, entries: Sequence[Entry]) -> None:
    """Appends entries of one incarnation in one transaction: the next ones of the last, or the first ones of a new one.

    Every hash, link and signature is verified before. Raises Refusal("office_entries_wrong", seq).
    """
    incarnation = entries[0].incarnation
    known = {name: (number, first) for number, name, first in journal.incarnations(connection)}
    position = journal.last_position(connection)
    opening = entries[0] if incarnation not in known else journal.entry_at(connection, known[incarnation][1])
    key = opening_key(opening) if opening else None
    after = journal.head(connection) if incarnation in known else Head.before_first(incarnation)
    fault = first_fault(entries, after=after, public_key=key) if key and after else True
    if fault:
        raise Refusal("office_entries_wrong", seq=entries[0].seq)
    with translated_errors():
        connection.execute("BEGIN IMMEDIATE")
        try:
            if incarnation not in known:
                number = len(known) + 1
                journal.insert_incarnation(
                    connection, number=number, incarnation=incarnation, first_position=position + 1
                )
            else:
                number = known[incarnation][0]
            for place, entry in enumerate(entries, start=position + 1):
                journal.insert_entry(connection, position=place, incarnation=number, entry=entry)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
