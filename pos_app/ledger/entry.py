"""An entry: one fact, hashed, chained to the one before and signed.

`hash` is SHA-256 over a domain tag and the length-prefixed fields in the order of `Entry`, the payload as stored
bytes; `signature` is Ed25519 (RFC 8032) over `hash`. tests/ledger/vectors.json publishes examples.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from typing import Any

import msgspec

from pos_app.domain.facts import Fact, decode_fact, read_fact
from pos_app.domain.identifiers import IncarnationId, OperatorCode
from pos_app.ledger import canonical

ENTRY_TAG = b"pos-app ledger entry v1"
HASH_BYTES = 32
NO_HASH = bytes(HASH_BYTES)
"""`previous` of the first entry of an incarnation."""

_LENGTH = struct.Struct(">I")
_INTEGERS = struct.Struct(">" + 3 * "Iq")
_TAG = _LENGTH.pack(len(ENTRY_TAG)) + ENTRY_TAG


class Entry(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One entry of a journal, as signed.

    `seq` counts 1, 2, 3 without a gap in its incarnation; `at_ms` is UTC in milliseconds since 1970 and
    `offset_min` what the local clock stood ahead of UTC, in minutes; `operator` is a code, empty for the program
    itself; `payload` holds the canonical bytes of the fact `kind`.
    """

    incarnation: IncarnationId
    seq: int
    at_ms: int
    offset_min: int
    operator: OperatorCode
    kind: str
    payload: bytes
    previous: bytes
    hash: bytes
    signature: bytes

    @property
    def head(self) -> Head:
        return Head(self.incarnation, self.seq, self.hash)

    @property
    def columns(self) -> tuple[Any, ...]:
        """What a database keeps of it, in the order of the fields, beside its own number of the incarnation."""
        return msgspec.structs.astuple(self)[1:]

    def fact(self) -> Fact:
        """What the entry says. Raises Bug where its kind is unknown here or its payload is not canonical."""
        return self.plain_fact() or read_fact(self.kind, canonical.decode(self.payload))

    def plain_fact(self) -> Fact | None:
        """What the entry says, decoded once and its form checked; None where that takes a closer look (`fact`)."""
        fact = decode_fact(self.kind, self.payload)
        return fact if fact is not None and canonical.is_form_of(fact, self.payload) else None


class Head(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The last known entry of an incarnation; `seq` 0 and a zero hash before the first."""

    incarnation: IncarnationId
    seq: int
    hash: bytes

    @classmethod
    def before_first(cls, incarnation: IncarnationId) -> Head:
        return cls(incarnation, 0, NO_HASH)


def hash_of(entry: Entry) -> bytes:
    """The hash that `entry` must carry: SHA-256 over the tag and its fields, each preceded by its length in four
    bytes, big-endian; its own hash and signature apart.

    Integers are eight bytes, big-endian, two's complement; strings are UTF-8; the incarnation is its 32 bytes.
    Raises AttributeError, TypeError, ValueError or struct.error where a field is none that can be hashed.
    """
    payload, previous = entry.payload, entry.previous
    return hashlib.sha256(
        b"".join((
            _begun(entry.incarnation),
            _INTEGERS.pack(8, entry.seq, 8, entry.at_ms, 8, entry.offset_min),
            _measured(entry.operator),
            _measured(entry.kind),
            _LENGTH.pack(len(payload)), payload,
            _LENGTH.pack(len(previous)), previous,
        ))
    ).digest()  # fmt: skip


@lru_cache(maxsize=16)
def _begun(incarnation: str) -> bytes:
    """How what is hashed begins, in every entry of a chain."""
    name = bytes.fromhex(incarnation)
    return _TAG + _LENGTH.pack(len(name)) + name


@lru_cache(maxsize=512)
def _measured(text: str) -> bytes:
    """A code or a kind, of which there are few, behind its length."""
    encoded = text.encode()
    return _LENGTH.pack(len(encoded)) + encoded
