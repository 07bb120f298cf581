"""Older and newer programs understand each other, two versions back, both ways. `frozen` holds messages as older
programs wrote and read them; a file there never changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pos_app.domain.refusals import Unavailable
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.sync import allocation_messages, people_messages, wire
from pos_app.sync.connection import Answered, connect_pinned
from pos_app.sync.feeds import FEEDS, page_of
from pos_app.sync.wire import PROTOCOL, Problem
from tests.office.remote_till import RemoteTill
from tests.sync.syncing_till import SyncingTill

FROZEN = [
    (path.stem, name, message)
    for path in sorted((Path(__file__).parent / "frozen").glob("protocol-*.json"))
    for name, message in json.loads(path.read_bytes()).items()
]


def kind_of(name: str) -> Any:
    if name in FEEDS:
        return page_of(name)
    return next(found for of in (wire, people_messages, allocation_messages) if (found := getattr(of, name, None)))


@pytest.mark.parametrize(("protocol", "name", "message"), FROZEN, ids=[f"{p} {n}" for p, n, _m in FROZEN])
def test_what_an_older_program_wrote_is_read_and_written_as_it_was(protocol: str, name: str, message: Any) -> None:
    """Written again it says nothing that the older program would not know: that one refused what it did not know."""
    read = msgspec.json.decode(json.dumps(message).encode(), type=kind_of(name))
    assert known_in(json.loads(msgspec.json.encode(read)), message), protocol


def known_in(written: Any, frozen: Any) -> bool:
    """Whether every value of `written` is in `frozen`, under the same names."""
    if isinstance(written, dict):
        return all(name in frozen and known_in(value, frozen[name]) for name, value in written.items())
    if isinstance(written, list):
        return len(written) == len(frozen) and all(map(known_in, written, frozen))
    return bool(written == frozen)


def test_a_till_of_the_first_protocol_is_answered_as_it_expects(office: Office, server: OfficeServer) -> None:
    frozen = next(message for _p, name, message in FROZEN if name == "HelloAnswer")
    with RemoteTill(office) as older:
        older.enrol()
        answer = older.hello()
    assert answer.action == "ok"
    assert set(json.loads(msgspec.json.encode(answer))) <= set(frozen)


def test_a_newer_till_speaks_to_a_head_office_of_the_first_protocol(till: SyncingTill) -> None:
    """Asked in a shape that it does not know it says "malformed"; the till then speaks as it did."""
    asked: list[bytes] = []

    class OlderOffice:
        def __init__(self, address: str, authority_pem: str, cancelled: Callable[[], bool]) -> None:
            self._connection = connect_pinned(address, authority_pem, cancelled)

        def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
            if path == "/v1/sync/hello":
                asked.append(body)
                if b"protocol" in body:
                    problem = Problem(type="", title="", status=400, code="malformed")
                    return Answered(400, msgspec.json.encode(problem))
            return self._connection.ask(method, path, body, headers)

        def nonsense(self) -> Unavailable:
            return self._connection.nonsense()

        def close(self) -> None:
            self._connection.close()

    assert till.sync(connect=OlderOffice).complete
    assert [b"protocol" in body for body in asked] == [True, False]


def test_a_till_that_is_too_old_is_told_and_its_entries_are_taken(
    till: SyncingTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.office.hello.PROTOCOL", PROTOCOL + 3)
    till.sell(2)
    synced = till.sync()
    assert (synced.complete, synced.asked) == (True, "upgrade")


def test_a_message_of_a_newer_head_office_is_read_without_what_is_new() -> None:
    answer = {"action": "ok", "challenge": "", "time_ms": 1, "heads": [], "protocol": PROTOCOL + 1, "weather": "fine"}
    assert msgspec.json.decode(json.dumps(answer).encode(), type=wire.HelloAnswer).protocol == PROTOCOL + 1
