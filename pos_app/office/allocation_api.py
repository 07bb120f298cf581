"""The HTTP interface for recharge codes (SYNC.md § 2)."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import RawBody

from pos_app.domain.identifiers import IncarnationId
from pos_app.office.allocations import allocate
from pos_app.office.api import decoded, signed_request
from pos_app.office.incarnations import authenticate
from pos_app.office.office import Office
from pos_app.office.projections import project_till
from pos_app.sync.allocation_messages import AllocationAnswer, AllocationRequest
from pos_app.sync.wire import LARGEST_BODY_BYTES


class AllocationApi(Controller):
    """What tills ask of codes. A revoked till gets none."""

    path = "/v1"
    request_max_body_size = LARGEST_BODY_BYTES

    @post("/allocations", sync_to_thread=True, status_code=200)
    def allocate(
        self, request: Request[Any, Any, State], body: RawBody, office: NamedDependency[Office]
    ) -> AllocationAnswer:
        """Codes for the incarnation that signs; sealed to its key."""
        message = decoded(body, AllocationRequest)
        signed = signed_request(request, body)
        with office.database.transaction() as connection:
            till = authenticate(connection, signed, now_ms=office.clock.now_ms())
        with office.database.transaction() as connection:
            project_till(connection, till=till.id)  # what it sold is no longer on its hands
        with office.database.transaction() as connection:
            connection.execute("SELECT 1 FROM till WHERE id = %s FOR UPDATE", (till.id,))
            return allocate(
                connection,
                office.codes,
                message,
                till=till,
                incarnation=IncarnationId(signed.incarnation),
                now_ms=office.clock.now_ms(),
            )
