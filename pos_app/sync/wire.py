"""What a till and head office say to each other: the structs that both sides share (SYNC.md § 2).

JSON for small messages, MessagePack under zstd for entries, which travel as they were signed. Unknown fields are
refused: an older program never half understands a newer one.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from dataclasses import dataclass
from typing import Annotated

import msgspec

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal
from pos_app.ledger.canonical import LARGEST_INTEGER
from pos_app.ledger.entry import Entry

PROTOCOL = 3
"""What this program speaks. A message only ever gains fields with a default (tests/sync/frozen holds older ones)."""
MOST_ENTRIES = 500
LARGEST_BODY_BYTES = 512 * 1024
LARGEST_DECOMPRESSED_BYTES = 8 * 1024 * 1024
ENTRIES_TYPE = "application/vnd.pos-app.entries+msgpack+zstd"
PROBLEM_TYPE = "application/problem+json"

INCARNATION_HEADER = "Pos-Incarnation"
COUNTER_HEADER = "Pos-Counter"
SIGNATURE_HEADER = "Pos-Signature"

_REQUEST_TAG = b"pos-app request v1"
_SECRET_BYTES, _FINGERPRINT_BYTES = 15, 20
_CODE = re.compile(r"([A-Z2-7 -]+)@([A-Za-z0-9.:\[\]-]+)")


Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$(?!\n)")]
IncarnationName = Annotated[IncarnationId, msgspec.Meta(pattern="^[0-9a-f]{64}$(?!\n)")]
Hexadecimal = Annotated[str, msgspec.Meta(pattern="^(?:[0-9a-f]{2}){0,128}$(?!\n)")]
Name = Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[^\x00-\x1f]*$(?!\n)")]
Count = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_INTEGER)]
Amount = Annotated[int, msgspec.Meta(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every message is."""


class Answer(Message, frozen=True, forbid_unknown_fields=False, omit_defaults=True):
    """What head office answers. A till leaves what a newer head office adds; what is as it always was is left out, so
    that an older till, which refused what it did not know, understands it."""


class KnownIncarnation(Message, frozen=True):
    """An incarnation as the till knows it: its public key (hex) and how far it came."""

    incarnation: IncarnationName
    public_key: Digest
    seq: Count
    hash: Digest


class Enrolment(Message, frozen=True):
    """A till asks to be taken in, with all it has; `incarnations` are in its order, the current one last.

    `signature` is by the current key over the rest (`enrolment_bytes`): the till holds what it shows.
    """

    secret: Hexadecimal
    software: Name
    series: Name
    incarnations: tuple[KnownIncarnation, ...]
    signature: Hexadecimal = ""


class Enrolled(Answer, frozen=True):
    """The same key asking again gets the same answer. `till_secret` proves later incarnations of this till;
    `office_key` (hex, Ed25519) signs what head office says from now on, and is what boxes for it are sealed to."""

    till: str
    point: str
    till_secret: str
    authority_pem: str
    time_ms: int
    office_key: str = ""


class FeedPlace(Message, frozen=True):
    """How far a feed was read."""

    feed: Name
    epoch: Name
    place: Name


class FeedEnd(Answer, frozen=True):
    """Where a feed ends now: whoever stands there has all of it."""

    feed: Name
    epoch: Name
    place: Name


class Hello(Message, frozen=True, omit_defaults=True):
    """Begins a sync. `proof` ties a new incarnation to the till that was enrolled (`incarnation_proof`); `protocol` is
    the newest that the till speaks, left out by those of the first.

    The rest is of the third: what the till thinks head office holds of its current incarnation, how far the mark
    beside its database came, the start of its computer and how long ago that was, its database's schema, what guards
    its keys, how far it read each feed, the key of head office that it pinned, and a number used once.
    """

    till: Name
    software: Name
    series: Name
    device_time_ms: Amount
    incarnations: tuple[KnownIncarnation, ...]
    proof: Hexadecimal
    protocol: Count = 1
    acknowledged: Count = 0
    marked: Count = 0
    boot: Name = ""
    uptime_ms: Count = 0
    database: Name = ""
    guarded_by: Name = ""
    cursors: tuple[FeedPlace, ...] = ()
    office_key: Hexadecimal = ""
    nonce: Hexadecimal = ""


class HeldHead(Answer, frozen=True):
    """How far head office holds an incarnation."""

    incarnation: IncarnationName
    seq: Count
    hash: Digest


