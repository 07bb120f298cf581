"""Ed25519 signatures (RFC 8032) through libsodium, and the fingerprint that names an incarnation."""

from __future__ import annotations

import hashlib

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.signing import SigningKey, VerifyKey

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Bug

ALGORITHM = "Ed25519"
"""Written in each incarnation's first entry, so that another may take its place (LAW.md § 3)."""

SEED_BYTES = 32


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

    def unseal(self, box: bytes) -> bytes:
        """What somebody sealed for this key (`seal_for`). Raises Bug("seal_does_not_open")."""
        from nacl.public import SealedBox

        try:
            return SealedBox(self._key.to_curve25519_private_key()).decrypt(box)
        except (CryptoError, ValueError, TypeError):
            raise Bug("seal_does_not_open") from None

    def __repr__(self) -> str:
        return f"Signer({self.incarnation[:12]})"


def seal_for(public_key: bytes, content: bytes) -> bytes:
    """A sealed box (libsodium) that only the holder of the signing key behind `public_key` opens: `Signer.unseal`."""
    from nacl.public import SealedBox

    return SealedBox(VerifyKey(public_key).to_curve25519_public_key()).encrypt(content)


def signature_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of `message` by the holder of `public_key`."""
    try:
        VerifyKey(public_key).verify(message, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True
