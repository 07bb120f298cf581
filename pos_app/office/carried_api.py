"""The HTTP interface for parcels that a till with a network carries for one without (SYNC.md § 2)."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter, RawBody

from pos_app.domain.refusals import Refusal
from pos_app.office.api import signed_request
from pos_app.office.carried_answers import piece_of
from pos_app.office.incarnations import SignedRequest, authenticate
from pos_app.office.office import Office
from pos_app.office.problems import ProblemError
from pos_app.office.projector import Projector
from pos_app.office.take_in import take_in
from pos_app.office.tills import till_name
from pos_app.sync.carried_file import LARGEST_PARCEL_BYTES
from pos_app.sync.carried_messages import CARRIED_TYPE, Carried

LARGEST_PARCEL_BODY = 2 * LARGEST_PARCEL_BYTES
"""With what comes beside the batches that fill a file, and its last batch."""
PLACES = 4
"""Parcels that are read at once: each may be sixteen megabytes."""
AnswerPath = Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$")]


class CarriedApi(Controller):
    """Opaque bytes for the till that carries them; the answer is sealed to the other one."""

    path = "/v1/carried"
    request_max_body_size = LARGEST_PARCEL_BODY

    @post("/", sync_to_thread=True, status_code=200)
    def take_in(
        self,
        request: Request[Any, Any, State],
        body: RawBody,
        office: NamedDependency[Office],
        projector: NamedDependency[Projector],
    ) -> Carried:
        """Takes another till's parcel in; its answer is then read in pieces."""
        carrier = _carrier(office, signed_request(request, body))
        try:
            done = take_in(office, body, carrier=carrier, by_till=True)
        except Refusal as refusal:
            raise ProblemError("parcel_refused", refusal.code) from None
        projector.wake()
        return Carried(answer=done.digest, length=len(done.answer), said=done.said, entries=done.entries)

    @get("/{answer:str}", sync_to_thread=True)
    def piece(
        self,
        request: Request[Any, Any, State],
        answer: AnswerPath,
        office: NamedDependency[Office],
        after: Annotated[int, QueryParameter(ge=0, le=2**30)] = 0,
    ) -> Response[bytes]:
        """The answer of that name from a place on: half a megabyte at most."""
        _carrier(office, signed_request(request, b""))
        with office.database.transaction() as connection:
            piece = piece_of(connection, answer, after=after)
        if piece is None:
            raise ProblemError("answer_unknown")
        return Response(piece, media_type=CARRIED_TYPE)


def _carrier(office: Office, signed: SignedRequest) -> str:
    """What the till is called that asks. Raises ProblemError("not_genuine", "revoked")."""
    with office.database.transaction() as connection:
        till = authenticate(connection, signed, now_ms=office.clock.now_ms())
        if till.revoked:
            raise ProblemError("revoked")
        return till_name(connection, till.id)
