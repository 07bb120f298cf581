"""A till's diagnosis for head office: what program it is, how it stands, what went wrong lately; sealed and signed.

Nothing in it is free text of anybody's: numbers, codes that the program knows, names of its own files and functions.
No name, no code, no PIN can be inside, whatever the till or its logs hold.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from pos_app.domain.refusals import Bug, Refusal
from pos_app.ledger.signing import Signer, fingerprint, seal_for, signature_holds
from pos_app.sync.wire import Answer, Count, Digest, Message, Name

DIAGNOSES_PATH = "/v1/diagnoses"
DIAGNOSIS_TYPE = "application/vnd.pos-app.diagnosis"
LARGEST_DIAGNOSIS_BYTES = 256 * 1024
LARGEST_CONTENT_BYTES = 2 * 1024 * 1024
MOST_TROUBLES = 200
_BEGINNING = b"pos-app diagnosis 1\n"
_TAG = b"pos-app diagnosis v1"

Word = Annotated[str, msgspec.Meta(max_length=120)]


class Trouble(Message, frozen=True):
    """One record of the log: when, how bad, which part of the program, the kind of error and its code, where in our
    own files. What it said in words is left out."""

    at: Word
    level: Word
    part: Word
    error: Word = ""
    places: tuple[Word, ...] = ()


class Counted(Message, frozen=True):
    """So many of something that the program names."""

    what: Word
    count: int


class Diagnosis(Message, frozen=True):
    """A till as it stands. `verified` is empty where the whole journal holds, else the code of what is wrong."""

    made_ms: Count
    software: Name
    perimeter: Word
    system: Word
    python: Word
    series: Name
    language: Word
    theme: Word
    guarded_by: Word
    entries: Count
    unsent: Count
    verified: Word
    counted: tuple[Counted, ...]
    screens: tuple[Word, ...]
    troubles: tuple[Trouble, ...]


class _Signed(Message, frozen=True):
    content: bytes
    public_key: Digest
    signature: bytes


class DiagnosisTaken(Answer, frozen=True):
    """Head office keeps it under this number."""

    number: int


def sealed_diagnosis(diagnosis: Diagnosis, *, signer: Signer, office_key: bytes) -> bytes:
    """The bytes that travel, or lie in a file: only head office opens them."""
    import zstandard

    content = zstandard.ZstdCompressor(level=9).compress(msgspec.json.encode(diagnosis))
    signed = _Signed(content=content, public_key=signer.public_key.hex(), signature=signer.sign(_TAG + content))
    return _BEGINNING + seal_for(office_key, msgspec.msgpack.encode(signed))


def opened_diagnosis(data: bytes, office: Signer) -> tuple[str, Diagnosis]:
    """The incarnation (hex) that made it, and what it says. Raises Refusal("diagnosis_not_ours")."""
    import zstandard

    if not data.startswith(_BEGINNING) or len(data) > LARGEST_DIAGNOSIS_BYTES:
        raise Refusal("diagnosis_not_ours")
    try:
        signed = msgspec.msgpack.decode(office.unseal(data[len(_BEGINNING) :]), type=_Signed)
        public_key = bytes.fromhex(signed.public_key)
        if not signature_holds(public_key, _TAG + signed.content, signed.signature):
            raise Refusal("diagnosis_not_ours")
        size = zstandard.frame_content_size(signed.content)
        if not 0 < size <= LARGEST_CONTENT_BYTES:
            raise Refusal("diagnosis_not_ours")
        content = zstandard.ZstdDecompressor().decompress(signed.content, max_output_size=LARGEST_CONTENT_BYTES)
        return fingerprint(public_key), msgspec.json.decode(content, type=Diagnosis)
    except (Bug, msgspec.DecodeError, ValueError, zstandard.ZstdError, RecursionError):
        raise Refusal("diagnosis_not_ours") from None
