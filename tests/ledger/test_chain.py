"""A chain that anybody touched is found, and the first bad entry is named with what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.facts import DayOpened, SignedIn
from pos_app.domain.identifiers import IncarnationId, OperatorCode
from pos_app.domain.refusals import Bug
from pos_app.ledger.chain import FaultKind, first_fault, next_entry
from pos_app.ledger.entry import Entry, Head, hash_of
from pos_app.ledger.signing import Signer
from tests.ledger.chains import SEED, chain_of, sample_chain

SIGNER = Signer(SEED)
GENESIS = Head.before_first(SIGNER.incarnation)
CHAIN = sample_chain()


def fault_of(entries: list[Entry]) -> tuple[int, FaultKind] | None:
    fault = first_fault(entries, after=GENESIS, public_key=SIGNER.public_key)
    return (fault.seq, fault.kind) if fault else None


def test_an_untouched_chain_holds() -> None:
    assert fault_of(CHAIN) is None


BYTE_FIELDS = ("payload", "previous", "hash", "signature")


@given(st.integers(0, len(CHAIN) - 1), st.sampled_from(BYTE_FIELDS), st.data())
def test_any_flipped_bit_of_any_entry_is_found_and_named(index: int, field: str, data: st.DataObject) -> None:
    entry = CHAIN[index]
    value = bytearray(getattr(entry, field))
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    value[bit // 8] ^= 1 << bit % 8
    tampered = [*CHAIN]
    tampered[index] = msgspec.structs.replace(entry, **{field: bytes(value)})
    found = fault_of(tampered)
    assert found is not None
    assert found[0] == index + 1


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda e: msgspec.structs.replace(e, at_ms=e.at_ms + 1), FaultKind.HASH_WRONG),
        (lambda e: msgspec.structs.replace(e, offset_min=0), FaultKind.HASH_WRONG),
        (lambda e: msgspec.structs.replace(e, operator=OperatorCode("OP-OTHER")), FaultKind.HASH_WRONG),
        (lambda e: msgspec.structs.replace(e, kind="signed_out.1"), FaultKind.HASH_WRONG),
        (lambda e: msgspec.structs.replace(e, payload=b'{"how":"badge"}'), FaultKind.HASH_WRONG),
        (lambda e: msgspec.structs.replace(e, hash=bytes(32)), FaultKind.HASH_WRONG),
        (lambda e: msgspec.structs.replace(e, previous=bytes(32)), FaultKind.LINK_BROKEN),
        (lambda e: msgspec.structs.replace(e, signature=bytes(64)), FaultKind.SIGNATURE_WRONG),
        (lambda e: msgspec.structs.replace(e, seq=9), FaultKind.GAP),
        (lambda e: msgspec.structs.replace(e, incarnation=IncarnationId("0" * 64)), FaultKind.OTHER_INCARNATION),
        (lambda e: msgspec.structs.replace(e, at_ms=2**70), FaultKind.HASH_WRONG),
    ],
)
def test_each_kind_of_tampering_has_its_name(change: Callable[[Entry], Entry], kind: FaultKind) -> None:
    tampered = [*CHAIN]
    tampered[2] = change(CHAIN[2])
    assert fault_of(tampered) == (3, kind)


def test_a_payload_rehashed_without_the_key_fails_its_signature() -> None:
    tampered = [*CHAIN]
    forged = msgspec.structs.replace(CHAIN[2], payload=b'{"day":1,"float_cents":9}')
    tampered[2] = msgspec.structs.replace(forged, hash=hash_of(forged))
    assert fault_of(tampered) == (3, FaultKind.SIGNATURE_WRONG)


def test_a_signed_payload_that_is_not_canonical_is_named() -> None:
    entry = msgspec.structs.replace(CHAIN[2], payload=b'{"how": "pin"}')
    digest = hash_of(entry)
    signed = msgspec.structs.replace(entry, hash=digest, signature=SIGNER.sign(digest))
    assert fault_of([*CHAIN[:2], signed]) == (3, FaultKind.PAYLOAD_NOT_CANONICAL)


def test_an_entry_left_out_or_doubled_or_moved_is_a_gap() -> None:
    assert fault_of([*CHAIN[:2], *CHAIN[3:]]) == (3, FaultKind.GAP)
    assert fault_of([*CHAIN[:3], *CHAIN[2:]]) == (4, FaultKind.GAP)
    assert fault_of([CHAIN[1], CHAIN[0], *CHAIN[2:]]) == (1, FaultKind.GAP)


def test_a_shortened_chain_holds_by_itself_so_the_head_is_kept_outside() -> None:
    assert fault_of(CHAIN[:3]) is None


def test_a_first_entry_must_carry_the_key_that_signs() -> None:
    entry = next_entry(
        SignedIn(how="pin"),
        after=GENESIS,
        at_ms=1,
        offset_min=0,
        operator=OperatorCode(""),
        signer=SIGNER,
    )
    assert fault_of([entry]) == (1, FaultKind.FIRST_ENTRY_WRONG)


def test_another_till_s_key_does_not_verify() -> None:
    other = Signer(bytes(32))
    fault = first_fault(CHAIN, after=GENESIS, public_key=other.public_key)
    assert fault is not None
    assert fault.kind is FaultKind.SIGNATURE_WRONG


def test_a_signer_never_continues_another_incarnation() -> None:
    with pytest.raises(Bug):
        next_entry(
            DayOpened(day=1, float_cents=0),
            after=CHAIN[-1].head,
            at_ms=1,
            offset_min=0,
            operator=OperatorCode(""),
            signer=Signer(bytes(32)),
        )


def test_two_chains_of_the_same_facts_differ_by_their_key() -> None:
    facts = [SignedIn(how="pin")]
    assert chain_of(facts)[-1].hash != chain_of(facts, signer=Signer(bytes(32)))[-1].hash
