"""The interface for tills: who may speak, how much, and what an answer says when it is no."""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.ledger.entry import Entry
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.sync.wire import (
    LARGEST_BODY_BYTES,
    LARGEST_DECOMPRESSED_BYTES,
    SIGNATURE_HEADER,
    EnrolmentCode,
    Manifest,
)
from tests.clock import ManualClock
from tests.office.raw import Raw, batch, code_of
from tests.office.remote_till import RemoteTill


@pytest.fixture
def raw(till: RemoteTill) -> Iterator[Raw]:
    one = Raw(till)
    yield one
    one.close()


def stored_count(office: Office) -> int:
    with office.database.transaction() as connection:
        row = connection.execute("SELECT count(*) FROM entry").fetchone()
    assert row
    return int(row[0])


def test_an_exact_replay_of_a_request_is_refused(raw: Raw, till: RemoteTill, office: Office) -> None:
    """Somebody who recorded it cannot send it again: the counter only goes up."""
    body = batch(till)
    headers = raw.headers(raw.entries_path, body)
    assert raw.post(raw.entries_path, body, headers).status == 200
    assert code_of(raw.post(raw.entries_path, body, headers)) == "not_genuine"
    assert stored_count(office) == 1


def test_a_request_of_an_earlier_sync_is_refused(raw: Raw, till: RemoteTill) -> None:
    """Each hello brings a new challenge: what was signed for the one before is worth nothing."""
    body = batch(till)
    headers = raw.headers(raw.entries_path, body, counter=1000)
    till.hello()
    assert code_of(raw.post(raw.entries_path, body, headers)) == "not_genuine"


@pytest.mark.parametrize("missing", [SIGNATURE_HEADER, "Pos-Counter", "Pos-Incarnation"])
def test_a_request_without_its_headers_is_malformed(raw: Raw, till: RemoteTill, missing: str) -> None:
    body = batch(till)
    headers = raw.headers(raw.entries_path, body)
    del headers[missing]
    answer = raw.post(raw.entries_path, body, headers)
    assert (answer.status, code_of(answer)) == (400, "malformed")


def test_a_signature_covers_body_and_path(raw: Raw, till: RemoteTill, office: Office) -> None:
    body = batch(till)
    for path, sent in ((raw.entries_path, body + b"x"), (raw.entries_path.replace("entries", "manifest"), body)):
        headers = raw.headers(raw.entries_path, body)
        assert code_of(raw.post(path, sent, headers)) in ("not_genuine", "malformed")
    assert stored_count(office) == 0


@pytest.mark.parametrize("counter", [0, -1, 10**30])
def test_a_counter_that_cannot_be_is_refused(raw: Raw, till: RemoteTill, counter: int) -> None:
    body = batch(till)
    headers = raw.headers(raw.entries_path, body)
    headers["Pos-Counter"] = str(counter)
    assert raw.post(raw.entries_path, body, headers).status in (400, 401)


def test_a_till_that_was_never_joined_is_not_known(office: Office, till: RemoteTill) -> None:
    with RemoteTill(office, till="Caisse 9") as stranger:
        with pytest.raises(Refusal) as refusal:
            stranger.push(stranger.entries)
        assert refusal.value.code == "office_does_not_know_till"
        stranger.enrolled = msgspec.structs.replace(till.enrolled, till_secret="00" * 32) if till.enrolled else None
        with pytest.raises(Refusal) as refusal:
            stranger.hello()
    assert refusal.value.code == "office_does_not_know_till"


def test_a_code_joins_once(office: Office, till: RemoteTill) -> None:
    """The same key gets the same answer again; another key gets none."""
    assert till.enrol() == till.enrolled
    with RemoteTill(office, till="Caisse 2") as thief, pytest.raises(Refusal) as refusal:
        thief.client.enrol(thief.enrolment(secret=till.new.code.secret))
    assert refusal.value.code == "enrolment_code_refused"


def test_a_code_that_was_never_given_joins_nobody(office: Office, till: RemoteTill) -> None:
    with RemoteTill(office, till="Caisse 2") as guesser, pytest.raises(Refusal) as refusal:
        guesser.client.enrol(guesser.enrolment(secret=bytes(15)))
    assert refusal.value.code == "enrolment_code_refused"


