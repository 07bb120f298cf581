"""Verifying a till's journal because somebody asked on a page: from the stored bytes, slice after slice, in a thread
beside the requests. Where it is stands in the database, so that it goes on after a restart and in another process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from psycopg import Connection
from psycopg.rows import class_row

from pos_app.clock import Clock
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal
from pos_app.ledger.chain import Fault, FaultKind, first_fault
from pos_app.ledger.entry import NO_HASH, Entry, Head
from pos_app.office.database import OfficeDatabase
from pos_app.office.woken_thread import WokenThread

SLICE = 5_000
"""Entries verified in one transaction: what bounds memory, and what is done again after a crash."""
RETRY_S = 10


@dataclass(frozen=True, slots=True)
class Check:
    """A check: entries of incarnation `number` up to `seq` held; it ends at (`last_number`, `last_seq`). `fault` is
    what was found first, a FaultKind and its detail behind a colon; empty where nothing was."""

    id: int
    till: int
    asked_ms: int
    asked_by: str
    number: int
    seq: int
    last_number: int
    last_seq: int
    to_check: int
    checked: int
    ended_ms: int
    fault: str
    fault_seq: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries `first_seq` to `last_seq` of the incarnation `number`."""

    number: int
    first_seq: int
    last_seq: int


def ask_for_check(connection: Connection, *, till: int, stretch: Stretch | None, by: str, now_ms: int) -> int:
    """Leaves a check of a stretch, or of the whole journal of `till`, to be made; its id.

    Raises Refusal("nothing_to_check") where no such entry is held.
    """
    begin = _whole(connection, till) if stretch is None else _part(connection, till, stretch)
    if begin is None:
        raise Refusal("nothing_to_check")
    made = connection.execute(
        "INSERT INTO journal_check (till, asked_ms, asked_by, number, seq, hash, last_number, last_seq, to_check)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        (till, now_ms, by, *begin),
    ).fetchone()
    assert made is not None
    return int(made[0])


def check_known(connection: Connection, id_: int) -> Check | None:
    """A check by its id; None where there is none."""
    with connection.cursor(row_factory=class_row(Check)) as cursor:
        return cursor.execute(f"SELECT {_FIELDS} FROM journal_check WHERE id = %s", (id_,)).fetchone()


def last_checks(connection: Connection, till: int, *, at_most: int = 10) -> list[Check]:
    """The checks of `till`, the last asked for first."""
    with connection.cursor(row_factory=class_row(Check)) as cursor:
        return cursor.execute(
            f"SELECT {_FIELDS} FROM journal_check WHERE till = %s ORDER BY id DESC LIMIT %s", (till, at_most)
        ).fetchall()


def work_on(connection: Connection, *, now_ms: int) -> bool:
    """Verifies one slice of a check that nobody else works on, in the caller's transaction; False if none is left."""
    row = connection.execute(
        "SELECT id, till, number, seq, hash, last_number, last_seq FROM journal_check WHERE ended_ms = 0"
        " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
    ).fetchone()
    if row is None:
        return False
    id_, till, number, seq, digest, last_number, last_seq = row
    chain = connection.execute(
        "SELECT id, public_key, head_seq, head_hash FROM incarnation WHERE till = %s AND number = %s", (till, number)
    ).fetchone()
    assert chain is not None
    name, public_key, head_seq, head_hash = chain
    end = last_seq if number == last_number else head_seq
    head = Head(IncarnationId(name.hex()), seq, digest)
    entries = _entries(connection, till, number, head, up_to=min(seq + SLICE, end))
    fault = first_fault(entries, after=head, public_key=public_key) or _fault_at_end(
        entries, head, up_to=min(seq + SLICE, end), told=Head(head.incarnation, head_seq, head_hash)
    )
    reached = entries[-1].head if entries else head
    held = sum(not fault or entry.seq < fault.seq for entry in entries)
    _keep(connection, id_, reached, checked=held, fault=fault)
    if fault or (number >= last_number and reached.seq >= end):
        connection.execute("UPDATE journal_check SET ended_ms = %s WHERE id = %s", (now_ms, id_))
    elif reached.seq >= end:
        connection.execute(
            "UPDATE journal_check SET number = %s, seq = 0, hash = %s WHERE id = %s", (number + 1, NO_HASH, id_)
        )
    return True


