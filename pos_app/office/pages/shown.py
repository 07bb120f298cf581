"""Showing a page: its template, its language, and the headers that keep it safe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Template

from pos_app.office.office import Office
from pos_app.office.pages.language import Language, language_named, preferred

PageRequest = Request[Any, Any, State]
InOffice = NamedDependency[Office]

_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
"""No script or style inside a page, nothing from elsewhere, no frame round it."""
PAGE_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-store",
}
_LANGUAGE_KEY = "language"


def require_session(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Only those who came by an access link. Raises NotAuthorizedException."""
    if not connection.session:
        raise NotAuthorizedException


def session_of(request: PageRequest) -> Mapping[str, Any]:
    """The session; empty where nobody signed in, or where the request was refused before it was read."""
    session = request.scope.get("session")
    return session if isinstance(session, dict) else {}


def language_of(request: PageRequest) -> Language:
    """The language asked for on this page, before, or by the browser."""
    asked = request.query_params.get("lang") or session_of(request).get(_LANGUAGE_KEY)
    return language_named(asked if asked in ("fr", "en") else preferred(request.headers.get("Accept-Language", "")))


def remember_language(request: PageRequest) -> None:
    """Keeps a language chosen by `?lang=` for the rest of the session."""
    if session_of(request) and request.query_params.get("lang") in ("fr", "en"):
        request.session[_LANGUAGE_KEY] = request.query_params["lang"]


def page(request: PageRequest, office: Office, template: str, *, status_code: int = 200, **shown: object) -> Template:
    """The page `template`, filled with `shown` and what every page needs."""
    remember_language(request)
    language = language_of(request)
    return Template(
        template,
        context={
            **shown,
            "_": language.gettext,
            "ngettext": language.ngettext,
            "language": language,
            "now_ms": office.clock.now_ms(),
            "signed_in": bool(session_of(request)),
            "path": request.url.path,
            "other_language": "?" + urlencode({**request.query_params.dict(), "lang": language.other}, doseq=True),
        },
        headers=PAGE_HEADERS,
        status_code=status_code,
    )


def sniff_nothing(response: Response[Any]) -> Response[Any]:
    """For files: what their type says and nothing else."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