class HelloAnswer(Answer, frozen=True):
    """`challenge` (hex) and a counter that starts at 1 go into the signatures of the requests that follow.

    `action`: "ok"; "wait": come back after `wait_s`; "revoked"; "fork"; and two that stop nothing, for what the till
    sends is taken all the same: "upgrade", its program is more than two protocols behind, and "re_enrol", it pinned
    another key than head office's. `protocol` is what head office speaks. `signature` proves the time
    (`pos_app.sync.signed_time`); `feeds` is where each feed ends now, `slot_s` the second of each ten minutes in which
    this till syncs by itself.
    """

    action: str
    challenge: Hexadecimal
    time_ms: int
    heads: tuple[HeldHead, ...]
    protocol: Count = 1
    signature: str = ""
    wait_s: Count = 0
    feeds: tuple[FeedEnd, ...] = ()
    slot_s: Count = 0


class EntriesPush(Message, frozen=True):
    """Entries of one incarnation, in order, as signed."""

    entries: tuple[Entry, ...]


class Parked(Answer, frozen=True):
    """An entry that head office keeps and cannot interpret, and why: it blocks nobody."""

    seq: int
    reason: str


class PushAnswer(Answer, frozen=True):
    """How far the incarnation is stored and safe, and what of the batch could not be interpreted."""

    acknowledged_seq: Count
    acknowledged_hash: Digest
    parked: tuple[Parked, ...] = ()


class Manifest(Message, frozen=True):
    """The figures of a till's sync_manifest entry, to be compared with what head office holds."""

    last_seq: Count
    tickets: Count
    total_cents: Amount
    head: Digest


class ManifestAnswer(Answer, frozen=True):
    """`differences` name the figures that are not the same; empty where all arrived."""

    differences: tuple[str, ...] = ()


class Closing(Message, frozen=True):
    """A till closed this incarnation for good: its last entry, signed as any other. Nothing is sold after it."""

    seq: Count
    hash: Digest


class ClosingAnswer(Answer, frozen=True):
    """Head office knows; the same again has the same answer. `closed_ms` is when it was told first."""

    closed_ms: int


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 9457. `code` is what programs read; `expected` goes with "gap", `retry_after_s` with "busy"."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    expected: int = 0
    retry_after_s: int = 0


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """A one-time code: a secret, the fingerprint of the authority that head office must show, and its address."""

    secret: bytes
    authority_fingerprint: bytes
    address: str

    def __str__(self) -> str:
        """Groups of five letters, then the address: "ABCDE-...@office.example.org:8443"."""
        letters = base64.b32encode(self.secret + self.authority_fingerprint).decode()
        return "-".join(letters[i : i + 5] for i in range(0, len(letters), 5)) + "@" + self.address

    def __repr__(self) -> str:
        return f"EnrolmentCode(***@{self.address})"

    @classmethod
    def parse(cls, text: str) -> EnrolmentCode:
        """Reads a code as typed or scanned. Raises Refusal("enrolment_code_malformed")."""
        letters, _, address = "".join(text.split()).rpartition("@")
        found = _CODE.fullmatch(f"{letters.upper()}@{address}")
        if not found:
            raise Refusal("enrolment_code_malformed")
        try:
            content = base64.b32decode(found[1].replace("-", ""))
        except ValueError:
            raise Refusal("enrolment_code_malformed") from None
        if len(content) != _SECRET_BYTES + _FINGERPRINT_BYTES:
            raise Refusal("enrolment_code_malformed")
        return cls(content[:_SECRET_BYTES], content[_SECRET_BYTES:], found[2])


def authority_fingerprint(certificate_der: bytes) -> bytes:
    """The part of the authority's SHA-256 that a code carries: 160 bits."""
    return hashlib.sha256(certificate_der).digest()[:_FINGERPRINT_BYTES]


def enrolment_bytes(enrolment: Enrolment) -> bytes:
    """What the current key signs of an enrolment."""
    return msgspec.json.encode(msgspec.structs.replace(enrolment, signature=""), order="sorted")


def incarnation_proof(till_secret: bytes, incarnation: IncarnationId) -> str:
    """Shows that the till which was given `till_secret` opened `incarnation`."""
    return hashlib.blake2b(incarnation.encode(), key=till_secret, person=b"pos-app proof").hexdigest()


def request_bytes(*, method: str, path: str, body: bytes, challenge: bytes, counter: int) -> bytes:
    """What the signature of a request covers; no wall clock, which may be wrong."""
    fields = (
        _REQUEST_TAG,
        method.encode(),
        path.encode(),
        hashlib.sha256(body).digest(),
        challenge,
        struct.pack(">q", counter),
    )
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)
