"""The HTTP interface for tills (SYNC.md § 2): strict decoding, bounded bodies, named problems."""

from __future__ import annotations

from typing import Annotated, Any, Protocol, TypeVar

import msgspec
import zstandard
from litestar import Controller, MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter, RawBody

from pos_app.clock import local_now
from pos_app.domain.identifiers import IncarnationId
from pos_app.domain.refusals import Unavailable
from pos_app.ledger.canonical import LARGEST_INTEGER
from pos_app.ledger.entry import Entry
from pos_app.office.changes_due import bring_due
from pos_app.office.closing import close_incarnation
from pos_app.office.entries_back import entries_back
from pos_app.office.hello import answer_hello
from pos_app.office.incarnations import SignedRequest, authenticate
from pos_app.office.ingest import ingest
from pos_app.office.manifests import compare_manifest
from pos_app.office.office import Office
from pos_app.office.problems import ProblemError
from pos_app.office.projector import Projector
from pos_app.office.tills import enrol
from pos_app.office.waiting_room import WaitingRoom
from pos_app.sync.wire import (
    COUNTER_HEADER,
    ENTRIES_TYPE,
    INCARNATION_HEADER,
    LARGEST_BODY_BYTES,
    LARGEST_DECOMPRESSED_BYTES,
    SIGNATURE_HEADER,
    Closing,
    ClosingAnswer,
    Enrolled,
    Enrolment,
    EntriesPush,
    Hello,
    HelloAnswer,
    Manifest,
    ManifestAnswer,
    PushAnswer,
)

RETRY_AFTER_S = 2
PIECE_BYTES = 256 * 1024

_Message = TypeVar("_Message", bound=msgspec.Struct)
IncarnationPath = Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$")]


class TillApi(Controller):
    """What tills ask of head office."""

    path = "/v1"
    request_max_body_size = LARGEST_BODY_BYTES

    @get("/authority", media_type=MediaType.TEXT, sync_to_thread=False)
    def authority(self, office: NamedDependency[Office]) -> str:
        """The authority's certificate: a till compares it with the fingerprint in its code."""
        return office.authority.certificate_pem

    @post("/enrolments", sync_to_thread=True)
    def enrol(self, body: RawBody, office: NamedDependency[Office]) -> Enrolled:
        """A till is taken in with a one-time code."""
        message = decoded(body, Enrolment)
        with office.database.transaction() as connection:
            return enrol(
                connection,
                message,
                now_ms=office.clock.now_ms(),
                authority_pem=office.authority.certificate_pem,
                office_key=office.signer.public_key.hex(),
            )

    @post("/sync/hello", sync_to_thread=True, status_code=200)
    def hello(
        self,
        request: Request[Any, Any, State],
        body: RawBody,
        office: NamedDependency[Office],
        room: NamedDependency[WaitingRoom],
    ) -> HelloAnswer:
        """Begins a sync."""
        message = decoded(body, Hello)
        with office.database.transaction() as connection:
            bring_due(connection, today=local_now(office.clock).date(), now_ms=office.clock.now_ms())
        with office.database.transaction() as connection:
            return answer_hello(
                connection,
                message,
                signed_request(request, body),
                now_ms=office.clock.now_ms(),
                signer=office.signer,
                crowded=room.crowded,
            )

    @post("/incarnations/{incarnation:str}/entries", sync_to_thread=True, status_code=200)
    def push(
        self,
        request: Request[Any, Any, State],
        incarnation: IncarnationPath,
        body: RawBody,
        office: NamedDependency[Office],
        projector: NamedDependency[Projector],
    ) -> PushAnswer:
        """Takes entries in: acknowledged means stored and safe on disk."""
        with office.database.transaction() as connection:
            now_ms = office.clock.now_ms()
            till = authenticate(connection, signed_request(request, body), now_ms=now_ms)
            done = ingest(
                connection,
                till=till,
                incarnation=IncarnationId(incarnation),
                entries=entries_of(body),
                now_ms=now_ms,
            )
        if done.refusal:
            raise ProblemError(done.refusal)
        projector.wake()
        return done.answer

    @get("/incarnations/{incarnation:str}/entries", sync_to_thread=True)
    def give_back(
        self,
        request: Request[Any, Any, State],
        incarnation: IncarnationPath,
        office: NamedDependency[Office],
        after: Annotated[int, QueryParameter(ge=0, le=LARGEST_INTEGER)] = 0,
    ) -> Response[bytes]:
        """A till's own entries after a seq, as it had signed them: for a computer that takes its place."""
        with office.database.transaction() as connection:
            till = authenticate(connection, signed_request(request, b""), now_ms=office.clock.now_ms())
            entries = entries_back(connection, till=till, incarnation=IncarnationId(incarnation), after=after)
        content = msgspec.msgpack.encode(EntriesPush(entries=entries))
        return Response(zstandard.ZstdCompressor(level=3).compress(content), media_type=ENTRIES_TYPE)

    @post("/incarnations/{incarnation:str}/manifest", sync_to_thread=True, status_code=200)
    def manifest(
        self,
        request: Request[Any, Any, State],
        incarnation: IncarnationPath,
        body: RawBody,
        office: NamedDependency[Office],
    ) -> ManifestAnswer:
        """Compares what a till sent with what is held."""
        message = decoded(body, Manifest)
        with office.database.transaction() as connection:
            now_ms = office.clock.now_ms()
            till = authenticate(connection, signed_request(request, body), now_ms=now_ms)
            return compare_manifest(
                connection,
                message,
                till=till.id,
                incarnation=IncarnationId(incarnation),
                now_ms=now_ms,
            )


