"""An entry: one fact, hashed, chained to the one before and signed.

`hash` is SHA-256 over a domain tag and the length-prefixed fields in the order of `Entry`, the payload as stored
bytes; `signature` is Ed25519 (RFC 8032) over `hash`. tests/ledger/vectors.json publishes examples.
"""

from __future__ import annotations

import hashlib
import struct
from typing import Any

import msgspec

from pos_app.domain.facts import Fact, read_fact
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
        return read_fact(self.kind, canonical.decode(self.payload))


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
    incarnation, operator, kind = bytes.fromhex(entry.incarnation), entry.operator.encode(), entry.kind.encode()
    return hashlib.sha256(
        b"".join((
            _TAG,
            _LENGTH.pack(len(incarnation)), incarnation,
            _INTEGERS.pack(8, entry.seq, 8, entry.at_ms, 8, entry.offset_min),
            _LENGTH.pack(len(operator)), operator,
            _LENGTH.pack(len(kind)), kind,
            _LENGTH.pack(len(entry.payload)), entry.payload,
            _LENGTH.pack(len(entry.previous)), entry.previous,
        ))
    ).digest()  # fmt: skip
