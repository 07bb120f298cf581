"""How PINs and passwords are kept: Argon2id with 64 MiB (SYNC.md § 5), about 0.1 s each."""

from __future__ import annotations

MEMORY_BYTES = 64 * 1024 * 1024
PASSES = 2


def hash_secret(secret: str) -> bytes:
    """What to keep of a PIN or a password: salted, slow on purpose. Never on the storage or the GUI thread."""
    from nacl.pwhash import argon2id

    hashed: bytes = argon2id.str(secret.encode(), opslimit=PASSES, memlimit=MEMORY_BYTES)
    return hashed


def secret_matches(secret: str, hashed: bytes) -> bool:
    """Whether `hashed` was made of `secret`."""
    from nacl.exceptions import InvalidkeyError
    from nacl.pwhash import argon2id

    try:
        return bool(argon2id.verify(hashed, secret.encode()))
    except InvalidkeyError:
        return False
