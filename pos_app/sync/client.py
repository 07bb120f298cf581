"""The till's side of the wire: signed requests, and every answer sorted into a few kinds.

Blocking; used by the sync thread alone. After an unknown outcome the same bytes go again later.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Refusal, Unavailable
from pos_app.ledger.entry import Entry
from pos_app.sync.allocation_messages import AllocationAnswer, AllocationRequest
from pos_app.sync.carried_messages import CARRIED_TYPE, PARCEL_FAULTS, Carried
from pos_app.sync.connection import (
    CONNECT_TIMEOUT_S,
    LARGEST_ANSWER_BYTES,
    Answered,
    Connect,
    connect_pinned,
    split_address,
    tls_context,
)
from pos_app.sync.diagnosis import DIAGNOSES_PATH, DIAGNOSIS_TYPE, DiagnosisTaken
from pos_app.sync.feeds import page_of
from pos_app.sync.people_messages import (
    LARGEST_FEED_PAGE_BYTES,
    FeedPage,
    Item,
    PeopleAnswer,
    PeoplePush,
)
from pos_app.sync.requests import (
    ALLOCATIONS_PATH,
    CARRIED_PATH,
    closing_path,
    entries_body,
    entries_path,
    feed_path,
    manifest_path,
    people_path,
)
from pos_app.sync.wire import (
    COUNTER_HEADER,
    ENTRIES_TYPE,
    INCARNATION_HEADER,
    LARGEST_DECOMPRESSED_BYTES,
    SIGNATURE_HEADER,
    Closing,
    ClosingAnswer,
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

_Answer = TypeVar("_Answer", bound=msgspec.Struct)
Sign = Callable[[bytes], bytes]


class GapError(Exception):
    """Head office holds less than thought: go on from `expected`."""

    def __init__(self, expected: int) -> None:
        super().__init__(expected)
        self.expected = expected


class EpochGoneError(Exception):
    """Head office counts a feed anew (it was restored, or another server took over): read it from the beginning."""


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
    context = tls_context()
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
        connect: Connect = connect_pinned,
    ) -> None:
        self._connection = connect(address, authority_pem, cancelled)
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
        return self._answered(entries_path(incarnation), entries_body(entries), ENTRIES_TYPE, PushAnswer)

    def entries(self, incarnation: IncarnationId, *, after: int) -> tuple[Entry, ...]:
        """The till's own entries that head office holds after a seq; none where that is all.

        Raises Refusal("till_revoked", "office_does_not_know_till") and Unavailable.
        """
        path = f"{entries_path(incarnation)}?after={after}"
        response = self._connection.ask("GET", path, b"", self._signature("GET", path, b""))
        if response.status != 200:
            raise self._problem(response)
        try:
            content = decompressed(response.data, LARGEST_DECOMPRESSED_BYTES)
            return msgspec.msgpack.decode(content, type=EntriesPush).entries
        except (msgspec.DecodeError, ValueError):
            raise self._connection.nonsense() from None

    def send_manifest(self, incarnation: IncarnationId, manifest: Manifest) -> ManifestAnswer:
        return self._posted(manifest_path(incarnation), manifest, ManifestAnswer)

    def close_for_good(self, incarnation: IncarnationId, closing: Closing) -> ClosingAnswer:
        """Raises GapError where entries are missing there, MalformedError where head office is older, and the rest."""
        return self._posted(closing_path(incarnation), closing, ClosingAnswer)

    def push_people(self, push: PeoplePush) -> PeopleAnswer:
        """Tells what was changed of people. Raises MalformedError, Refusal and Unavailable."""
        return self._posted(people_path(self._incarnation), push, PeopleAnswer)

    def allocate(self, request: AllocationRequest) -> AllocationAnswer:
        """Asks for codes. Raises MalformedError where head office knows no such request, Refusal and Unavailable."""
        return self._posted(ALLOCATIONS_PATH, request, AllocationAnswer)

    def feed(self, name: str, *, epoch: str, after: str) -> FeedPage[Item]:
        """The items of a feed after a place. Raises EpochGoneError, Refusal and Unavailable."""
        path = feed_path(name, epoch=epoch, after=after)
        response = self._connection.ask("GET", path, b"", self._signature("GET", path, b""))
        if response.status != 200:
            raise self._problem(response)
        try:
            content = decompressed(response.data, LARGEST_FEED_PAGE_BYTES)
            page: FeedPage[Item] = msgspec.json.decode(content, type=page_of(name))
        except (msgspec.DecodeError, ValueError):
            raise self._connection.nonsense() from None
        return page

    def carry(self, parcel: bytes) -> Carried:
        """Hands in the parcel of another till. Raises Refusal (what is wrong with the file) and Unavailable."""
        return self._answered(CARRIED_PATH, parcel, CARRIED_TYPE, Carried)

    def diagnosed(self, sealed: bytes) -> DiagnosisTaken:
        """Hands in a diagnosis of this till. Raises MalformedError, Refusal, Unavailable."""
        return self._answered(DIAGNOSES_PATH, sealed, DIAGNOSIS_TYPE, DiagnosisTaken)

    def carried_piece(self, answer: str, *, after: int) -> bytes:
        """The answer to a parcel from a place on. Raises MalformedError where it is no more, Refusal, Unavailable."""
        path = f"{CARRIED_PATH}/{answer}?after={after}"
        response = self._connection.ask("GET", path, b"", self._signature("GET", path, b""))
        if response.status != 200:
            raise self._problem(response)
        return response.data

    def _posted(self, path: str, message: msgspec.Struct, kind: type[_Answer]) -> _Answer:
        return self._answered(path, msgspec.json.encode(message), "application/json", kind)

    def _answered(self, path: str, body: bytes, content_type: str, kind: type[_Answer]) -> _Answer:
        response = self._connection.ask(
            "POST", path, body, {"Content-Type": content_type, **self._signature("POST", path, body)}
        )
        if response.status in (200, 201):
            try:
                return msgspec.json.decode(response.data, type=kind)
            except (msgspec.DecodeError, ValueError):
                raise self._connection.nonsense() from None
        raise self._problem(response)

    def _signature(self, method: str, path: str, body: bytes) -> dict[str, str]:
        self._counter += 1
        signed = request_bytes(method=method, path=path, body=body, challenge=self._challenge, counter=self._counter)
        return {
            INCARNATION_HEADER: self._incarnation,
            COUNTER_HEADER: str(self._counter),
            SIGNATURE_HEADER: self._sign(signed).hex(),
        }

    def _problem(self, response: Answered) -> Exception:
        """What an error answer means for the till (the table of SYNC.md § 2)."""
        try:
            problem = msgspec.json.decode(response.data, type=Problem)
        except (msgspec.DecodeError, ValueError):
            return self._connection.nonsense()
        if problem.code == "gap":
            return GapError(problem.expected)
        if problem.code == "epoch_gone":
            return EpochGoneError()
        if problem.code == "parcel_refused" and problem.detail in PARCEL_FAULTS:
            return Refusal(problem.detail)
        if problem.code in ("malformed", "chain_broken", "too_large", "answer_unknown"):
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


def decompressed(content: bytes, most_bytes: int) -> bytes:
    """An answer, no further than one may be large. Raises ValueError."""
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=most_bytes).stream_reader(content) as reader:
            page = reader.read(most_bytes + 1)
    except zstandard.ZstdError as error:
        raise ValueError("zstd") from error
    if len(page) > most_bytes:
        raise ValueError("too large")
    return page
