"""Verifying many Ed25519 signatures (RFC 8032) of hashes, with nothing loaded that this does not need."""

from __future__ import annotations

from collections.abc import Callable

from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

SIGNATURE_BYTES = 64
PUBLIC_KEY_BYTES = 32
SIGNED_BYTES = SIGNATURE_BYTES + 32
"""A signature and the SHA-256 that it signs, one after the other."""
NONE_WRONG = -1

Verify = Callable[[bytes, bytes], int]
"""(public key, one `SIGNED_BYTES` after the other): the index of the first wrong signature, or `NONE_WRONG`."""


def verify_here(public_key: bytes, signed: bytes) -> int:
    """Verifies in the thread that asks; libsodium lets go of the interpreter only while it works on one."""
    index = 0
    try:
        for index in range(len(signed) // SIGNED_BYTES):
            crypto_sign_open(signed[index * SIGNED_BYTES : (index + 1) * SIGNED_BYTES], public_key)
    except (CryptoError, ValueError):
        return index
    return NONE_WRONG
