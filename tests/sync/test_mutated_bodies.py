"""Bodies with bytes changed, through the whole application without a socket, each signed as a known till signs.

None ends in a failure, none changes what is held. `POS_MUTATED` says how many; the long run has a million.
"""

from __future__ import annotations

import os
from random import Random

import msgspec
import zstandard

from pos_app.domain.facts import IncarnationOpened
from pos_app.domain.identifiers import OperatorCode, PersonToken
from pos_app.ledger.chain import next_entry
from pos_app.ledger.entry import Head
from pos_app.office.office import Office
from pos_app.sync.allocation_messages import AllocationRequest
from pos_app.sync.people_messages import ChangeTold, PeoplePush
from pos_app.sync.wire import Enrolment, EntriesPush, Hello, KnownIncarnation, Manifest, Problem
from tests.sync.simulation.network import InProcess
from tests.sync.syncing_till import held_by
from tests.sync.test_description import Known

MUTATED = int(os.environ.get("POS_MUTATED", "600"))
SEED = int(os.environ.get("POS_MUTATED_SEED", "1"))


def bodies_of(till: Known) -> dict[str, bytes]:
    """A body that would be taken, for each path."""
    incarnation = till.signer.incarnation
    known = KnownIncarnation(incarnation=incarnation, public_key=till.signer.public_key.hex(), seq=0, hash="0" * 64)
    change = ChangeTold(
        id="cd" * 16,
        person=PersonToken("cd" * 16),
        field="phone",
        value="06",
        at_ms=1,
        counter=0,
        operator="OP-1",
        base=0,
    )
    messages: dict[str, msgspec.Struct] = {
        "/v1/enrolments": Enrolment(secret="00" * 15, software="test", series="MRS1", incarnations=(known,)),
        "/v1/sync/hello": Hello(
            till="1",
            software="test",
            series="MRS1",
            device_time_ms=1,
            incarnations=(known,),
            proof="ab" * 32,
            protocol=3,
        ),
        f"/v1/incarnations/{incarnation}/people": PeoplePush(changes=(change,), structures=()),
        f"/v1/incarnations/{incarnation}/manifest": Manifest(last_seq=1, tickets=0, total_cents=0, head="ab" * 32),
        "/v1/allocations": AllocationRequest(request_id="cd" * 16, product="NET-500M", wanted=10, on_hand=0),
    }
    return {
        **{path: msgspec.json.encode(message) for path, message in messages.items()},
        f"/v1/incarnations/{incarnation}/entries": _first_entry(till),
    }


def _first_entry(till: Known) -> bytes:
    """The batch that begins its journal."""
    incarnation = till.signer.incarnation
    opened = IncarnationOpened(
        public_key=till.signer.public_key.hex(), algorithm="Ed25519", software="test", series="MRS1", reason="first"
    )
    entry = next_entry(
        opened,
        after=Head.before_first(incarnation),
        at_ms=1,
        offset_min=60,
        operator=OperatorCode("OP-1"),
        signer=till.signer,
    )
    return zstandard.ZstdCompressor(level=3).compress(msgspec.msgpack.encode(EntriesPush(entries=(entry,))))


def mutated(body: bytes, drawn: Random) -> bytes:
    """Some bytes changed, cut out, doubled or put in; of entries, inside the compression as often as around it."""
    if body[:4] == b"\x28\xb5\x2f\xfd" and drawn.randrange(2):
        content = zstandard.ZstdDecompressor().decompress(body)
        return zstandard.ZstdCompressor(level=1).compress(mutated(content, drawn))
    changed = bytearray(body)
    for _ in range(drawn.randrange(1, 4)):
        at = drawn.randrange(len(changed) + 1)
        match drawn.randrange(4):
            case 0:
                changed[at : at + 1] = drawn.randbytes(1)
            case 1:
                del changed[at : at + drawn.randrange(1, 9)]
            case 2:
                changed[at:at] = changed[at : at + drawn.randrange(1, 40)]
            case _:
                changed[at:at] = drawn.choice((b"\xff", b"\x00", b"-", b"1e999", b"null", b"\xc3\x28", b"[" * 400))
    return bytes(changed)


def test_a_body_with_bytes_changed_never_fails_head_office_and_changes_nothing(office: Office) -> None:
    drawn = Random(SEED)
    with InProcess(office) as server:
        till = Known(server, office)
        bodies = list(bodies_of(till).items())
        for number in range(MUTATED):
            path, body = drawn.choice(bodies)
            wrong = mutated(body, drawn)
            answered = till.ask("POST", path, wrong)
            assert answered.status < 500, f"POS_MUTATED_SEED={SEED} POS_MUTATED={number + 1}: {path} {wrong!r}"
            if answered.status >= 400:
                assert msgspec.json.decode(answered.data, type=Problem).code
    held = held_by(office)
    assert len(held) <= 1
    assert all(entry.incarnation == till.signer.incarnation for entry in held)
