"""The OpenAPI description of the protocol is current, and nothing that is made from it ends in a failure of head office
(schemathesis makes the requests; each is signed by a till that head office knows)."""

from __future__ import annotations

import base64
import secrets
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
import schemathesis
import zstandard
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from pos_app.ledger.signing import Signer
from pos_app.office.office import Office
from pos_app.settings import RESOURCES
from pos_app.sync.carried_messages import CARRIED_TYPE
from pos_app.sync.connection import Answered
from pos_app.sync.description import description, description_json
from pos_app.sync.diagnosis import DIAGNOSIS_TYPE
from pos_app.sync.wire import (
    COUNTER_HEADER,
    ENTRIES_TYPE,
    INCARNATION_HEADER,
    SIGNATURE_HEADER,
    Enrolled,
    Enrolment,
    Hello,
    HelloAnswer,
    KnownIncarnation,
    Problem,
    enrolment_bytes,
    incarnation_proof,
    request_bytes,
)
from tests.sync.simulation.network import InProcess

EXAMPLES = 25
_SCHEMA = schemathesis.openapi.from_dict(description())
_OPERATIONS = [each.ok() for each in _SCHEMA.get_all_operations() if isinstance(each, Ok)]


class Known:
    """A till that head office knows, whatever it says."""

    def __init__(self, server: InProcess, office: Office) -> None:
        self._server = server
        self.signer = Signer(secrets.token_bytes(32))
        self._challenge, self._counter = b"", 0
        known = KnownIncarnation(
            incarnation=self.signer.incarnation, public_key=self.signer.public_key.hex(), seq=0, hash="0" * 64
        )
        secret = office.add_till(point="Marseille", till="Caisse 1").code.secret.hex()
        enrolment = Enrolment(secret=secret, software="test", series="MRS1", incarnations=(known,))
        signed = msgspec.structs.replace(enrolment, signature=self.signer.sign(enrolment_bytes(enrolment)).hex())
        enrolled = msgspec.json.decode(
            self.ask("POST", "/v1/enrolments", msgspec.json.encode(signed)).data, type=Enrolled
        )
        hello = Hello(
            till=enrolled.till,
            software="test",
            series="MRS1",
            device_time_ms=0,
            incarnations=(known,),
            proof=incarnation_proof(bytes.fromhex(enrolled.till_secret), self.signer.incarnation),
        )
        answer = msgspec.json.decode(
            self.ask("POST", "/v1/sync/hello", msgspec.json.encode(hello)).data, type=HelloAnswer
        )
        self._challenge = bytes.fromhex(answer.challenge)

    def ask(self, method: str, path: str, body: bytes) -> Answered:
        self._counter += 1
        signed = request_bytes(method=method, path=path, body=body, challenge=self._challenge, counter=self._counter)
        headers = {
            "Content-Type": "application/json",
            INCARNATION_HEADER: self.signer.incarnation,
            COUNTER_HEADER: str(self._counter),
            SIGNATURE_HEADER: self.signer.sign(signed).hex(),
        }
        return self._server.deliver(method, path, body, headers)


def test_the_description_that_is_kept_is_current() -> None:
    """`pos-app office describe > resources/openapi.json` makes it so."""
    assert (RESOURCES / "openapi.json").read_bytes() == description_json()


@pytest.mark.parametrize("operation", _OPERATIONS, ids=lambda each: each.label)
def test_nothing_that_is_asked_ends_in_a_failure(operation: Any, office: Office) -> None:
    with InProcess(office) as server:
        till = Known(server, office)

        @settings(
            max_examples=EXAMPLES,
            phases=[Phase.generate],
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            path = operation.path.replace("{incarnation}", till.signer.incarnation)
            for name in ("name", "answer"):
                path = path.replace(f"{{{name}}}", str((case.path_parameters or {}).get(name, "")))
            query = {name: value for name, value in (case.query or {}).items() if isinstance(value, str | int)}
            target = f"{path}?{urlencode(query)}" if query else path
            answer = till.ask(operation.method.upper(), target, body_of(case))
            assert answer.status < 500, (target, answer)
            if answer.status >= 400:
                assert msgspec.json.decode(answer.data, type=Problem).status == answer.status

        ask()


@schemathesis.serializer(ENTRIES_TYPE)
def _entries(_context: Any, value: Any) -> bytes:
    return entries_of(value)


def entries_of(value: Any) -> bytes:
    """As entries travel: MessagePack under zstd, with bytes where JSON writes them in base64."""
    rows = value.get("entries", []) if isinstance(value, dict) else []
    entries = [_row(row) for row in rows if isinstance(row, list)]
    return zstandard.ZstdCompressor().compress(msgspec.msgpack.encode({"entries": entries}))


def _row(row: list[Any]) -> list[Any]:
    """An entry's fields in their order: the last four are bytes; no number is larger than MessagePack's."""
    fields = [max(-(2**63), min(each, 2**63 - 1)) if isinstance(each, int) else each for each in row]
    return [*fields[:_BYTES_FROM], *map(_bytes_of, fields[_BYTES_FROM:])]


def _bytes_of(text: Any) -> Any:
    try:
        return base64.b64decode(text)
    except (TypeError, ValueError):
        return text


_BYTES_FROM = 6
"""Where payload, previous, hash and signature begin."""


@schemathesis.serializer(CARRIED_TYPE, DIAGNOSIS_TYPE)
def _carried(_context: Any, value: Any) -> bytes:
    return file_of(value)


def file_of(value: Any) -> bytes:
    """A file is bytes, as they are."""
    return bytes(value) if isinstance(value, bytes) else b""


def body_of(case: Any) -> bytes:
    if case.media_type in (CARRIED_TYPE, DIAGNOSIS_TYPE):
        return file_of(case.body)
    if not isinstance(case.body, dict | list):
        return b""
    return entries_of(case.body) if case.media_type == ENTRIES_TYPE else msgspec.json.encode(case.body)
