"""Taking entries in: one transaction, exactly once, chain and signature checked, bytes kept as they were signed.

The chain binds the batch: the signature of its last entry proves every entry before it (PERFORMANCE.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace
from psycopg import Connection

from pos_app.domain.facts import FACTS
from pos_app.domain.identifiers import IncarnationId
from pos_app.ledger.canonical import LARGEST_INTEGER
from pos_app.ledger.chain import link_fault, opening_key
from pos_app.ledger.entry import Entry, Head
from pos_app.ledger.signing import signature_holds
from pos_app.office.copying import HEADER, TRAILER, copied_rows
from pos_app.office.incarnations import KnownTill, raise_alarm
from pos_app.office.problems import ProblemError
from pos_app.office.projections import KIND_UNKNOWN
from pos_app.sync.wire import MOST_ENTRIES, Parked, PushAnswer

_COPY = (
    "COPY entry (till, incarnation, seq, at_ms, offset_min, operator, kind, payload, previous, hash, signature)"
    " FROM STDIN (FORMAT BINARY)"
)
_AT_A_TIME = 125
_MINUTES = range(-24 * 60, 24 * 60 + 1)


@dataclass(frozen=True, slots=True)
class _Chain:
    """An incarnation as stored, its row locked."""

    till: int
    number: int
    public_key: bytes
    head: Head
    last_seq: int | None


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a batch. `refusal` names the problem that its till must hear, once this is committed."""

    answer: PushAnswer
    refusal: str = ""


def ingest(
    connection: Connection, *, till: KnownTill, incarnation: IncarnationId, entries: Sequence[Entry], now_ms: int
) -> Ingested:
    """Stores what is new of `entries` and moves the head.

    Raises ProblemError("malformed", "incarnation_unknown", "gap", "chain_broken"). What another branch, a revoked
    till or a retired incarnation sends goes to quarantine, which the caller commits before it answers.
    """
    _require_row_of(incarnation, entries)
    chain = _locked_chain(connection, till.id, incarnation)
    if till.revoked:
        return _refused(connection, chain, entries, reason="revoked", now_ms=now_ms)
    if entries[0].seq > chain.head.seq + 1:
        if _continues_a_branch(connection, chain, entries[0]):
            return _refused(connection, chain, entries, reason="fork", now_ms=now_ms)
        raise ProblemError("gap", expected=chain.head.seq + 1)
    forked = _first_other(connection, chain, entries)
    if forked:
        branch = [entry for entry in entries if entry.seq >= forked]
        return _refused(connection, chain, branch, reason="fork", now_ms=now_ms)
    late = [entry for entry in entries if chain.last_seq is not None and entry.seq > chain.last_seq]
    if not late:
        return _taken(connection, chain, entries, now_ms=now_ms)
    if in_time := entries[: len(entries) - len(late)]:
        _taken(connection, chain, in_time, now_ms=now_ms)
    return _refused(connection, chain, late, reason="stale_incarnation", now_ms=now_ms)


def _taken(connection: Connection, chain: _Chain, entries: Sequence[Entry], *, now_ms: int) -> Ingested:
    """Stores what is new of `entries`, which follow what is held, once their chain and last signature are checked."""
    fresh = [entry for entry in entries if entry.seq > chain.head.seq]
    if not fresh:
        return Ingested(_acknowledged(chain.head))
    if len(fresh) == 1 and (_link_fault(fresh, after=chain.head) or _proof_fault(chain, fresh)):
        return _refused(connection, chain, fresh, reason="chain_broken", now_ms=now_ms)
    _copy(connection, chain, fresh)
    head = fresh[-1].head
    connection.execute(
        "WITH moved AS (UPDATE incarnation SET head_seq = %s, head_hash = %s WHERE till = %s AND number = %s"
        " RETURNING till, number, head_seq) INSERT INTO received SELECT till, number, head_seq, %s FROM moved"
        " ON CONFLICT DO NOTHING",
        (head.seq, head.hash, chain.till, chain.number, now_ms),
    )
    return Ingested(replace(_acknowledged(head), parked=_unknown(fresh)))


def _require_row_of(incarnation: IncarnationId, entries: Sequence[Entry]) -> None:
    """Checks that the batch is a row of entries of one incarnation, none left out."""
    if not 0 < len(entries) <= MOST_ENTRIES:
        raise ProblemError("malformed", "number of entries")
    first = entries[0].seq
    if not 0 < first < LARGEST_INTEGER:
        raise ProblemError("malformed", "0 seq")
    for index, entry in enumerate(entries):
        if entry.seq != first + index or entry.incarnation != incarnation:
            raise ProblemError("malformed", f"{index} seq or incarnation")


