"""Making the next entry of a chain, and checking a chain that somebody else kept."""

from __future__ import annotations

import enum
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Fault:
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


def entry_fault(entry: Entry, *, after: Head, public_key: bytes) -> Fault | None:
    """Everything that may be wrong with one entry: link, hash, payload, signature, first entry's own key."""
    fault = link_fault(entry, after=after)
    if fault:
        return fault
    try:
        canonical.decode(entry.payload)
    except Bug as error:
        return Fault(entry.incarnation, entry.seq, FaultKind.PAYLOAD_NOT_CANONICAL, str(error.params.get("why", "")))
    if not signature_holds(public_key, entry.hash, entry.signature):
        return Fault(entry.incarnation, entry.seq, FaultKind.SIGNATURE_WRONG)
    if entry.seq == 1 and opening_key(entry) != public_key:
        return Fault(entry.incarnation, 1, FaultKind.FIRST_ENTRY_WRONG)
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
    entry that holds as a link of the chain.
    """
    if fingerprint(public_key) != after.incarnation:
        return Fault(after.incarnation, after.seq, FaultKind.SIGNATURE_WRONG, "another public key")
    for entry in entries:
        fault = entry_fault(entry, after=after, public_key=public_key) or meaning(entry)
        if fault:
            return fault
        after = entry.head
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
