"""Wrapping one secret with another: XChaCha20-Poly1305 with its own random nonce (PyNaCl)."""

from __future__ import annotations

import secrets

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError

KEY_BYTES = 32


class WrongKeyError(Exception):
    """The box was made with another key or for another purpose, or was changed."""


def wrap(secret: bytes, *, key: bytes, purpose: bytes) -> bytes:
    """Nonce and ciphertext; `purpose` is bound to it, so that a box cannot stand in for another."""
    nonce = secrets.token_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(secret, purpose, nonce, key)


def unwrap(box: bytes, *, key: bytes, purpose: bytes) -> bytes:
    """The secret inside `box`. Raises WrongKeyError."""
    nonce, sealed = (
        box[:crypto_aead_xchacha20poly1305_ietf_NPUBBYTES],
        box[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES:],
    )
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, purpose, nonce, key)
    except (CryptoError, ValueError) as error:
        raise WrongKeyError from error
