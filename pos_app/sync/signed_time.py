"""The time that head office tells a till, signed with the key that the till pinned when it joined.

The till's own nonce is in it: an old answer says nothing about now.
"""

from __future__ import annotations

import struct

from pos_app.ledger.signing import signature_holds

NONCE_BYTES = 16

_TAG = b"pos-app time v1"


def time_bytes(*, nonce: str, till: str, time_ms: int) -> bytes:
    """What head office signs."""
    fields = (_TAG, nonce.encode(), till.encode(), struct.pack(">q", time_ms))
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)


def time_is_proved(*, office_key: str, signature: str, nonce: str, till: str, time_ms: int) -> bool:
    """Whether the holder of `office_key` (hex) told this time, to this till, now."""
    try:
        key, signed = bytes.fromhex(office_key), bytes.fromhex(signature)
    except ValueError:
        return False
    return signature_holds(key, time_bytes(nonce=nonce, till=till, time_ms=time_ms), signed)
