"""The HTTP interface for diagnoses that tills send."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import RawBody

from pos_app.domain.refusals import Refusal
from pos_app.office.api import signed_request
from pos_app.office.diagnoses import keep_diagnosis
from pos_app.office.incarnations import authenticate
from pos_app.office.office import Office
from pos_app.office.problems import ProblemError
from pos_app.sync.diagnosis import DIAGNOSES_PATH, LARGEST_DIAGNOSIS_BYTES, DiagnosisTaken


class DiagnosisApi(Controller):
    """Sealed bytes from a till that asks for help."""

    path = DIAGNOSES_PATH
    request_max_body_size = LARGEST_DIAGNOSIS_BYTES

    @post("/", sync_to_thread=True, status_code=200)
    def take(self, request: Request[Any, Any, State], body: RawBody, office: NamedDependency[Office]) -> DiagnosisTaken:
        """Keeps it for whoever reads it at head office; a revoked till is not heard."""
        with office.database.transaction() as connection:
            now_ms = office.clock.now_ms()
            till = authenticate(connection, signed_request(request, body), now_ms=now_ms)
            if till.revoked:
                raise ProblemError("revoked")
            try:
                return DiagnosisTaken(number=keep_diagnosis(connection, body, office=office.signer, now_ms=now_ms))
            except Refusal as refusal:
                raise ProblemError("malformed", refusal.code) from None
