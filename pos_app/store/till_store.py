"""The till's database, opened for writing: one act, one transaction, one commit.

`TillStore` belongs to the storage thread. It keeps in memory where the journal ends; that moves only after a
commit, so a refused or failed act leaves both the database and this object as they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from pos_app.clock import Clock
from pos_app.domain.facts import ClockMovedBack, Fact, IncarnationOpened
from pos_app.domain.identifiers import OperatorCode
from pos_app.domain.refusals import Bug
from pos_app.ledger.chain import next_entry
from pos_app.ledger.entry import Entry, Head
from pos_app.ledger.signing import Signer
from pos_app.store import journal
from pos_app.store.opening import Connection, translated_errors
from pos_app.store.projections import project
from pos_app.store.till_state import TillState, read_till_state

if TYPE_CHECKING:
    from sqlite_utils import Database

NOBODY = OperatorCode("")
"""The operator of what the program does by itself."""

_LARGEST_USER_VERSION = 0x7FFFFFFF

CLOCK_SLACK_MS = 1_000
"""A time service may draw the clock back a little while it steers it: no event."""


class _End(msgspec.Struct, frozen=True):
    """Where the journal ends: the last position, its head, its incarnation's number and its time."""

    position: int
    head: Head
    incarnation: int
    at_ms: int


class Act:
    """What one transaction does. Made by `TillStore.transaction`; not kept after it."""

    __slots__ = ("_clock", "_end", "_signer", "connection", "operator")

    def __init__(
        self, connection: Connection, end: _End, *, signer: Signer, clock: Clock, operator: OperatorCode
    ) -> None:
        self.connection = connection
        self.operator = operator
        self._end = end
        self._signer = signer
        self._clock = clock

    @property
    def tables(self) -> Database:
        """The same connection through sqlite-utils, for what is not on the path of a sale.

        Its writes nest in this transaction as savepoints. Imported when first used: it costs a start 60 ms.
        """
        from sqlite_utils import Database

        return Database(self.connection)

    def append(self, fact: Fact) -> Entry:
        """Records `fact` as the next entry and lets it act on the projections.

        A clock that stands before the last entry is itself recorded, and never refused (DOMAIN.md, "Events"): first,
        except in a new incarnation, which begins with its opening.
        """
        now_ms, was_ms = self._clock.now_ms(), self._end.at_ms
        moved = ClockMovedBack(from_ms=was_ms, to_ms=now_ms) if now_ms + CLOCK_SLACK_MS < was_ms else None
        opens_incarnation = self._end.head.seq == 0
        if moved and not opens_incarnation:
            self._append_at(now_ms, moved)
        entry = self._append_at(now_ms, fact)
        if moved and opens_incarnation:
            self._append_at(now_ms, moved)
        return entry

    def _append_at(self, at_ms: int, fact: Fact) -> Entry:
        entry = next_entry(
            fact,
            after=self._end.head,
            at_ms=at_ms,
            offset_min=self._clock.offset_min(),
            operator=self.operator,
            signer=self._signer,
        )
        position = self._end.position + 1
        journal.insert_entry(self.connection, position=position, incarnation=self._end.incarnation, entry=entry)
        project(self.connection, position, self.operator, fact)
        self._end = _End(position, entry.head, self._end.incarnation, at_ms)
        return entry

    @property
    def end(self) -> _End:
        return self._end


class TillStore:
    """The only writer of a till's database. Every method may raise Unavailable("disk_full", "disk_error", ...)."""

    def __init__(self, connection: Connection, *, signer: Signer, clock: Clock) -> None:
        self.connection = connection
        self._signer = signer
        self._clock = clock
        self._end = self._read_end()

    @property
    def clock(self) -> Clock:
        return self._clock

    @property
    def head(self) -> Head:
        """The last committed entry."""
        return self._end.head

    @property
    def position(self) -> int:
        """How many entries the journal holds, over all incarnations."""
        return self._end.position

    @property
    def state(self) -> TillState:
        return read_till_state(self.connection)

    @contextmanager
    def transaction(self, operator: OperatorCode = NOBODY) -> Iterator[Act]:
        """One act: everything inside is committed and synced to disk together, or nothing is."""
        with translated_errors():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                act = Act(self.connection, self._end, signer=self._signer, clock=self._clock, operator=operator)
                yield act
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            self._end = act.end

    def open_incarnation(self, signer: Signer, opened: IncarnationOpened) -> Entry:
        """Begins a new chain, signed by `signer`; `opened` is its first entry."""
        if opened.public_key != signer.public_key.hex():
            raise Bug("incarnation_of_other_key")
        number = self._end.incarnation + 1
        before, self._end = (
            self._end,
            _End(self._end.position, Head.before_first(signer.incarnation), number, self._end.at_ms),
        )
        was, self._signer = self._signer, signer
        try:
            with self.transaction() as act:
                journal.insert_incarnation(
                    act.connection,
                    number=number,
                    incarnation=signer.incarnation,
                    first_position=before.position + 1,
                )
                return act.append(opened)
        except BaseException:
            self._end, self._signer = before, was
            raise

    def signs_as(self, signer: Signer) -> bool:
        """Whether the journal's last incarnation is that of `signer`."""
        return self._end.head.incarnation == signer.incarnation

    def unseal(self, box: bytes) -> bytes:
        """What was sealed for the key that signs here. Raises Bug("seal_does_not_open")."""
        return self._signer.unseal(box)

    def checkpoint(self, *, truncate: bool = False) -> None:
        """Moves the WAL into the database: PASSIVE after each act, so that its file is reused and one flipped bit
        in it hides little (SYNC.md § 4); TRUNCATE at closing and before a backup.

        The first commit after it begins the WAL anew and syncs its header besides its pages. That commit is made
        here, while nobody waits, and says how far the checkpoint came: the next sale then costs one sync.
        """
        mode = "TRUNCATE" if truncate else "PASSIVE"
        with translated_errors():
            self.connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
            if not truncate:
                self.connection.execute(f"PRAGMA user_version = {self.position & _LARGEST_USER_VERSION}")

    def _read_end(self) -> _End:
        known = journal.incarnations(self.connection)
        if not known:
            return _End(0, Head.before_first(self._signer.incarnation), 0, 0)
        number, incarnation, first_position = known[-1]
        position = journal.last_position(self.connection)
        last = journal.entry_at(self.connection, position)
        if last is None or last.seq != position - first_position + 1 or last.incarnation != incarnation:
            raise Bug("journal_end_unreadable")
        return _End(position, last.head, number, last.at_ms)