def _unknown(entries: Sequence[Entry]) -> tuple[Parked, ...]:
    """What a newer program wrote; projections find by themselves what has an impossible meaning."""
    return tuple(Parked(seq=entry.seq, reason=KIND_UNKNOWN) for entry in entries if entry.kind not in FACTS)


def _locked_chain(connection: Connection, till: int, incarnation: IncarnationId) -> _Chain:
    row = connection.execute(
        "SELECT number, public_key, head_seq, head_hash, last_seq FROM incarnation"
        " WHERE id = %s AND till = %s FOR UPDATE",
        (bytes.fromhex(incarnation), till),
    ).fetchone()
    if row is None:
        raise ProblemError("incarnation_unknown")
    number, public_key, head_seq, head_hash, last_seq = row
    return _Chain(till, number, public_key, Head(incarnation, head_seq, head_hash), last_seq)


def _first_other(connection: Connection, chain: _Chain, entries: Sequence[Entry]) -> int:
    """The first seq that came again with another hash; 0 where what came again is what is stored."""
    if entries[0].seq > chain.head.seq:
        return 0
    stored: dict[int, bytes] = dict(
        connection.execute(
            "SELECT seq, hash FROM entry WHERE till = %s AND incarnation = %s AND seq BETWEEN %s AND %s",
            (chain.till, chain.number, entries[0].seq, min(entries[-1].seq, chain.head.seq)),
        ).fetchall()
    )
    return next((entry.seq for entry in entries if stored.get(entry.seq, entry.hash) != entry.hash), 0)


def _continues_a_branch(connection: Connection, chain: _Chain, entry: Entry) -> bool:
    """Whether `entry` follows one that is kept apart already: the rest of a branch goes the same way."""
    row = connection.execute(
        "SELECT 1 FROM quarantine WHERE till = %s AND incarnation = %s AND seq = %s AND hash = %s",
        (chain.till, bytes.fromhex(entry.incarnation), entry.seq - 1, entry.previous),
    ).fetchone()
    return row is not None


def _copy(connection: Connection, chain: _Chain, entries: Sequence[Entry]) -> None:
    """Stores `entries` while it checks them, some at a time: PostgreSQL takes in the ones before meanwhile.

    Raises ProblemError("chain_broken"), which undoes the copy with all of the transaction.
    """
    after = chain.head
    with connection.cursor().copy(_COPY) as copy:
        copy.write(HEADER)
        for start in range(0, len(entries), _AT_A_TIME):
            some = entries[start : start + _AT_A_TIME]
            if fault := _link_fault(some, after=after):
                raise ProblemError("chain_broken", fault)
            copy.write(copied_rows(some, till=chain.till, number=chain.number))
            after = some[-1].head
        if fault := _proof_fault(chain, entries):
            raise ProblemError("chain_broken", fault)
        copy.write(TRAILER)


def _link_fault(entries: Sequence[Entry], *, after: Head) -> str:
    """What is wrong with the fields and hashes of `entries` after that head; empty where nothing is."""
    for entry in entries:
        if entry.offset_min not in _MINUTES or "\0" in entry.operator + entry.kind:
            return f"{entry.seq} field_wrong"
        fault = link_fault(entry, after=after)
        if fault:
            return f"{fault.seq} {fault.kind} {fault.detail}"
        after = entry.head
    return ""


def _proof_fault(chain: _Chain, entries: Sequence[Entry]) -> str:
    """What is wrong with the signature of the last one, which proves all before it, and with a first entry's key."""
    last = entries[-1]
    if not signature_holds(chain.public_key, last.hash, last.signature):
        return f"{last.seq} signature_wrong"
    if entries[0].seq == 1 and opening_key(entries[0]) != chain.public_key:
        return "1 first_entry_wrong"
    return ""


def _refused(connection: Connection, chain: _Chain, entries: Sequence[Entry], *, reason: str, now_ms: int) -> Ingested:
    """Keeps `entries` apart as evidence, tells head office's people of what is new, and leaves the stored chain as it
    is."""
    new = 0
    for entry in entries:
        new += connection.execute(
            "INSERT INTO quarantine VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (
                chain.till,
                bytes.fromhex(entry.incarnation),
                entry.seq,
                entry.hash,
                reason,
                now_ms,
                msgspec.msgpack.encode(entry),
            ),
        ).rowcount
    detail = f"{chain.head.incarnation} {entries[0].seq}"
    if new:
        raise_alarm(connection, till=chain.till, now_ms=now_ms, code=reason, detail=detail)
    return Ingested(_acknowledged(chain.head), refusal=reason)


def _acknowledged(head: Head) -> PushAnswer:
    return PushAnswer(acknowledged_seq=head.seq, acknowledged_hash=head.hash.hex())