class JournalChecker(WokenThread):
    """Woken when somebody asks for a check. A check is worked on by one process at a time."""

    def __init__(self, database: OfficeDatabase, *, clock: Clock) -> None:
        super().__init__("checks", retry_s=RETRY_S)
        self._database = database
        self._clock = clock

    def _run(self) -> None:
        while True:
            self._woken.wait()
            self._woken.clear()
            try:
                while not self._stopped.is_set() and self._work():
                    pass
            except Exception as error:  # noqa: BLE001  # the edge of the thread
                self._failed(error)
            if self._stopped.is_set():
                return

    def _work(self) -> bool:
        with self._database.transaction() as connection:
            return work_on(connection, now_ms=self._clock.now_ms())


_FIELDS = (
    "id, till, asked_ms, asked_by, number, seq, last_number, last_seq, to_check, checked, ended_ms, fault, fault_seq"
)


class _Begin(NamedTuple):
    """Where a check begins and ends."""

    number: int
    seq: int
    hash: bytes
    last_number: int
    last_seq: int
    to_check: int


def _whole(connection: Connection, till: int) -> _Begin | None:
    heads = connection.execute(
        "SELECT number, head_seq FROM incarnation WHERE till = %s AND head_seq > 0 ORDER BY number", (till,)
    ).fetchall()
    if not heads:
        return None
    last_number, last_seq = heads[-1]
    return _Begin(heads[0][0], 0, NO_HASH, last_number, last_seq, sum(head_seq for _number, head_seq in heads))


def _part(connection: Connection, till: int, stretch: Stretch) -> _Begin | None:
    """The part of `stretch` that is held, and the hash that it goes on from."""
    row = connection.execute(
        "SELECT head_seq FROM incarnation WHERE till = %s AND number = %s", (till, stretch.number)
    ).fetchone()
    last_seq = min(stretch.last_seq, row[0]) if row else 0
    if not 0 < stretch.first_seq <= last_seq:
        return None
    before = connection.execute(
        "SELECT hash FROM entry WHERE till = %s AND incarnation = %s AND seq = %s",
        (till, stretch.number, stretch.first_seq - 1),
    ).fetchone()
    seq = stretch.first_seq - 1
    return _Begin(stretch.number, seq, before[0] if before else NO_HASH, stretch.number, last_seq, last_seq - seq)


def _entries(connection: Connection, till: int, number: int, head: Head, *, up_to: int) -> list[Entry]:
    rows = connection.execute(
        "SELECT seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature FROM entry"
        " WHERE till = %s AND incarnation = %s AND seq > %s AND seq <= %s ORDER BY seq",
        (till, number, head.seq, up_to),
    )
    return [Entry(head.incarnation, *row) for row in rows]


def _fault_at_end(entries: list[Entry], before: Head, *, up_to: int, told: Head) -> Fault | None:
    """What entries that hold do not show themselves: the next one is missing, or the chain's head is another."""
    reached = entries[-1].head if entries else before
    if reached.seq < up_to:
        return Fault(reached.incarnation, reached.seq + 1, FaultKind.GAP)
    if reached.seq == told.seq and reached != told:
        return Fault(reached.incarnation, reached.seq, FaultKind.STRAY)
    return None


def _keep(connection: Connection, id_: int, reached: Head, *, checked: int, fault: Fault | None) -> None:
    connection.execute(
        "UPDATE journal_check SET seq = %s, hash = %s, checked = checked + %s, fault = %s, fault_seq = %s"
        " WHERE id = %s",
        (
            reached.seq,
            reached.hash,
            checked,
            f"{fault.kind}:{fault.detail}" if fault else "",
            fault.seq if fault else 0,
            id_,
        ),
    )
