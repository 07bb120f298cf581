"""Reading a payload quickly says what reading it closely says, or nothing: never more."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.facts import FACTS, read_fact
from pos_app.domain.refusals import Bug
from pos_app.ledger import canonical
from pos_app.ledger.entry import Entry
from tests.ledger.chains import sample_chain
from tests.office.remote_till import sale

ENTRY = sample_chain()[0]
PAYLOADS = {fact.kind: canonical.encode(fact) for fact in (sale(number=7, cents=1300), ENTRY.fact())}


def entry_saying(payload: bytes, kind: str) -> Entry:
    return msgspec.structs.replace(ENTRY, kind=kind, payload=payload)


def levels(found: msgspec.inspect.Type, above: tuple[type, ...] = ()) -> int:
    """How deep a type nests; fails at what the canonical form has no place for, and at one that contains itself."""
    match found:
        case msgspec.inspect.StructType():
            assert found.cls not in above
            inside = [levels(field.type, (*above, found.cls)) for field in found.fields]
            return 1 + max(inside, default=0)
        case msgspec.inspect.VarTupleType():
            return 1 + levels(found.item_type, above)
        case msgspec.inspect.UnionType():
            return max(levels(one, above) for one in found.types)
        case _:
            allowed = msgspec.inspect.IntType | msgspec.inspect.StrType | msgspec.inspect.BoolType
            assert isinstance(found, allowed | msgspec.inspect.EnumType | msgspec.inspect.LiteralType), found
            return 0


@pytest.mark.parametrize("kind", FACTS)
def test_no_fact_can_hold_what_the_canonical_form_has_no_place_for(kind: str) -> None:
    """What `canonical.is_form_of` need not look for: a null, a float, a map with any key, endless nesting."""
    assert levels(msgspec.inspect.type_info(FACTS[kind])) <= canonical.DEEPEST


@pytest.mark.parametrize("kind", PAYLOADS)
def test_a_canonical_payload_is_read_quickly_as_what_it_says(kind: str) -> None:
    entry = entry_saying(PAYLOADS[kind], kind)
    assert entry.plain_fact() == read_fact(kind, canonical.decode(entry.payload))


@given(st.sampled_from(sorted(PAYLOADS)), st.data())
def test_whatever_is_read_quickly_is_canonical_and_says_the_same(kind: str, data: st.DataObject) -> None:
    payload = PAYLOADS[kind]
    at, until = sorted((data.draw(st.integers(0, len(payload))), data.draw(st.integers(0, len(payload)))))
    other = data.draw(st.sampled_from([b"", b" ", b"0", b"-", b"null", b"1.0", b"9007199254740993", b'"', b"\xc3\xa9"]))
    changed = entry_saying(payload[:at] + other + payload[until if data.draw(st.booleans()) else at :], kind)
    fact = changed.plain_fact()
    assert fact is None or fact == read_fact(kind, canonical.decode(changed.payload))


@pytest.mark.parametrize("cents", [2**53, -(2**53), 2**63, 10**30])
def test_a_number_too_large_is_never_read_quickly(cents: int) -> None:
    kind = "sale_recorded.1"
    payload = PAYLOADS[kind].replace(b'"total_cents":1300', b'"total_cents":%d' % cents)
    assert payload != PAYLOADS[kind]
    changed = entry_saying(payload, kind)
    assert changed.plain_fact() is None
    with pytest.raises(Bug, match="payload_not_canonical"):
        changed.fact()


def test_digits_in_a_word_are_no_number() -> None:
    digits = "1" * 32
    fact = msgspec.structs.replace(sale(number=1, cents=250), basket=digits)
    assert entry_saying(canonical.encode(fact), fact.kind).plain_fact() == fact


def test_a_payload_with_a_default_spelled_out_takes_the_closer_look() -> None:
    kind = "sale_recorded.1"
    spelled = PAYLOADS[kind].replace(b',"total_cents"', b',"to_nobody":"","total_cents"')
    assert spelled != PAYLOADS[kind]
    entry = entry_saying(spelled, kind)
    assert entry.plain_fact() is None
    assert entry.fact() == entry_saying(PAYLOADS[kind], kind).plain_fact()