def test_a_code_ends_after_seven_days(office: Office, server: object, clock: ManualClock) -> None:
    with RemoteTill(office) as late:
        clock.advance(seconds=7 * 24 * 3600 + 1)
        with pytest.raises(Refusal) as refusal:
            late.enrol()
    assert refusal.value.code == "enrolment_code_refused"


def test_enrolment_proves_that_the_key_is_held(office: Office, server: object) -> None:
    """Whoever has only the public key of a till cannot join in its name."""
    with RemoteTill(office) as one:
        stolen = msgspec.structs.replace(one.enrolment(), series="OTHER")
        with pytest.raises(Refusal):
            one.client.enrol(stolen)


def test_a_till_that_worked_alone_is_adopted_with_all_it_has(office: Office, server: object) -> None:
    with RemoteTill(office) as alone:
        alone.sell(3)
        first, before = alone.entries, alone.signer.incarnation
        alone.begin_again(keeping=4)
        alone.sell(2)
        alone.enrol()
        answer = alone.hello()
        assert [head.incarnation for head in answer.heads] == [before, alone.signer.incarnation]
        assert alone.client.push(before, first).acknowledged_seq == 4
        assert alone.push(alone.entries).acknowledged_seq == 3
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM alarm").fetchone() == (0,), "nothing odd about it"


def test_a_manifest_proves_that_nothing_is_missing(till: RemoteTill) -> None:
    till.sell(4, cents=300)
    till.push(till.entries)
    manifest = Manifest(last_seq=5, tickets=4, total_cents=1200, head=till.head.hash.hex())
    assert till.client.send_manifest(till.signer.incarnation, manifest).differences == ()


def test_a_manifest_that_differs_names_what_and_leaves_an_alarm(till: RemoteTill, office: Office) -> None:
    till.sell(4, cents=300)
    till.push(till.entries[:4])
    manifest = Manifest(last_seq=5, tickets=4, total_cents=1200, head=till.head.hash.hex())
    answer = till.client.send_manifest(till.signer.incarnation, manifest)
    assert answer.differences == ("head", "tickets", "total_cents")
    with office.database.transaction() as connection:
        assert connection.execute("SELECT code FROM alarm").fetchall() == [("manifest_differs",)]


def test_a_body_over_its_limit_is_refused_before_it_is_read(raw: Raw) -> None:
    answer = raw.post(raw.entries_path, b"\0" * (LARGEST_BODY_BYTES + 1))
    assert (answer.status, code_of(answer)) == (413, "too_large")


def test_a_small_body_that_unfolds_to_gigabytes_is_stopped_inside_the_decompressor(raw: Raw) -> None:
    compressor = zstandard.ZstdCompressor(level=19).compressobj()
    zeros = bytes(1024 * 1024)
    bomb = b"".join(compressor.compress(zeros) for _ in range(256)) + compressor.flush()
    assert len(bomb) < LARGEST_BODY_BYTES < LARGEST_DECOMPRESSED_BYTES < 256 * len(zeros)
    answer = raw.post(raw.entries_path, bomb)
    assert (answer.status, code_of(answer)) == (413, "too_large")


def test_a_frame_that_asks_for_a_huge_window_is_refused(raw: Raw) -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(1, window_log=27)
    body = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    content = body.compress(b"x" * 1024) + body.flush()
    assert code_of(raw.post(raw.entries_path, content)) == "malformed"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300))
def test_garbage_is_malformed_never_a_failure(raw: Raw, body: bytes) -> None:
    for content in (body, zstandard.ZstdCompressor().compress(body)):
        assert code_of(raw.post(raw.entries_path, content)) == "malformed"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1), flipped=st.integers(1, 255))
