"""A file on a stick: whatever is wrong with it is named before it has any effect."""

from __future__ import annotations

import secrets

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Bug, Refusal
from pos_app.ledger.signing import Signer, fingerprint
from pos_app.sync import carried_file
from pos_app.sync.carried_file import Cover, Kind, kind_of, opened, read, signed_by, written
from pos_app.sync.wire import request_bytes
from tests.sync.sticks import refused

TILL, OFFICE, OTHER = (Signer(bytes([n]) * 32) for n in (1, 2, 3))
INSIDE = b"what nobody else reads " * 20
FAULTS = frozenset({"file_not_ours", "file_cut", "file_changed"})


def cover_by(signer: Signer, to: Signer) -> Cover:
    return Cover(
        till="Marseille · Caisse 1",
        series="MRS1",
        number=12,
        made_ms=1_795_435_200_000,
        by=signer.public_key.hex(),
        to=to.incarnation,
    )


def a_file(signer: Signer = TILL, to: Signer = OFFICE, kind: Kind = Kind.PARCEL) -> bytes:
    return written(kind, cover_by(signer, to), INSIDE, signer=signer, to_key=to.public_key)


FILE = a_file()


def test_who_it_is_for_reads_what_was_written() -> None:
    file = read(FILE, Kind.PARCEL)
    assert opened(file, OFFICE.unseal) == INSIDE
    assert (file.cover.till, file.cover.number, signed_by(file)) == ("Marseille · Caisse 1", 12, TILL.incarnation)


def test_nobody_else_reads_it() -> None:
    assert INSIDE[:12] not in FILE
    with pytest.raises(Bug):
        opened(read(FILE, Kind.PARCEL), OTHER.unseal)


@pytest.mark.parametrize("bit", range(8))
def test_each_flipped_bit_of_each_byte_is_named(bit: int) -> None:
    for place in range(len(FILE)):
        changed = bytearray(FILE)
        changed[place] ^= 1 << bit
        with pytest.raises(Refusal) as raised:
            read(bytes(changed), Kind.PARCEL)
        assert raised.value.code in FAULTS, place


def test_a_file_cut_anywhere_is_named() -> None:
    for length in range(len(FILE)):
        expected = "file_not_ours" if not length else "file_cut"
        assert refused(lambda length=length: read(FILE[:length], Kind.PARCEL)) == expected  # type: ignore[misc]


@given(st.binary(max_size=200))
def test_no_other_file_is_taken_for_one(content: bytes) -> None:
    with pytest.raises(Refusal) as raised:
        read(content, Kind.PARCEL)
    assert raised.value.code in FAULTS


@given(st.binary(min_size=1, max_size=50))
def test_something_after_its_end_is_named(more: bytes) -> None:
    assert refused(lambda: read(FILE + more, Kind.PARCEL)) == "file_changed"


def test_a_file_of_a_newer_program_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(carried_file, "VERSION", 2)
        made = a_file()
    assert refused(lambda: read(made, Kind.PARCEL)) == "file_newer"


def test_an_answer_is_no_parcel_and_each_is_known_by_its_beginning() -> None:
    answer = a_file(OFFICE, TILL, Kind.ANSWER)
    assert refused(lambda: read(answer, Kind.PARCEL)) == "file_wrong_way"
    assert [kind_of(data[:64]) for data in (FILE, answer, b"pos-app\nX" + bytes(60), b"%PDF", b"")] == [
        Kind.PARCEL, Kind.ANSWER, None, None, None,
    ]  # fmt: skip


def test_neither_cover_nor_box_can_be_put_with_another() -> None:
    """With its digest made anew, as somebody would who means it: the signature covers both."""
    mine, theirs = read(FILE, Kind.PARCEL), read(a_file(OTHER), Kind.PARCEL)
    for cover, box in ((theirs.cover, mine.box), (msgspec.structs.replace(mine.cover, number=13), mine.box),
                       (mine.cover, theirs.box)):  # fmt: skip
        assert refused(lambda: read(forged(FILE, cover, box), Kind.PARCEL)) == "file_changed"  # noqa: B023  # called at once


def forged(data: bytes, cover: Cover, box: bytes) -> bytes:
    content = msgspec.msgpack.decode(data[carried_file._FRAME.size :], type=carried_file._Content)
    body = msgspec.msgpack.encode(msgspec.structs.replace(content, cover=cover, box=box))
    return carried_file._frame(Kind.PARCEL, body, carried_file._digest(Kind.PARCEL, 1, body)) + body


def test_the_signature_of_a_file_is_none_of_a_request() -> None:
    """Whoever finds a stick cannot speak to head office with it."""
    content = msgspec.msgpack.decode(FILE[carried_file._FRAME.size :], type=carried_file._Content)
    signed = carried_file._signed(Kind.PARCEL, msgspec.structs.replace(content, signature=b""))
    request = request_bytes(method="POST", path="/v1/carried", body=FILE, challenge=b"", counter=1)
    assert signed[4 : 4 + 11] == b"pos-app car"
    assert request[4 : 4 + 11] == b"pos-app req"


def test_a_fingerprint_names_the_key_that_opens() -> None:
    key = Signer(secrets.token_bytes(32))
    assert IncarnationId(fingerprint(key.public_key)) == cover_by(TILL, key).to
