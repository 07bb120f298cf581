"""The file that a stick carries where there is no network: a parcel to head office, or head office's answer.

What a till and head office say without a network (SYNC.md § 2, sent by hand):

- The till writes **one file**, a parcel. It holds the requests that the network would have carried, their bodies byte
  for byte: the hello, the batches of entries, the changes of people, its places in the feeds, its stored requests for
  codes, the manifest. Head office works through them as if they had come one by one and writes **one file** back, the
  answer: what it acknowledges with its hashes, what it parked, what it gives, the feeds after those places, its time.
- **Outside**, in clear: a magic, the kind, the version, the length and the SHA-256 of all the rest, so that a file that
  was cut, changed or is none of ours is named before anything is opened; then which till it is about, a number and a
  time. Nothing about a person and no code is in clear.
- **Inside** is a sealed box for one key: head office's, pinned when the till joined, or that of the till's incarnation.
- **Signed** by the till's key, or by head office's, over everything outside and the box. A request on the network is
  signed over a challenge and a counter; nobody hands a challenge to a stick, so a tag of its own stands instead: no
  signature of a file is ever one of a request.
- A file may come twice, late, or after a newer one. It has no effect the second time: entries are known by seq and
  hash, changes of people by their id, requests for codes by theirs, feeds by their place. Its number only tells the
  person who holds it what it is.
- Each answer bears a number that grows, so that an older one is known; it counts as contact from the moment at which
  head office wrote it, not from the one at which it is taken in.
"""

from __future__ import annotations

import enum
import hashlib
import struct
from collections.abc import Callable
from typing import Annotated

import msgspec

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal
from pos_app.ledger.signing import Signer, fingerprint, seal_for, signature_holds
from pos_app.sync.people_messages import Text
from pos_app.sync.wire import Amount, Count, Digest, IncarnationName, Message

VERSION = 1
LARGEST_PARCEL_BYTES = 8 * 1024 * 1024
"""What a till puts into one file; what is over goes into the next one, after the answer."""
LARGEST_FILE_BYTES = 40 * 1024 * 1024
MAGIC = b"pos-app\n"

_TAG = b"pos-app carried file v1"
_FRAME = struct.Struct(">8scBQ32s")
_DIGEST_BYTES = 32


class Kind(enum.StrEnum):
    """Which way a file goes."""

    PARCEL = "P"
    ANSWER = "A"


class Cover(Message, frozen=True):
    """What a file says in clear: the till it is about (as its point calls it), a number that grows, when it was made
    by the clock of whoever made it, and the keys: `by` signed it, `to` alone opens it."""

    till: Text
    series: Text
    number: Count
    made_ms: Amount
    by: Digest
    to: IncarnationName


class _Content(Message, frozen=True):
    cover: Cover
    box: bytes
    signature: Annotated[bytes, msgspec.Meta(max_length=64)] = b""


class CarriedFile(msgspec.Struct, frozen=True):
    """A file that is whole and signed by the key that its cover names; `box` is still sealed."""

    kind: Kind
    cover: Cover
    box: bytes
    digest: bytes


def written(kind: Kind, cover: Cover, content: bytes, *, signer: Signer, to_key: bytes) -> bytes:
    """The bytes of a file: `content` sealed for `to_key`, signed by `signer`, whom the cover names."""
    unsigned = _Content(cover=cover, box=seal_for(to_key, content))
    signature = signer.sign(_signed(kind, unsigned))
    body = msgspec.msgpack.encode(msgspec.structs.replace(unsigned, signature=signature))
    return _frame(kind, body, _digest(kind, VERSION, body)) + body


def read(data: bytes, kind: Kind) -> CarriedFile:
    """A file as it was written.

    Raises Refusal("file_not_ours", "file_cut", "file_changed", "file_newer", "file_wrong_way").
    """
    found, version, body, digest = _unframed(data)
    if digest != _digest(found, version, body):
        raise Refusal("file_changed")
    if version != VERSION:
        raise Refusal("file_newer")
    if found != kind:
        raise Refusal("file_wrong_way", kind=found)
    try:
        content = msgspec.msgpack.decode(body, type=_Content)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Refusal("file_changed") from None
    signed = _signed(kind, msgspec.structs.replace(content, signature=b""))
    if not signature_holds(bytes.fromhex(content.cover.by), signed, content.signature):
        raise Refusal("file_changed")
    return CarriedFile(kind, content.cover, content.box, digest)


def opened(file: CarriedFile, unseal: Callable[[bytes], bytes]) -> bytes:
    """What is inside. Raises Bug("seal_does_not_open")."""
    return unseal(file.box)


def kind_of(beginning: bytes) -> Kind | None:
    """Which kind of file begins so; None where it is none of ours."""
    if len(beginning) < _FRAME.size or not beginning.startswith(MAGIC):
        return None
    letter = _FRAME.unpack_from(beginning)[1].decode("latin-1")
    return Kind(letter) if letter in list(Kind) else None


def signed_by(file: CarriedFile) -> IncarnationId:
    """The fingerprint of the key that signed."""
    return fingerprint(bytes.fromhex(file.cover.by))


def _unframed(data: bytes) -> tuple[str, int, bytes, bytes]:
    """(kind, version, body, digest), of which nothing is proved yet but that all of it is there."""
    if not data.startswith(MAGIC[: len(data)]) or not data:
        raise Refusal("file_not_ours")
    if len(data) < _FRAME.size:
        raise Refusal("file_cut")
    _magic, kind, version, length, digest = _FRAME.unpack_from(data)
    body = data[_FRAME.size :]
    if len(body) != length:
        raise Refusal("file_cut" if len(body) < length else "file_changed")
    return kind.decode("latin-1"), version, body, digest


def _frame(kind: Kind, body: bytes, digest: bytes) -> bytes:
    return _FRAME.pack(MAGIC, kind.value.encode(), VERSION, len(body), digest)


def _digest(kind: str, version: int, body: bytes) -> bytes:
    head = _FRAME.pack(MAGIC, kind.encode("latin-1"), version, len(body), bytes(_DIGEST_BYTES))
    return hashlib.sha256(head + body).digest()


def _signed(kind: Kind, content: _Content) -> bytes:
    """What is signed: the kind, the cover and the box's hash, so that neither can be put with another."""
    fields = (_TAG, kind.value.encode(), msgspec.msgpack.encode(content.cover), hashlib.sha256(content.box).digest())
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)
