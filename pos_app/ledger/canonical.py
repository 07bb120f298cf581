"""Canonical JSON: one value, one sequence of bytes (RFC 8785 within narrow bounds).

The bounds: objects, arrays, strings, booleans and integers of at most 2**53 - 1; keys in ASCII; no null and no
float. Within them the key order of RFC 8785 (UTF-16 code units) is that of the bytes, and its number form is
plain decimal, so msgspec's sorted encoder gives the canonical form; a test compares it with the RFC's rules.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from pos_app.domain.refusals import Bug

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 16
"""No fact nests deeper; a payload that does is an attack on the reader."""

_DIGITS_ALIKE = bytes(ord("0") if chr(byte) in "0123456789" else ord(" ") for byte in range(256))
_LONG, _LONG_NUMBER = b"0" * 16, re.compile(rb"[:,[-][0-9]{16}")
"""What a number that may be too large looks like, digits alike; where one stands, and not inside a word."""

_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder()


def encode(value: msgspec.Struct | dict[str, Any]) -> bytes:
    """Canonical bytes of `value`. Raises Bug("payload_not_canonical") outside the bounds above."""
    payload = _encoder.encode(value)
    decode(payload)
    return payload


def decode(payload: bytes) -> dict[str, Any]:
    """The object whose canonical form is exactly `payload`.

    Raises Bug("payload_not_canonical") for anything else: a duplicate key, a space, a key out of order, a float,
    a null, an escape that need not be. Encoding what was read and comparing the bytes finds them all.
    """
    try:
        value = _decoder.decode(payload)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Bug("payload_not_canonical", why=str(error)) from error
    if not isinstance(value, dict):
        raise Bug("payload_not_canonical", why="not an object")
    fault = _out_of_bounds(value, DEEPEST)
    if fault:
        raise Bug("payload_not_canonical", why=fault)
    if _encoder.encode(value) != payload:
        raise Bug("payload_not_canonical", why="another form of the same value")
    return value


def is_form_of(value: msgspec.Struct, payload: bytes) -> bool:
    """Whether `payload` is the canonical form of `value`, told quickly: False where it takes a closer look.

    `value` was decoded from it into types that hold no null, no float, no map and no more levels than `DEEPEST`, as
    every fact (tests/ledger/test_canonical.py).
    """
    if _encoder.encode(value) != payload:
        return False
    return _LONG not in payload.translate(_DIGITS_ALIKE) or _LONG_NUMBER.search(payload) is None


def _out_of_bounds(value: object, depth_left: int) -> str:
    """Why `value` is outside the bounds; empty where it is inside."""
    if isinstance(value, str | bool):
        return ""
    if isinstance(value, int):
        return "" if -LARGEST_INTEGER <= value <= LARGEST_INTEGER else "integer too large"
    if depth_left == 0:
        return "nested too deep"
    if isinstance(value, list):
        return next(filter(None, (_out_of_bounds(item, depth_left - 1) for item in value)), "")
    if isinstance(value, dict):
        if not all(key.isascii() for key in value):
            return "key not in ASCII"
        return next(filter(None, (_out_of_bounds(item, depth_left - 1) for item in value.values())), "")
    return f"{type(value).__name__} not allowed"
