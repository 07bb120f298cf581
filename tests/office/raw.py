"""Requests that a well-behaved client never sends, signed or not."""

from __future__ import annotations

import msgspec
import zstandard

from pos_app.sync.connection import Answered, Connection, tls_context
from pos_app.sync.wire import COUNTER_HEADER, INCARNATION_HEADER, SIGNATURE_HEADER, EntriesPush, Problem, request_bytes
from tests.office.remote_till import RemoteTill


class Raw:
    """A connection on which a test sends what it likes, as `till`."""

    def __init__(self, till: RemoteTill) -> None:
        self.till = till
        context = tls_context()
        context.load_verify_locations(cadata=till.office.authority.certificate_pem)
        self._connection = Connection(till.office.address, context)

    @property
    def entries_path(self) -> str:
        return f"/v1/incarnations/{self.till.signer.incarnation}/entries"

    def headers(self, path: str, body: bytes, *, counter: int | None = None, method: str = "POST") -> dict[str, str]:
        """A genuine signature over `body`; with the next counter unless the test gives one."""
        client = self.till.client
        if counter is None:
            client._counter += 1
            counter = client._counter
        signed = request_bytes(method=method, path=path, body=body, challenge=client._challenge, counter=counter)
        return {
            INCARNATION_HEADER: self.till.signer.incarnation,
            COUNTER_HEADER: str(counter),
            SIGNATURE_HEADER: self.till.signer.sign(signed).hex(),
        }

    def post(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> Answered:
        return self._connection.ask("POST", path, body, self.headers(path, body) if headers is None else headers)

    def get(self, path: str) -> Answered:
        return self._connection.ask("GET", path, b"", self.headers(path, b"", method="GET"))

    def close(self) -> None:
        self._connection.close()


def batch(till: RemoteTill) -> bytes:
    """The whole journal as the body of a push."""
    content = msgspec.msgpack.encode(EntriesPush(entries=tuple(till.entries)))
    return zstandard.ZstdCompressor().compress(content)


def code_of(answer: Answered) -> str:
    """The code of a problem document (RFC 9457)."""
    return msgspec.json.decode(answer.data, type=Problem).code
