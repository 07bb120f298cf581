"""Recharge codes at rest at head office: encrypted under a key that lies in its folder, never in the database.

XChaCha20-Poly1305 with a random nonce for each code (PyNaCl); its lot and number are bound to it. Keep a copy of the
key apart from copies of the database: one without the other opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import Aead

from pos_app.domain.refusals import Bug
from pos_app.domain.voucher import VoucherCode
from pos_app.durable_file import write_durably

KEY_FILE = "codes.key"
_KEY_BYTES = 32


class CodeBox:
    """Seals, opens and recognises codes."""

    __slots__ = ("_aead", "_known_key")

    def __init__(self, key: bytes) -> None:
        self._aead = Aead(_derived(key, b"pos-app seal"))
        self._known_key = _derived(key, b"pos-app known")

    def seal(self, code: VoucherCode, *, lot: str, number: int) -> bytes:
        return bytes(self._aead.encrypt(code.reveal().encode(), _bound(lot, number)))

    def open(self, box: bytes, *, lot: str, number: int) -> VoucherCode:
        """Raises Bug("code_does_not_open") where the box is another code's, was changed, or the key is another."""
        try:
            return VoucherCode(self._aead.decrypt(box, _bound(lot, number)).decode())
        except (CryptoError, ValueError):
            raise Bug("code_does_not_open", lot=lot, number=number) from None

    def known(self, code: VoucherCode) -> bytes:
        """The keyed hash of a code: of no use without the key."""
        return hashlib.blake2b(code.reveal().encode(), key=self._known_key, digest_size=16).digest()

    def known_serial(self, serial: str) -> bytes:
        """The keyed hash of the operator's number of a code; it is none of a code's."""
        return hashlib.blake2b(serial.encode(), key=self._known_key, person=b"serial", digest_size=16).digest()

    def seal_file(self, content: bytes, *, upload: str) -> bytes:
        """A file of codes that waits for a person's word."""
        return bytes(self._aead.encrypt(content, upload.encode()))

    def open_file(self, sealed: bytes, *, upload: str) -> bytes:
        """Raises Bug("file_does_not_open")."""
        try:
            return bytes(self._aead.decrypt(sealed, upload.encode()))
        except (CryptoError, ValueError):
            raise Bug("file_does_not_open", upload=upload) from None

    def __repr__(self) -> str:
        return "CodeBox(***)"


def code_box_in(folder: Path) -> CodeBox:
    """The box whose key is kept in `folder`, made at the first call."""
    path = folder / KEY_FILE
    if not path.exists():
        write_durably(path, secrets.token_bytes(_KEY_BYTES))
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise Bug("codes_key_wrong")
    return CodeBox(key)


def _derived(key: bytes, use: bytes) -> bytes:
    return hashlib.blake2b(b"", key=key, person=use, digest_size=32).digest()


def _bound(lot: str, number: int) -> bytes:
    return f"pos-app office code 1 {lot} {number}".encode()
