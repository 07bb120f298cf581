"""Making the next entry of a chain, and checking a chain that somebody else kept."""

from __future__ import annotations

import enum
import struct
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

import msgspec
from msgspec.structs import replace

from pos_app.domain.facts import Fact, IncarnationOpened
from pos_app.domain.identifiers import IncarnationId, OperatorCode
from pos_app.domain.refusals import Bug
from pos_app.ledger import canonical
from pos_app.ledger.entry import NO_HASH, Entry, Head, hash_of
from pos_app.ledger.signing import Signer, fingerprint, signature_holds


class FaultKind(enum.StrEnum):
    """What is wrong with the first bad entry; from `PAYLOAD_UNREADABLE` on, what only the whole journal shows."""

    OTHER_INCARNATION = "other_incarnation"
    GAP = "gap"
    LINK_BROKEN = "link_broken"
    HASH_WRONG = "hash_wrong"
    PAYLOAD_NOT_CANONICAL = "payload_not_canonical"
    SIGNATURE_WRONG = "signature_wrong"
    FIRST_ENTRY_WRONG = "first_entry_wrong"
    PAYLOAD_UNREADABLE = "payload_unreadable"
    PREVIOUS_WRONG = "previous_wrong"
    TICKET_NOT_NEXT = "ticket_not_next"
    TICKET_TWICE = "ticket_twice"
    STRAY = "stray"
    CONTRADICTION = "contradiction"
    CLOSING_WRONG = "closing_wrong"


class Fault(msgspec.Struct, frozen=True):
    """The first bad entry of a chain: where it stands and what is wrong with it."""

    incarnation: IncarnationId
    seq: int
    kind: FaultKind
    detail: str = ""


def next_entry(
    fact: Fact, *, after: Head, at_ms: int, offset_min: int, operator: OperatorCode, signer: Signer
) -> Entry:
    """The entry that says `fact` after the head `after`, hashed and signed."""
    if signer.incarnation != after.incarnation:
        raise Bug("signer_of_other_incarnation", signer=signer.incarnation, head=after.incarnation)
    unsigned = Entry(
        incarnation=after.incarnation,
        seq=after.seq + 1,
        at_ms=at_ms,
        offset_min=offset_min,
        operator=operator,
        kind=fact.kind,
        payload=canonical.encode(fact),
        previous=after.hash,
        hash=NO_HASH,
        signature=b"",
    )
    digest = hash_of(unsigned)
    return replace(unsigned, hash=digest, signature=signer.sign(digest))


def link_fault(entry: Entry, *, after: Head) -> Fault | None:
    """What is wrong with `entry` as the successor of `after`, its signature apart."""
    if entry.incarnation != after.incarnation:
        return Fault(after.incarnation, after.seq + 1, FaultKind.OTHER_INCARNATION, entry.incarnation[:64])
    if entry.seq != after.seq + 1:
        return Fault(entry.incarnation, after.seq + 1, FaultKind.GAP, f"found {entry.seq}")
    if entry.previous != after.hash:
        return Fault(entry.incarnation, entry.seq, FaultKind.LINK_BROKEN)
    try:
        digest = hash_of(entry)
    except (AttributeError, TypeError, ValueError, struct.error) as error:
        return Fault(entry.incarnation, entry.seq, FaultKind.HASH_WRONG, str(error))
    if digest != entry.hash:
        return Fault(entry.incarnation, entry.seq, FaultKind.HASH_WRONG)
    return None


def first_fault(
    entries: Iterable[Entry],
    *,
    after: Head,
    public_key: bytes,
    meaning: Callable[[Entry], Fault | None] = lambda _entry: None,
) -> Fault | None:
    """The first bad entry among `entries`, which follow `after`; None where every one holds.

    `public_key` must be that of the incarnation: its fingerprint is checked first. `meaning` may find fault with an
    entry that holds as a link of the chain. Signatures are verified beside the rest, on another core.
    """
    if fingerprint(public_key) != after.incarnation:
        return Fault(after.incarnation, after.seq, FaultKind.SIGNATURE_WRONG, "another public key")
    with _SignatureQueue(public_key) as signatures:
        for entry in entries:
            fault = _content_fault(entry, after=after)
            if fault:
                return signatures.first_fault() or fault
            earlier = signatures.add(entry)
            if earlier:
                return earlier
            fault = _opening_fault(entry, public_key=public_key) or meaning(entry)
            if fault:
                return signatures.first_fault() or fault
            after = entry.head
        return signatures.first_fault()


class _SignatureQueue:
    """Signatures still to be verified, in order; libsodium lets go of the interpreter while it works."""

    _BATCH, _WAITING = 256, 8

    def __init__(self, public_key: bytes) -> None:
        self._public_key = public_key
        self._batch: list[Entry] = []
        self._verified: deque[Future[Fault | None]] = deque()
        self._pool: ThreadPoolExecutor | None = None

    def add(self, entry: Entry) -> Fault | None:
        """Queues the signature of `entry`; the fault of an earlier one, once that is known."""
        self._batch.append(entry)
        if len(self._batch) < self._BATCH:
            return None
        self._pool = self._pool or ThreadPoolExecutor(2, thread_name_prefix="signatures")
        self._verified.append(self._pool.submit(_signature_fault, self._batch, self._public_key))
        self._batch = []
        return self._verified.popleft().result() if len(self._verified) > self._WAITING else None

    def first_fault(self) -> Fault | None:
        """The first wrong signature of all that were queued."""
        while self._verified:
            fault = self._verified.popleft().result()
            if fault:
                return fault
        batch, self._batch = self._batch, []
        return _signature_fault(batch, self._public_key)

    def __enter__(self) -> _SignatureQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _content_fault(entry: Entry, *, after: Head) -> Fault | None:
    fault = link_fault(entry, after=after)
    if fault:
        return fault
    try:
        canonical.decode(entry.payload)
    except Bug as error:
        return Fault(entry.incarnation, entry.seq, FaultKind.PAYLOAD_NOT_CANONICAL, str(error.params.get("why", "")))
    return None


def _signature_fault(entries: Sequence[Entry], public_key: bytes) -> Fault | None:
    for entry in entries:
        if not signature_holds(public_key, entry.hash, entry.signature):
            return Fault(entry.incarnation, entry.seq, FaultKind.SIGNATURE_WRONG)
    return None


def _opening_fault(entry: Entry, *, public_key: bytes) -> Fault | None:
    if entry.seq == 1 and opening_key(entry) != public_key:
        return Fault(entry.incarnation, 1, FaultKind.FIRST_ENTRY_WRONG)
    return None


def opening_key(entry: Entry) -> bytes | None:
    """The public key that a first entry carries; None where it is no such entry."""
    if entry.kind != IncarnationOpened.kind:
        return None
    try:
        fact = entry.fact()
        return bytes.fromhex(fact.public_key) if isinstance(fact, IncarnationOpened) else None
    except (Bug, ValueError):
        return None
