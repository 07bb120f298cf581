"""Every route of head office's pages asks for a right, and every form leaves its act in the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType, FunctionType

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from pos_app.office.application import application
from pos_app.office.audit import record
from pos_app.office.office import Office
from pos_app.office.pages.menu import MENU
from pos_app.office.pages.shown import RequireRight
from pos_app.office.rights import OfficeRole, Right, may

_OF_TILLS = ("/v1/", "/health", "/openapi", "/static/")
"""Signed by the till that asks, or the same for everybody."""
_DOOR = "/acces"
"""Nobody has a right yet; what happens there is in the log by the functions behind it."""
_LOOKS_ONLY = {
    "/acces/ouvrir": "the account is opened, and in the log, when its first code is confirmed",
}


def routes(office: Office) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """(path, method, handler) of every page."""
    for route in application(office).routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith(_OF_TILLS):
            continue
        for handler in route.route_handlers:
            yield from ((route.path, str(method), handler) for method in handler.http_methods if method != "OPTIONS")


def rights_of(handler: HTTPRouteHandler) -> list[Right | None]:
    return [guard.right for guard in handler.resolve_guards() if isinstance(guard, RequireRight)]


def function_of(handler: HTTPRouteHandler) -> FunctionType:
    """The function as it was written: Litestar wraps those that run in a thread."""
    function: object = handler.fn
    while not isinstance(function, FunctionType):
        function = getattr(function, "func", None) or getattr(function, "__func__", None)
        assert function, handler
    return function


def reaches_the_log(function: FunctionType, seen: set[CodeType]) -> bool:
    """Whether `function`, or what it calls of head office, records an act."""
    if function.__code__ in seen:
        return False
    seen.add(function.__code__)
    for name in names_in(function.__code__):
        called = function.__globals__.get(name) or getattr(Office, name, None)
        if called is record:
            return True
        if (
            isinstance(called, FunctionType)
            and called.__module__.startswith("pos_app.office")
            and reaches_the_log(called, seen)
        ):
            return True
    return False


def names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)


def test_every_page_asks_for_a_right(office: Office) -> None:
    open_to_all = [
        (path, method)
        for path, method, handler in routes(office)
        if not rights_of(handler) and not path.startswith(_DOOR)
    ]
    assert not open_to_all


def test_every_form_asks_for_more_than_reading_or_is_ones_own(office: Office) -> None:
    """A POST under a right to read alone is one that only asks: those are named here, with why."""
    asks_only = {
        "/personnes": "a search sends names in a body, so that none stands in an address",
        "/journal/{till:int}/controle": "a check changes nothing",
        "/codes/chercher": "a code is typed into a body, so that none stands in an address",
    }
    reading = {
        path
        for path, method, handler in routes(office)
        if method == "POST"
        and not path.startswith(_DOOR)
        and all(right is not None and right.endswith(".read") for right in rights_of(handler))
    }
    assert reading <= set(asks_only), reading - set(asks_only)


def test_every_form_leaves_its_act_in_the_audit_log(office: Office) -> None:
    silent = [
        path
        for path, method, handler in routes(office)
        if method != "GET" and path not in _LOOKS_ONLY and not reaches_the_log(function_of(handler), set())
    ]
    assert not silent


def test_the_menu_leads_to_pages_that_ask_for_its_right(office: Office) -> None:
    """Whoever sees an entry may open its page."""
    pages = {path.rstrip("/") or "/": handler for path, method, handler in routes(office) if method == "GET"}
    for group in MENU:
        for entry in group.entries:
            assert entry.path in pages, entry
            asked = [right for right in rights_of(pages[entry.path]) if right is not None]
            for role in OfficeRole:
                if entry.right is None or may(role, entry.right):
                    assert all(may(role, right) for right in asked), (entry, role)


@pytest.mark.parametrize("path", sorted(_LOOKS_ONLY))
def test_an_exception_is_still_a_route(office: Office, path: str) -> None:
    assert path in {known for known, _method, _handler in routes(office)}


def test_a_page_that_only_shows_is_not_taken_for_one_that_records(office: Office) -> None:
    (overview,) = [handler for path, method, handler in routes(office) if (path, method) == ("/", "GET")]
    assert not reaches_the_log(function_of(overview), set())