def test_a_mutated_batch_is_malformed_or_broken_never_stored_otherwise(
    raw: Raw, till: RemoteTill, office: Office, place: float, flipped: int
) -> None:
    """Each byte of a batch, changed in the message and signed as such by the till itself."""
    content = bytearray(zstandard.ZstdDecompressor().decompress(batch(till)))
    content[int(place * (len(content) - 1))] ^= flipped
    answer = raw.post(raw.entries_path, zstandard.ZstdCompressor().compress(bytes(content)))
    assert code_of(answer) in ("malformed", "chain_broken", "gap")
    assert stored_count(office) == 0


@pytest.mark.parametrize("path", ["/v1/enrolments", "/v1/sync/hello"])
@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{", b'{"a":1}', b"\xff\xfe", b"[" * 100_000, b'{"till":"\\ud800"}']
)
def test_a_message_that_is_none_is_malformed(raw: Raw, path: str, body: bytes) -> None:
    answer = raw.post(path, body)
    assert (answer.status, code_of(answer)) == (400, "malformed")


def test_a_field_that_nobody_knows_is_refused(raw: Raw, till: RemoteTill) -> None:
    """Strict decoding: half an understanding is none."""
    message = json.loads(msgspec.json.encode(till.enrolment()))
    answer = raw.post("/v1/enrolments", json.dumps({**message, "colour": "green"}).encode())
    assert code_of(answer) == "malformed"


@pytest.mark.parametrize(
    ("field", "value"),
    [("software", "x" * 81), ("software", "a\x00b"), ("series", "\n"), ("secret", "zz"), ("secret", "0" * 1000)],
)
def test_a_field_outside_its_bounds_is_malformed(raw: Raw, till: RemoteTill, field: str, value: str) -> None:
    message = json.loads(msgspec.json.encode(till.enrolment()))
    answer = raw.post("/v1/enrolments", json.dumps({**message, field: value}).encode())
    assert code_of(answer) == "malformed"


@pytest.mark.parametrize("seq", [-1, 2**53, 10**30])
def test_a_seq_that_cannot_be_is_malformed(raw: Raw, till: RemoteTill, seq: int) -> None:
    message = json.loads(msgspec.json.encode(till.enrolment()))
    message["incarnations"][0]["seq"] = seq
    assert code_of(raw.post("/v1/enrolments", json.dumps(message).encode())) == "malformed"


@pytest.mark.parametrize("seq", [0, -5, 10**30])
def test_an_entry_with_a_seq_that_cannot_be_is_malformed(raw: Raw, till: RemoteTill, seq: int, office: Office) -> None:
    odd: list[object] = list(msgspec.to_builtins(till.entries[0], builtin_types=(bytes,)))
    odd[Entry.__struct_fields__.index("seq")] = min(seq, 2**64 - 1)
    body = zstandard.ZstdCompressor().compress(msgspec.msgpack.encode({"entries": [odd]}))
    assert code_of(raw.post(raw.entries_path, body)) in ("malformed", "gap")
    assert stored_count(office) == 0


def test_a_till_hears_when_to_come_back(till: RemoteTill, office: Office, server: OfficeServer) -> None:
    """Busy is no refusal: the sync thread tries again later, and nothing is lost meanwhile."""
    office.database.close()
    with pytest.raises(Unavailable) as busy:
        till.push(till.entries)
    assert (busy.value.code, busy.value.params["retry_after_s"]) == ("office_busy", 2)


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/incarnations/zz/entries"])
def test_no_such_path_is_a_problem_document_too(raw: Raw, path: str) -> None:
    answer = raw.post(path, b"{}")
    assert answer.status in (400, 404)
    assert code_of(answer)


def test_the_interface_is_described_and_the_pages_are_not_in_it(raw: Raw) -> None:
    answer = raw._connection.ask("GET", "/openapi/openapi.json", b"", {})
    paths = json.loads(answer.data)["paths"]
    assert {"/v1/enrolments", "/v1/sync/hello"} <= set(paths)
    assert not [path for path in paths if path.startswith("/caisses")]


def test_a_code_survives_being_typed_by_a_person(till: RemoteTill) -> None:
    text = str(till.new.code)
    for typed in (text, text.lower().replace("-", " "), f"  {text}\n"):
        assert EnrolmentCode.parse(typed) == till.new.code
