"""The accounts that the FEC of head office uses, set on their page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_app.domain.accounting import Account, Accounts
from pos_app.office.catalogue_work import begin_with_shipped
from pos_app.office.office import Office
from pos_app.office.pages.fec_account_pages import NAMES
from pos_app.office.reference import accounts_set
from pos_app.office.serve import OfficeServer
from tests.office.browser import Browser


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    with office.database.transaction() as connection:
        begin_with_shipped(connection, by="test", now_ms=1)
    browser = Browser(office)
    browser.sign_in(office)
    browser.get("/exports/comptes")
    yield browser
    browser.close()


def typed(**changes: str) -> dict[str, str]:
    """The form as it stands, with changes: `drawer_number` for "drawer.number"."""
    fields: dict[str, str] = {}
    for name in NAMES:
        account = getattr(Accounts(), name)
        fields |= {f"{name}.number": account.number, f"{name}.label": account.label}
    return fields | {name.replace("__", "."): value for name, value in changes.items()}


def held(office: Office) -> Accounts:
    with office.database.transaction() as connection:
        return accounts_set(connection)


def test_the_page_has_every_account_there_is() -> None:
    accounts = Accounts()
    assert [getattr(accounts, name) for name in NAMES] == list(accounts.each)


def test_accounts_are_set_and_those_of_a_family_too(inside: Browser, office: Office) -> None:
    own = {"families__CARTE__number": "707100", "families__CARTE__label": "Ventes de cartes"}
    shown = inside.submit("/exports/comptes", **typed(drawer__number="530100", families__RECHARGE__number="", **own))
    assert shown.status == 200
    assert held(office).drawer == Account("530100", "Caisse")
    assert held(office).families == {"CARTE": Account("707100", "Ventes de cartes")}


@pytest.mark.parametrize(
    "change", [{"sales__number": ""}, {"sales__number": "caisse"}, {"sales__label": "a\tb"}, {"sales__label": ""}]
)
def test_what_is_no_account_is_refused(inside: Browser, office: Office, change: dict[str, str]) -> None:
    shown = inside.submit("/exports/comptes", **typed(**change))
    assert shown.status == 422
    assert "Rien n’a été modifié" in shown.words
    assert held(office) == Accounts()