class ClosingApi(Controller):
    """What a till asks once, at its end."""

    path = "/v1"
    request_max_body_size = LARGEST_BODY_BYTES

    @post("/incarnations/{incarnation:str}/close", sync_to_thread=True, status_code=200)
    def close(
        self,
        request: Request[Any, Any, State],
        incarnation: IncarnationPath,
        body: RawBody,
        office: NamedDependency[Office],
    ) -> ClosingAnswer:
        """A till closed for good: its journal is here to its end."""
        message = decoded(body, Closing)
        with office.database.transaction() as connection:
            now_ms = office.clock.now_ms()
            till = authenticate(connection, signed_request(request, body), now_ms=now_ms)
            return close_incarnation(
                connection, message, till=till.id, incarnation=IncarnationId(incarnation), now_ms=now_ms
            )


def signed_request(request: Request[Any, Any, State], body: bytes) -> SignedRequest:
    """The request with what its headers say. Raises ProblemError("malformed")."""
    try:
        signed = SignedRequest(
            method=request.method,
            path=_path_and_query(request),
            body=body,
            incarnation=request.headers[INCARNATION_HEADER],
            counter=int(request.headers[COUNTER_HEADER]),
            signature=bytes.fromhex(request.headers[SIGNATURE_HEADER]),
        )
    except (KeyError, ValueError):
        raise ProblemError("malformed", "headers") from None
    if not 0 < signed.counter <= LARGEST_INTEGER:
        raise ProblemError("malformed", "counter")
    return signed


def _path_and_query(request: Request[Any, Any, State]) -> str:
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def problem_response(error: ProblemError) -> Response[bytes]:
    """The problem as RFC 9457 writes it, with Retry-After where waiting helps."""
    problem = error.problem
    headers = {"Retry-After": str(problem.retry_after_s)} if problem.retry_after_s else {}
    return Response(
        msgspec.json.encode(problem),
        status_code=problem.status,
        media_type="application/problem+json",
        headers=headers,
    )


def unavailable_response(error: Unavailable) -> Response[bytes]:
    return problem_response(ProblemError("unavailable", error.code, retry_after_s=RETRY_AFTER_S))


def decoded(body: bytes, kind: type[_Message]) -> _Message:
    """The message in `body`. Raises ProblemError("malformed").

    msgspec raises ValueError beside its own error for bytes that are no UTF-8 (SYNC.md § 5).
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise ProblemError("malformed") from None


class _Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _read_at_most(reader: _Reader, most_bytes: int) -> bytes:
    """Piece by piece: a buffer for the most allowed would cost more to make than a batch to read."""
    content = bytearray()
    while len(content) < most_bytes and (piece := reader.read(min(PIECE_BYTES, most_bytes - len(content)))):
        content += piece
    return bytes(content)


def entries_of(body: bytes) -> tuple[Entry, ...]:
    """The batch in `body`, decompressed no further than allowed. Raises ProblemError("malformed", "too_large")."""
    try:
        decompressor = zstandard.ZstdDecompressor(max_window_size=LARGEST_DECOMPRESSED_BYTES)
        content = _read_at_most(decompressor.stream_reader(body), LARGEST_DECOMPRESSED_BYTES + 1)
    except zstandard.ZstdError:
        raise ProblemError("malformed", "zstd") from None
    if len(content) > LARGEST_DECOMPRESSED_BYTES:
        raise ProblemError("too_large")
    try:
        return msgspec.msgpack.decode(content, type=EntriesPush).entries
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise ProblemError("malformed", "entries") from None
