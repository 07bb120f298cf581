"""Secrets of second factors at rest: encrypted under a key that lies in head office's folder, never in the database.

XChaCha20-Poly1305 (PyNaCl), each bound to its account. Whoever loses the key gives everybody a new second factor.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from pos_app.domain.refusals import Bug
from pos_app.durable_file import write_durably

KEY_FILE = "accounts.key"
_KEY_BYTES = 32


class AccountBox:
    """Seals and opens the secret of an account's second factor."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        self._aead = Aead(key)

    def seal(self, secret: str, *, account: int) -> bytes:
        return bytes(self._aead.encrypt(secret.encode(), _bound(account)))

    def open(self, box: bytes, *, account: int) -> str:
        """Raises Bug("factor_does_not_open") where the box is another account's, was changed, or the key is another."""
        try:
            return self._aead.decrypt(box, _bound(account)).decode()
        except (CryptoError, ValueError):
            raise Bug("factor_does_not_open", account=account) from None

    def __repr__(self) -> str:
        return "AccountBox(***)"


def account_box_in(folder: Path) -> AccountBox:
    """The box whose key is kept in `folder`, made at the first call."""
    path = folder / KEY_FILE
    if not path.exists():
        write_durably(path, secrets.token_bytes(_KEY_BYTES))
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise Bug("accounts_key_wrong")
    return AccountBox(key)


def _bound(account: int) -> bytes:
    return f"pos-app office second factor 1 {account}".encode()
