"""Showing a page: who may see it, its template, its language, and the headers that keep it safe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Template
from psycopg import Connection

from pos_app.domain.refusals import Refusal
from pos_app.i18n import speaking
from pos_app.office.accounts import Account, account_of_session
from pos_app.office.audit import record
from pos_app.office.office import Office
from pos_app.office.pages.language import Language, language_named, preferred
from pos_app.office.pages.menu import menu_of
from pos_app.office.rights import Right
from pos_app.sentences import say

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
_ACCOUNT = "account"


class RightMissing(PermissionDeniedException):
    """Somebody is signed in and may not do this."""


@dataclass(frozen=True, slots=True)
class RequireRight:
    """A guard for controllers and handlers: only accounts whose role has `right`; any account where it is None."""

    right: Right | None

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
        """Raises NotAuthorizedException for whoever is not signed in, RightMissing for whoever may not."""
        account = await sync_to_thread(_signed_in, connection)
        if account is None:
            connection.scope["session"] = {}
            raise NotAuthorizedException
        connection.scope["state"][_ACCOUNT] = account
        if self.right is not None and not account.may(self.right):
            raise RightMissing


def require_right(right: Right) -> RequireRight:
    """The guard of whatever asks for `right`: on a controller for all its pages, on a handler for that one more."""
    return RequireRight(right)


require_session = RequireRight(None)
"""The guard of what any signed-in account may do."""


def account_of(request: PageRequest) -> Account:
    """Who is signed in, on a page with a guard."""
    account = account_or_none(request)
    if account is None:
        raise NotAuthorizedException
    return account


def account_or_none(request: PageRequest) -> Account | None:
    """Who is signed in, as far as a guard has asked."""
    found = request.scope["state"].get(_ACCOUNT)
    return found if isinstance(found, Account) else None


def record_act(request: PageRequest, connection: Connection, act: str, subject: str = "", detail: str = "") -> None:
    """Writes into the audit log what the signed-in account did: the last line of the act's transaction.

    `act` has its words in `audit_words`; no name of a person who comes to a desk stands in `subject` or `detail`.
    """
    office: Office = request.app.state.office
    record(
        connection,
        account=account_of(request).login,
        now_ms=office.clock.now_ms(),
        act=act,
        subject=subject,
        detail=detail,
    )


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
    account = account_or_none(request)
    return Template(
        template,
        context={
            **shown,
            "_": language.gettext,
            "ngettext": language.ngettext,
            "language": language,
            "now_ms": office.clock.now_ms(),
            "offset_min": office.clock.offset_min(),
            "account": account,
            "menu": menu_of(account, request.url.path.rstrip("/") or "/") if account else (),
            "may": (lambda right: account.may(Right(right))) if account else (lambda _right: False),
            "other_language": "?" + urlencode({**request.query_params.dict(), "lang": language.other}, doseq=True),
        },
        headers=PAGE_HEADERS,
        status_code=status_code,
    )


def sentence(request: PageRequest, refusal: Refusal | None) -> str:
    """What a refusal says, its reasons in words, in the reader's language; empty for none."""
    with speaking(language_of(request).name):
        return say(refusal) if refusal else ""


def to_keep(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """A file that the browser keeps under `name`."""
    headers = {**PAGE_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def sniff_nothing(response: Response[Any]) -> Response[Any]:
    """For files: what their type says and nothing else."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _signed_in(connection: ASGIConnection[Any, Any, Any, Any]) -> Account | None:
    session = connection.scope.get("session")
    if not isinstance(session, dict) or "account" not in session:
        return None
    office: Office = connection.app.state.office
    with office.database.transaction() as database:
        return account_of_session(database, session["account"], session["epoch"], now_ms=office.clock.now_ms())
