"""Marks: how far the journal had come, kept outside the database, so that an older one is noticed.

A mark is authenticated with a key derived from the database's: one that was edited, or copied from another till,
counts as missing, which is the careful reading.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
from collections.abc import Iterable
from pathlib import Path

import msgspec

from pos_app.domain.identifiers import IncarnationId
from pos_app.durable_file import write_durably


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the journal stood: its head, its entries over all incarnations, the last ticket, perpetual totals."""

    incarnation: IncarnationId
    seq: int
    hash: str
    position: int
    series: str
    last_ticket: int
    perpetual_cents: int
    perpetual_absolute_cents: int


class Standing(enum.Enum):
    """How the database compares with its marks."""

    CURRENT = "current"
    BEHIND = "behind"
    UNMARKED = "unmarked"


def write_mark(path: Path, mark: Mark, key: bytes) -> None:
    """Raises OSError where the folder of marks cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, seal_mark(mark, key))


def read_mark(path: Path, key: bytes) -> Mark | None:
    """The mark at `path`; None where it is missing, damaged or not of this till."""
    try:
        return unseal_mark(path.read_bytes(), key)
    except OSError:
        return None


def seal_mark(mark: Mark, key: bytes) -> bytes:
    """A mark and its authentication code, in one line of text."""
    content = msgspec.json.encode(mark)
    return content + b"\n" + _code(content, key) + b"\n"


def unseal_mark(sealed: bytes, key: bytes) -> Mark | None:
    content, _, code = sealed.strip().rpartition(b"\n")
    if not hmac.compare_digest(code, _code(content, key)):
        return None
    try:
        return msgspec.json.decode(content, type=Mark)
    except (msgspec.DecodeError, ValueError):
        return None


def furthest(marks: Iterable[Mark]) -> Mark | None:
    """The mark that came furthest among the copies."""
    return max(marks, key=lambda mark: mark.position, default=None)


def standing(*, position: int, hash_at_mark: str | None, mark: Mark | None) -> Standing:
    """How a journal of `position` entries compares with `mark`.

    `hash_at_mark` is the hash of its entry at the mark's position, None where it has none: another hash there means
    another branch, as after a restore followed by sales.
    """
    if mark is None:
        return Standing.UNMARKED if position else Standing.CURRENT
    if position < mark.position or hash_at_mark != mark.hash:
        return Standing.BEHIND
    return Standing.CURRENT


def _code(content: bytes, key: bytes) -> bytes:
    derived = hashlib.blake2b(b"mark", key=key, person=b"pos-app marks").digest()
    return hashlib.blake2b(content, key=derived, digest_size=32).hexdigest().encode()
