"""What a person sees when a page cannot be shown: what happened, what is safe, what to do."""

from __future__ import annotations

import logging

from litestar.exceptions import (
    HTTPException,
    NotAuthorizedException,
    NotFoundException,
    PermissionDeniedException,
    ValidationException,
)
from litestar.response import Template
from litestar.status_codes import HTTP_413_REQUEST_ENTITY_TOO_LARGE
from litestar.types import ExceptionHandlersMap

from pos_app.domain.refusals import Unavailable
from pos_app.office.pages.menu import home_of
from pos_app.office.pages.shown import PageRequest, RightMissing, account_of, page

_log = logging.getLogger(__name__)


def form_refused(request: PageRequest, _error: PermissionDeniedException) -> Template:
    """The CSRF token is missing, or of another browser."""
    return page(request, request.app.state.office, "form_refused.html", status_code=403)


def _not_signed_in(request: PageRequest, _error: NotAuthorizedException) -> Template:
    return page(request, request.app.state.office, "sign_in.html", login="", refused="", status_code=401)


def _right_missing(request: PageRequest, _error: RightMissing) -> Template:
    home = home_of(account_of(request))
    return page(request, request.app.state.office, "forbidden.html", home=home, status_code=403)


def nothing_here(request: PageRequest, error: HTTPException) -> Template:
    """No such page or till, or an address that makes no sense."""
    return page(request, request.app.state.office, "not_found.html", status_code=error.status_code)


def _http(request: PageRequest, error: HTTPException) -> Template:
    """What Litestar refuses by itself: a form that is too large, an address asked for in another way."""
    template = "too_large.html" if error.status_code == HTTP_413_REQUEST_ENTITY_TOO_LARGE else "not_found.html"
    return page(request, request.app.state.office, template, status_code=error.status_code)


def _unavailable(request: PageRequest, _error: Unavailable) -> Template:
    return page(request, request.app.state.office, "unavailable.html", status_code=503)


def _failed(request: PageRequest, error: Exception) -> Template:
    """The edge: logged with its trace, told without one."""
    _log.error("page failed: %s %s", request.method, request.url.path, exc_info=error)
    return page(request, request.app.state.office, "failed.html", status_code=500)


PAGE_ERRORS: ExceptionHandlersMap = {
    NotAuthorizedException: _not_signed_in,
    RightMissing: _right_missing,
    NotFoundException: nothing_here,
    ValidationException: nothing_here,
    HTTPException: _http,
    Unavailable: _unavailable,
    Exception: _failed,
}
