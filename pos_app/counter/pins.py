"""PINs and badges: how they are kept. They give accountability, not encryption (SYNC.md § 5)."""

from __future__ import annotations

import hashlib
import re
import secrets

from pos_app.domain.refusals import Refusal
from pos_app.secret_hash import hash_secret, secret_matches

_PIN = re.compile(r"[0-9]{6}")
_BADGE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BADGE_LENGTH = 26
BADGE_PREFIX = "BDG-"


def hash_pin(pin: str) -> bytes:
    """Argon2id of a six-digit PIN, about 0.1 s and 64 MiB: never on the storage or the GUI thread.

    Raises Refusal("pin_malformed", "pin_too_simple").
    """
    if not _PIN.fullmatch(pin):
        raise Refusal("pin_malformed")
    if len(set(pin)) == 1 or pin in "01234567890" or pin in "09876543210":
        raise Refusal("pin_too_simple")
    return hash_secret(pin)


def pin_matches(pin: str, pin_hash: bytes) -> bool:
    return bool(pin_hash) and bool(_PIN.fullmatch(pin)) and secret_matches(pin, pin_hash)


def new_badge() -> str:
    """The text of a new badge's barcode: a prefix and 130 random bits, in letters no scanner confuses."""
    return BADGE_PREFIX + "".join(secrets.choice(_BADGE_ALPHABET) for _ in range(_BADGE_LENGTH))


def badge_hash(badge: str) -> bytes:
    """What is kept of a badge: random enough that a plain hash tells nothing."""
    return hashlib.sha256(badge.strip().upper().encode()).digest()
