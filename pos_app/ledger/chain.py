"""Making the next entry of a chain, and checking a chain that somebody else kept."""

from __future__ import annotations

import enum
import struct
from collections.abc import Callable, Iterable

import msgspec
from msgspec.structs import replace

from pos_app.domain.facts import Fact, IncarnationOpened
from pos_app.domain.identifiers import IncarnationId, OperatorCode
from pos_app.domain.refusals import Bug
from pos_app.ledger import canonical
from pos_app.ledger.ed25519 import PUBLIC_KEY_BYTES, Verify, verify_here
from pos_app.ledger.entry import NO_HASH, Entry, Head, hash_of
from pos_app.ledger.signatures import SignatureQueue
from pos_app.ledger.signing import Signer, fingerprint


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


Meaning = Callable[[Entry, Fact | None], Fault | None]
"""Finds fault with an entry that holds as a link of its chain. The fact is what it says, decoded once; None where its
kind is unknown here or reading it takes a closer look (`Entry.fact`)."""


def first_fault(
    entries: Iterable[Entry],
    *,
    after: Head,
    public_key: bytes,
    meaning: Meaning = lambda _entry, _fact: None,
    elsewhere: Verify = verify_here,
    helpers: int = 1,
) -> Fault | None:
    """The first bad entry among `entries`, which follow `after`; None where every one holds.

    `public_key` must be that of the incarnation: its fingerprint is checked first. The signatures of a long chain are
    verified beside the rest, by `elsewhere` in `helpers` threads.
    """
    if fingerprint(public_key) != after.incarnation or len(public_key) != PUBLIC_KEY_BYTES:
        return Fault(after.incarnation, after.seq, FaultKind.SIGNATURE_WRONG, "another public key")
    incarnation, fault = after.incarnation, None
    with SignatureQueue(public_key, elsewhere=elsewhere, helpers=helpers) as signatures:
        for entry in entries:
            fault = link_fault(entry, after=after)
            fact = None if fault else entry.plain_fact()
            if fault or (fact is None and (fault := _form_fault(entry))):
                break
            if signatures.add(entry):
                break
            fault = (_opening_fault(entry, public_key=public_key) if entry.seq == 1 else None) or meaning(entry, fact)
            if fault:
                break
            after = entry.head
        wrong = signatures.first_wrong()
    return Fault(incarnation, wrong, FaultKind.SIGNATURE_WRONG) if wrong else fault


def _form_fault(entry: Entry) -> Fault | None:
    try:
        canonical.decode(entry.payload)
    except Bug as error:
        return Fault(entry.incarnation, entry.seq, FaultKind.PAYLOAD_NOT_CANONICAL, str(error.params.get("why", "")))
    return None


def _opening_fault(entry: Entry, *, public_key: bytes) -> Fault | None:
    return None if opening_key(entry) == public_key else Fault(entry.incarnation, 1, FaultKind.FIRST_ENTRY_WRONG)


def opening_key(entry: Entry) -> bytes | None:
    """The public key that a first entry carries; None where it is no such entry."""
    if entry.kind != IncarnationOpened.kind:
        return None
    try:
        fact = entry.fact()
        return bytes.fromhex(fact.public_key) if isinstance(fact, IncarnationOpened) else None
    except (Bug, ValueError):
        return None
