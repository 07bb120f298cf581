"""Ed25519 signatures (RFC 8032) through libsodium, and the fingerprint that names an incarnation."""

from __future__ import annotations

import hashlib

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from pos_app.domain.identifiers import IncarnationId

ALGORITHM = "Ed25519"
"""Written in each incarnation's first entry, so that another may take its place (LAW.md § 3)."""

SEED_BYTES = 32
SIGNATURE_BYTES = 64


def fingerprint(public_key: bytes) -> IncarnationId:
    """The incarnation that signs with `public_key`."""
    return IncarnationId(hashlib.sha256(public_key).hexdigest())


class Signer:
    """The till's signing key, opened. It signs and tells its public half; it never shows the seed."""

    __slots__ = ("_key", "incarnation", "public_key")

    def __init__(self, seed: bytes) -> None:
        self._key = SigningKey(seed)
        self.public_key = bytes(self._key.verify_key)
        self.incarnation = fingerprint(self.public_key)

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message).signature

    def __repr__(self) -> str:
        return f"Signer({self.incarnation[:12]})"


def signature_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of `message` by the holder of `public_key`."""
    try:
        VerifyKey(public_key).verify(message, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True
