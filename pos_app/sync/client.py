"""The till's side of the wire: pinned TLS, signed requests, and every answer sorted into a few kinds.

Blocking; used by the sync thread alone. Whatever is not head office's own answer (a captive portal's page, a cut,
a time-out) is an unknown outcome: the same bytes go again later.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import msgspec

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.ledger.entry import Entry
from pos_app.sync.wire import (
    COUNTER_HEADER,
    ENTRIES_TYPE,
    INCARNATION_HEADER,
    SIGNATURE_HEADER,
    Enrolled,
    Enrolment,
    EnrolmentCode,
    EntriesPush,
    Hello,
    HelloAnswer,
    Manifest,
    ManifestAnswer,
    Problem,
    PushAnswer,
    authority_fingerprint,
    request_bytes,
)

if TYPE_CHECKING:
    from pos_app.sync.cuttable import CuttablePool

CONNECT_TIMEOUT_S = 10
ANSWER_TIMEOUT_S = 60
WHOLE_ANSWER_S = 120
"""Upload, work and answer of one request together, over the slowest line: the largest one has 512 KiB."""
LARGEST_ANSWER_BYTES = 1024 * 1024

_Answer = TypeVar("_Answer", bound=msgspec.Struct)
Sign = Callable[[bytes], bytes]


class GapError(Exception):
    """Head office holds less than thought: go on from `expected`."""

    def __init__(self, expected: int) -> None:
        super().__init__(expected)
        self.expected = expected


class MalformedError(Exception):
    """Head office cannot read or accept this batch as it is."""


def fetch_authority(code: EnrolmentCode) -> str:
    """The certificate (PEM) of the authority at the code's address, if it is the one the code names.

    Asked over a connection that proves nothing yet; the fingerprint in the code does. (By http.client, since urllib3
    warns of every unverified request.) Raises
    Unavailable("office_unreachable", "office_not_genuine", "office_nonsense").
    """
    from http.client import HTTPException, HTTPSConnection

    host, port = split_address(code.address)
    context = _tls_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = HTTPSConnection(host, port, timeout=CONNECT_TIMEOUT_S, context=context)
    try:
        connection.request("GET", "/v1/authority")
        pem = connection.getresponse().read(LARGEST_ANSWER_BYTES).decode("ascii", errors="replace")
    except (HTTPException, ssl.SSLError) as error:
        raise Unavailable("office_nonsense", address=code.address) from error
    except OSError as error:
        raise Unavailable("office_unreachable", address=code.address) from error
    finally:
        connection.close()
    try:
        genuine = authority_fingerprint(ssl.PEM_cert_to_DER_cert(pem)) == code.authority_fingerprint
    except ValueError:
        raise Unavailable("office_nonsense", address=code.address) from None
    if not genuine:
        raise Unavailable("office_not_genuine", address=code.address)
    return pem


class OfficeClient:
    """One till's connection to head office. `sign` signs with the key of `incarnation`, the current one.

    Once `cancelled` says so, a running request ends at once: as if the network had been cut.
    """

    def __init__(
        self,
        *,
        address: str,
        authority_pem: str,
        incarnation: IncarnationId,
        sign: Sign,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        context = _tls_context()
        context.load_verify_locations(cadata=authority_pem)
        self._connection = _Connection(address, context, cancelled)
        self._incarnation = incarnation
        self._sign = sign
        self._challenge = b""
        self._counter = 0

    def close(self) -> None:
        self._connection.close()

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        """Raises Refusal("enrolment_code_refused") and Unavailable."""
        return self._posted("/v1/enrolments", enrolment, Enrolled)

    def hello(self, hello: Hello) -> HelloAnswer:
        """Begins a sync; the challenge of its answer goes into what follows."""
        self._challenge, self._counter = b"", 0
        answer = self._posted("/v1/sync/hello", hello, HelloAnswer)
        try:
            self._challenge = bytes.fromhex(answer.challenge)
        except ValueError:
            raise self._connection.nonsense() from None
        return answer

    def push(self, incarnation: IncarnationId, entries: Sequence[Entry]) -> PushAnswer:
        """Sends entries as they were signed. Raises GapError, MalformedError, Refusal and Unavailable."""
        import zstandard

        content = msgspec.msgpack.encode(EntriesPush(entries=tuple(entries)))
        body = zstandard.ZstdCompressor(level=3).compress(content)
        return self._answered(f"/v1/incarnations/{incarnation}/entries", body, ENTRIES_TYPE, PushAnswer)

    def send_manifest(self, incarnation: IncarnationId, manifest: Manifest) -> ManifestAnswer:
        return self._posted(f"/v1/incarnations/{incarnation}/manifest", manifest, ManifestAnswer)

    def _posted(self, path: str, message: msgspec.Struct, kind: type[_Answer]) -> _Answer:
        return self._answered(path, msgspec.json.encode(message), "application/json", kind)

    def _answered(self, path: str, body: bytes, content_type: str, kind: type[_Answer]) -> _Answer:
        response = self._connection.ask(
            "POST", path, body, {"Content-Type": content_type, **self._signature(path, body)}
        )
        if response.status in (200, 201):
            try:
                return msgspec.json.decode(response.data, type=kind)
            except (msgspec.DecodeError, ValueError):
                raise self._connection.nonsense() from None
        raise self._problem(response)

    def _signature(self, path: str, body: bytes) -> dict[str, str]:
        self._counter += 1
        signed = request_bytes(method="POST", path=path, body=body, challenge=self._challenge, counter=self._counter)
        return {
            INCARNATION_HEADER: self._incarnation,
            COUNTER_HEADER: str(self._counter),
            SIGNATURE_HEADER: self._sign(signed).hex(),
        }

    def _problem(self, response: _Answered) -> Exception:
        """What an error answer means for the till (the table of SYNC.md § 2)."""
        try:
            problem = msgspec.json.decode(response.data, type=Problem)
        except (msgspec.DecodeError, ValueError):
            return self._connection.nonsense()
        if problem.code == "gap":
            return GapError(problem.expected)
        if problem.code in ("malformed", "chain_broken", "too_large"):
            return MalformedError(problem.detail)
        if problem.code in _REFUSALS:
            return Refusal(_REFUSALS[problem.code])
        return Unavailable("office_busy", retry_after_s=max(1, problem.retry_after_s))


_REFUSALS = {
    "code_unknown_or_used": "enrolment_code_refused",
    "not_genuine": "office_does_not_know_till",
    "incarnation_unknown": "office_does_not_know_till",
    "revoked": "till_revoked",
    "fork": "office_holds_other_branch",
    "stale_incarnation": "office_holds_other_branch",
}


@dataclass(frozen=True, slots=True)
class _Answered:
    """An answer: its HTTP status and its whole body."""

    status: int
    data: bytes


class _Connection:
    """One kept-alive connection, with errors sorted. No proxy and no trust from the environment."""

    def __init__(self, address: str, context: ssl.SSLContext, cancelled: Callable[[], bool] = lambda: False) -> None:
        from urllib3 import Retry, Timeout

        from pos_app.sync.cuttable import CuttablePool

        host, port = split_address(address)
        self._address = address
        self._cancelled = cancelled
        self._pool: CuttablePool = CuttablePool(
            host,
            port,
            maxsize=1,
            ssl_context=context,
            timeout=Timeout(connect=CONNECT_TIMEOUT_S, read=ANSWER_TIMEOUT_S),
            retries=Retry(total=0),
        )

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> _Answered:
        """Raises Unavailable("office_unreachable", "office_not_genuine", "clock_wrong", "office_nonsense")."""
        from urllib3.exceptions import HTTPError

        try:
            with self._pool.watched(limit_s=WHOLE_ANSWER_S, cancelled=self._cancelled):
                return self._asked(method, path, body, headers)
        except HTTPError as error:
            raise self._classified(error) from error

    def _asked(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> _Answered:
        response = self._pool.urlopen(method, path, body=body, headers=headers, redirect=False, preload_content=False)
        with closing(response):  # what was read to its end went back to the pool; anything else lets go of its socket
            content = response.read(LARGEST_ANSWER_BYTES + 1)
        if len(content) > LARGEST_ANSWER_BYTES:
            raise self.nonsense()
        return _Answered(response.status, content)

    def close(self) -> None:
        self._pool.close()

    def nonsense(self) -> Unavailable:
        """Something answered that is not head office: a captive portal, another server."""
        return Unavailable("office_nonsense", address=self._address)

    def _classified(self, error: BaseException) -> Unavailable:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                expired = cause.verify_code in _DATE_FAULTS
                return Unavailable("clock_wrong" if expired else "office_not_genuine", address=self._address)
            if isinstance(cause, ssl.SSLEOFError):
                break  # the network was cut, or we cut it
            if isinstance(cause, ssl.SSLError):
                return self.nonsense()
            cause = getattr(cause, "reason", None) or cause.__cause__ or cause.__context__
            if not isinstance(cause, BaseException):
                break
        return Unavailable("office_unreachable", address=self._address)


_DATE_FAULTS = (9, 10)
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED: at a till, the clock is what is wrong."""


def split_address(address: str) -> tuple[str, int]:
    """("office.example.org", 8443) of "office.example.org:8443". Raises Refusal("office_address_malformed")."""
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        raise Refusal("office_address_malformed", address=address[:80])
    return host.strip("[]"), int(port)


def _tls_context() -> ssl.SSLContext:
    """Built by hand: a default context also trusts what the environment names (SYNC.md § 5)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
