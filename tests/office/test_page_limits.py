"""What a browser may send to head office's pages, and what it is told where it may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from tests.office.browser import Browser

HEADERS = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "strict-transport-security",
    "cache-control",
)


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def test_a_form_that_is_too_large_is_told_so_and_changes_nothing(inside: Browser, office: Office) -> None:
    inside.get("/caisses/nouvelle")
    shown = inside.submit("/caisses/nouvelle", point="x" * 2_000_000, till="Caisse 1")
    assert shown.status == 413
    assert "trop grand" in shown.words
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM till").fetchone() == (0,)


def test_an_address_asked_for_in_another_way_is_no_failure(inside: Browser) -> None:
    shown = inside.get("/sortir")
    assert shown.status in (404, 405)
    assert "n’existe pas" in shown.words


def test_what_is_no_form_is_no_failure(inside: Browser) -> None:
    inside.get("/comptes")
    shown = inside.submit("/comptes", login="omar", name="Omar", role="emperor")
    assert shown.status in (400, 404)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/sortir", "/comptes/abc"])
def test_every_answer_has_its_safe_headers_refusals_too(inside: Browser, path: str) -> None:
    headers = inside.get(path).headers
    for name in HEADERS:
        assert name in headers, (path, name)
