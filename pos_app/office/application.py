"""Head office's web application: the interface for tills and the pages for people."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, MediaType, Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from pos_app import __version__
from pos_app.domain.refusals import Unavailable
from pos_app.office.allocation_api import AllocationApi
from pos_app.office.api import ClosingApi, TillApi, problem_response, unavailable_response
from pos_app.office.carried_api import PLACES, CarriedApi
from pos_app.office.diagnosis_api import DiagnosisApi
from pos_app.office.journal_checks import JournalChecker
from pos_app.office.office import Office
from pos_app.office.pages.install import WebPages
from pos_app.office.people_api import PeopleApi
from pos_app.office.problems import ProblemError
from pos_app.office.projector import Projector
from pos_app.office.waiting_room import WaitingRoom

_log = logging.getLogger(__name__)


_FOR_TILLS = [TillApi, ClosingApi, PeopleApi, AllocationApi]


@get("/health", media_type=MediaType.TEXT, sync_to_thread=True)
def health(office: NamedDependency[Office]) -> str:
    """Whether this process can reach its database."""
    with office.database.transaction() as connection:
        connection.execute("SELECT 1")
    return "ok"


def application(office: Office) -> Litestar:
    """The whole of head office, over `office`."""
    room = WaitingRoom()
    projector = Projector(office.database, clock=office.clock)
    checker = JournalChecker(office.database, clock=office.clock)

    @asynccontextmanager
    async def projecting(_app: Litestar) -> AsyncIterator[None]:
        with projector, checker:
            yield

    return Litestar(
        route_handlers=[
            Router("/", route_handlers=_FOR_TILLS, middleware=[room]),
            Router("/", route_handlers=[CarriedApi, DiagnosisApi], middleware=[WaitingRoom(places=PLACES)]),
            health,
        ],
        dependencies={
            "office": Provide(lambda: office, sync_to_thread=False),
            "projector": Provide(lambda: projector, sync_to_thread=False),
            "room": Provide(lambda: room, sync_to_thread=False),
            "checker": Provide(lambda: checker, sync_to_thread=False),
        },
        exception_handlers={
            ProblemError: _problem,
            Unavailable: _unavailable,
            HTTPException: _http,
            Exception: _failed,
        },
        openapi_config=OpenAPIConfig(
            title="pos-app head office", version=__version__, path="/openapi", render_plugins=[JsonRenderPlugin()]
        ),
        lifespan=[projecting],
        on_app_init=[WebPages(office).install],
        logging_config=None,
    )


def _problem(_request: Request[Any, Any, State], error: ProblemError) -> Response[bytes]:
    return problem_response(error)


def _unavailable(_request: Request[Any, Any, State], error: Unavailable) -> Response[bytes]:
    return unavailable_response(error)


def _http(_request: Request[Any, Any, State], error: HTTPException) -> Response[bytes]:
    """Litestar's own refusals (no such path, body too large) in the same form."""
    response = problem_response(ProblemError("too_large" if error.status_code == 413 else "malformed"))
    response.status_code = error.status_code
    return response


def _failed(request: Request[Any, Any, State], error: Exception) -> Response[bytes]:
    """The edge: what nobody expected is logged with its trace and told without one."""
    _log.error("request failed: %s %s", request.method, request.url.path, exc_info=error)
    return problem_response(ProblemError("failed"))
