"""Roles at head office: each sees its pages and no other, and does what it may and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.office.office import Office
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from tests.office.browser import Browser


@pytest.fixture
def browser(office: Office, server: OfficeServer) -> Iterator[Browser]:
    one = Browser(office)
    yield one
    one.close()


@pytest.mark.parametrize(
    ("role", "seen", "hidden"),
    [
        (OfficeRole.STATISTICS, ["/impact"], ["/", "/personnes", "/exceptions", "/caisses/nouvelle", "/audit"]),
        (OfficeRole.ACCOUNTANT, ["/", "/exceptions"], ["/personnes", "/caisses/nouvelle", "/audit", "/impact"]),
        (OfficeRole.AUDITOR, ["/", "/personnes", "/exceptions", "/impact", "/audit"], ["/caisses/nouvelle"]),
        (OfficeRole.COORDINATOR, ["/", "/personnes", "/exceptions", "/impact", "/caisses/nouvelle"], ["/audit"]),
        (OfficeRole.ADMINISTRATOR, ["/", "/personnes", "/impact", "/caisses/nouvelle", "/audit"], []),
    ],
)
def test_a_role_sees_its_pages_and_no_other(
    browser: Browser, office: Office, role: OfficeRole, seen: list[str], hidden: list[str]
) -> None:
    home = browser.sign_in(office, role)
    assert home.status == 200
    for path in seen:
        assert browser.get(path).status == 200, path
    for path in hidden:
        shown = browser.get(path)
        assert shown.status == 403, path
        assert "Pas pour votre compte" in shown.words
        assert f'href="{path}"' not in home.text


def test_who_may_only_read_changes_nothing(browser: Browser, office: Office) -> None:
    browser.sign_in(office, OfficeRole.AUDITOR)
    refused = browser.submit("/caisses/nouvelle", point="Lyon", till="Caisse 1")
    assert refused.status == 403
    with office.database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM till").fetchone() == (0,)
