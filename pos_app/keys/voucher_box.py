"""The voucher key at work: a code sealed for one till and one incarnation, and the keyed hash that knows it again.

XChaCha20-Poly1305 with a random nonce for each code (PyNaCl); the id of the code, the till and the incarnation are
bound to it, so that a box that was moved opens nothing (SYNC.md § 5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pos_app.domain.identifiers import IncarnationId, ItemId
from pos_app.domain.refusals import Bug
from pos_app.domain.serial_numbers import SerialNumber
from pos_app.domain.voucher import VoucherCode
from pos_app.keys.wrapping import WrongKeyError, unwrap, wrap

HASH_BYTES = 16


class VoucherBox:
    """Seals, opens and recognises codes. `till` is the fingerprint of the first key of the till that holds them."""

    __slots__ = ("_known_key", "_seal_key", "_serial_key")

    def __init__(self, voucher_key: bytes) -> None:
        self._seal_key = _derived(voucher_key, b"pos-app seal")
        self._known_key = _derived(voucher_key, b"pos-app known")
        self._serial_key = _derived(voucher_key, b"pos-app serial")

    def seal(self, code: VoucherCode, *, item: ItemId, till: IncarnationId, incarnation: IncarnationId) -> bytes:
        return wrap(code.reveal().encode(), key=self._seal_key, purpose=_purpose(item, till, incarnation))

    def open(self, box: bytes, *, item: ItemId, till: IncarnationId, incarnation: IncarnationId) -> VoucherCode:
        """Raises Bug("code_does_not_open") where the box is another code's, another till's or was changed."""
        try:
            return VoucherCode(unwrap(box, key=self._seal_key, purpose=_purpose(item, till, incarnation)).decode())
        except WrongKeyError:
            raise Bug("code_does_not_open", item=item) from None

    def known(self, code: VoucherCode) -> bytes:
        """The keyed hash of a code: the same for the same code, and of no use without the key."""
        return hashlib.blake2b(code.reveal().encode(), key=self._known_key, digest_size=HASH_BYTES).digest()

    def known_serial(self, number: SerialNumber) -> bytes:
        """The keyed hash of a thing's number: all that is kept of it but its end."""
        return hashlib.blake2b(number.reveal().encode(), key=self._serial_key, digest_size=HASH_BYTES).digest()

    def checksum(self, hashes: Iterable[bytes]) -> str:
        """A keyed checksum over the hashes of a lot's codes, in their order (hexadecimal)."""
        sum_of = hashlib.blake2b(key=self._known_key, digest_size=HASH_BYTES, person=b"pos-app lot")
        for each in hashes:
            sum_of.update(each)
        return sum_of.hexdigest()

    def __repr__(self) -> str:
        return "VoucherBox(***)"


def _derived(key: bytes, use: bytes) -> bytes:
    return hashlib.blake2b(b"", key=key, person=use, digest_size=32).digest()


def _purpose(item: ItemId, till: IncarnationId, incarnation: IncarnationId) -> bytes:
    return f"pos-app voucher code 1 {item} {till} {incarnation}".encode()
