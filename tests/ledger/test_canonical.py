"""Canonical JSON within its bounds is RFC 8785, and nothing else is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.refusals import Bug
from pos_app.ledger import canonical

KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=8)
VALUES = st.recursive(
    st.booleans()
    | st.integers(-canonical.LARGEST_INTEGER, canonical.LARGEST_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=6)


def by_the_rfc(value: object) -> str:
    """RFC 8785 written down from its text, for the types that the bounds allow (sections 3.2.2 and 3.2.3)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 0x22: '\\"', 0x5C: "\\\\"}
        return '"' + "".join(short.get(ord(c), c if ord(c) >= 0x20 else f"\\u{ord(c):04x}") for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(by_the_rfc, value)) + "]"
    assert isinstance(value, dict)
    members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
    return "{" + ",".join(f"{by_the_rfc(key)}:{by_the_rfc(item)}" for key, item in members) + "}"


@given(OBJECTS)
def test_the_bytes_are_those_of_the_rfc(value: dict[str, Any]) -> None:
    assert canonical.encode(value).decode() == by_the_rfc(value)


@given(OBJECTS)
def test_reading_gives_back_what_was_written(value: dict[str, Any]) -> None:
    assert canonical.decode(canonical.encode(value)) == value


@pytest.mark.parametrize(
    "payload",
    [
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":null}',
        b'{"a":9007199254740992}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"\xc3\xa9":1}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u001F"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b"[1]",
        b"1",
        b"",
        b"{",
        b'{"a":1}\n',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"a":' + b"[" * 100_000,
    ],
)
def test_any_other_form_is_refused(payload: bytes) -> None:
    with pytest.raises(Bug) as refused:
        canonical.decode(payload)
    assert refused.value.code == "payload_not_canonical"


@pytest.mark.parametrize("value", [{"a": 1.5}, {"a": None}, {"a": 2**53}, {"é": 1}])
def test_what_is_out_of_bounds_is_never_written(value: dict[str, Any]) -> None:
    with pytest.raises(Bug):
        canonical.encode(value)


@given(st.binary(max_size=200))
def test_random_bytes_never_crash_the_reader(payload: bytes) -> None:
    try:
        value = canonical.decode(payload)
    except Bug:
        return
    assert json.loads(payload) == value
