"""PINs and badges: how they are kept, and how long a wrong one makes somebody wait.

They give accountability, not encryption (SYNC.md § 5): Argon2id with 64 MiB, five failures, then 30 s doubling up
to 15 min.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from pos_app.domain.refusals import Refusal

ARGON2_MEMORY_BYTES = 64 * 1024 * 1024
ARGON2_PASSES = 2
FREE_FAILURES = 5
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 15 * 60

_PIN = re.compile(r"[0-9]{6}")
_BADGE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BADGE_LENGTH = 26
BADGE_PREFIX = "BDG-"


def hash_pin(pin: str) -> bytes:
    """Argon2id of a six-digit PIN, about 0.1 s and 64 MiB: never on the storage or the GUI thread.

    Raises Refusal("pin_malformed", "pin_too_simple").
    """
    from nacl.pwhash import argon2id

    if not _PIN.fullmatch(pin):
        raise Refusal("pin_malformed")
    if len(set(pin)) == 1 or pin in "01234567890" or pin in "09876543210":
        raise Refusal("pin_too_simple")
    hashed: bytes = argon2id.str(pin.encode(), opslimit=ARGON2_PASSES, memlimit=ARGON2_MEMORY_BYTES)
    return hashed


def pin_matches(pin: str, pin_hash: bytes) -> bool:
    from nacl.exceptions import InvalidkeyError
    from nacl.pwhash import argon2id

    if not pin_hash or not _PIN.fullmatch(pin):
        return False
    try:
        return bool(argon2id.verify(pin_hash, pin.encode()))
    except InvalidkeyError:
        return False


def wait_after(failures: int) -> int:
    """Seconds to wait after this many wrong PINs in a row: 0 up to four, then 30, 60, 120 ... 900."""
    if failures < FREE_FAILURES:
        return 0
    doublings = min(failures - FREE_FAILURES, 10)
    return int(min(LONGEST_WAIT_S, FIRST_WAIT_S << doublings))


def new_badge() -> str:
    """The text of a new badge's barcode: a prefix and 130 random bits, in letters no scanner confuses."""
    return BADGE_PREFIX + "".join(secrets.choice(_BADGE_ALPHABET) for _ in range(_BADGE_LENGTH))


def badge_hash(badge: str) -> bytes:
    """What is kept of a badge: random enough that a plain hash tells nothing."""
    return hashlib.sha256(badge.strip().upper().encode()).digest()
