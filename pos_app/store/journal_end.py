"""The journal's end, verified at each start: the entries written last are those that a fault of the disk or a hurried
hand has most likely changed. Verifying all of it is an act of its own (pos_app.counter.check_journal)."""

from __future__ import annotations

from pos_app.ledger.chain import Fault, FaultKind, first_fault, opening_key
from pos_app.ledger.entry import Head
from pos_app.store import journal
from pos_app.store.opening import Connection

VERIFIED_AT_START = 32
"""Entries: a start waits four milliseconds for them, however long the journal is."""


def end_fault(connection: Connection) -> Fault | None:
    """The first fault among the last entries of the chain in force; None where they hold."""
    known = journal.incarnations(connection)
    if not known:
        return None
    _number, incarnation, first_position = known[-1]
    last_seq = journal.last_position(connection) - first_position + 1
    first_seq = max(1, last_seq - VERIFIED_AT_START + 1)
    opening = next(journal.entries_between(connection, incarnation, 1, 1), None)
    before = next(journal.entries_between(connection, incarnation, first_seq - 1, first_seq - 1), None)
    public_key = opening_key(opening) if opening else None
    if public_key is None:
        return Fault(incarnation, 1, FaultKind.FIRST_ENTRY_WRONG)
    after = before.head if before else Head.before_first(incarnation)
    return first_fault(
        journal.entries_between(connection, incarnation, first_seq, last_seq), after=after, public_key=public_key
    )
