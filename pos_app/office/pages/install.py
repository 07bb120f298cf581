"""Adds the pages to head office's application: routes, templates, sessions, CSRF tokens, files."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response, Router
from litestar.config.app import AppConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    PermissionDeniedException,
)
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig
from psycopg import Connection

from pos_app.office.office import Office
from pos_app.office.pages.errors import form_refused, nothing_here
from pos_app.office.pages.routes import pages_router
from pos_app.office.pages.sessions import IDLE_S, SESSION_COOKIE, PageSessions, SessionStore
from pos_app.office.pages.shown import PageRequest, sniff_nothing
from pos_app.settings import RESOURCES

_STORE = "web_sessions"
_TILLS_PATHS = ["^/v1/", "^/health$", "^/openapi"]
"""Tills sign their requests; cookies play no part there."""


class WebPages:
    """The pages over one office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def install(self, config: AppConfig) -> AppConfig:
        """Litestar's `on_app_init` hook. Raises Unavailable where the database is away."""
        with self._office.database.transaction() as connection:
            secret = csrf_secret(connection)
        sessions = PageSessions(
            key=SESSION_COOKIE,  # the prefix: only this host, only TLS, set by nobody else (RFC 6265bis)
            store=_STORE,
            max_age=IDLE_S,
            secure=True,
            httponly=True,
            samesite="strict",
            exclude=[*_TILLS_PATHS, "^/static/"],
        )
        config.route_handlers.extend(
            [pages_router(), _files("/static/fonts", "fonts"), _files("/static/office", "office/static")]
        )
        config.middleware.append(sessions.middleware)
        config.stores = {_STORE: SessionStore(self._office.database, clock=self._office.clock)}
        config.csrf_config = CSRFConfig(
            secret=secret,
            cookie_name="__Host-pos-csrf",
            cookie_secure=True,
            cookie_httponly=True,
            cookie_samesite="strict",
            exclude=_TILLS_PATHS,
        )
        config.exception_handlers[PermissionDeniedException] = form_refused
        for stray in (NotFoundException, MethodNotAllowedException):
            config.exception_handlers[stray] = _stray(config.exception_handlers[HTTPException])
        config.template_config = TemplateConfig(engine=_engine())
        config.state.office = self._office
        return config


def csrf_secret(connection: Connection) -> str:
    """The key of the CSRF tokens, made at the first call; one for every process of this head office."""
    connection.execute("INSERT INTO web_secret (csrf) VALUES (%s) ON CONFLICT DO NOTHING", (secrets.token_hex(32),))
    row = connection.execute("SELECT csrf FROM web_secret").fetchone()
    assert row is not None
    return str(row[0])


def _stray(problem: Callable[..., Response[bytes]]) -> Callable[[PageRequest, HTTPException], Any]:
    """An address that is no page: a page that says so to people, a problem document to tills."""

    def answer(request: PageRequest, error: HTTPException) -> Any:
        for_tills = any(re.match(path, request.url.path) for path in _TILLS_PATHS)
        return problem(request, error) if for_tills else nothing_here(request, error)

    return answer


def _engine() -> JinjaTemplateEngine:
    """Escapes everything; a name that no page was given is an error, not an empty place."""
    return JinjaTemplateEngine.from_environment(
        Environment(
            loader=FileSystemLoader(RESOURCES / "office" / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
    )


def _files(path: str, folder: str) -> Router:
    """Style sheet and type: the same for everybody, so that browsers may keep them."""
    return create_static_files_router(
        path=path,
        directories=[RESOURCES / folder],
        name=folder,
        cache_control=CacheControlHeader(public=True, max_age=3600),
        after_request=sniff_nothing,
        include_in_schema=False,
    )
