"""Opening an account and signing in with a keyboard alone, in a real browser without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.office.office import Office
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.browser import Browser
from tests.office.chromium import Chromium, chromium_here
from tests.office.holding import PASSWORD, Holder, first_administrator

PROGRAM = chromium_here()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here")


@pytest.fixture
def chromium(office: Office, server: OfficeServer, tmp_path: Path) -> Iterator[Chromium]:
    """A browser that nobody has signed in with."""
    nobody = Browser(office)
    assert PROGRAM is not None
    with Chromium(PROGRAM, tmp_path / "chromium", nobody, f"https://{office.address}") as one:
        yield one
    nobody.close()


def words(chromium: Chromium) -> str:
    return str(chromium.value("document.body.innerText"))


def test_password_and_code_are_typed_in_order_and_enter_signs_in(
    chromium: Chromium, office: Office, clock: ManualClock
) -> None:
    claire = first_administrator(office, clock)
    chromium.open("/acces")
    chromium.until("document.activeElement.name", "login")
    chromium.type_in(claire.login)
    chromium.tab_to("password")
    chromium.type_in(claire.password)
    chromium.tab_to("code")
    chromium.type_in(claire.code(clock))
    chromium.enter()
    assert "Points d’accueil et caisses" in words(chromium)
    assert not chromium.troubles()


def test_an_account_is_opened_without_a_mouse(chromium: Chromium, office: Office, clock: ManualClock) -> None:
    first_administrator(office, clock)
    link = office.invite(login="omar", name="Omar", role=OfficeRole.AUDITOR)
    chromium.open(link.removeprefix(f"https://{office.address}"))
    assert not chromium.nameless()
    chromium.until("document.activeElement.name", "password")
    chromium.type_in(PASSWORD)
    chromium.tab_to("again")
    chromium.type_in(PASSWORD)
    chromium.enter()
    letters = chromium.value("document.querySelector('.code code').innerText")
    omar = Holder("omar", PASSWORD, str(letters).replace(" ", ""), [])
    chromium.until("document.activeElement.name", "code")
    chromium.type_in(omar.code(clock))
    chromium.enter()
    assert chromium.value("document.querySelectorAll('.recovery code').length") == 10
    chromium.open("/audit")
    assert "Journal des actes" in words(chromium)


def test_accounts_and_log_fit_any_width_and_every_control_has_a_name(
    office: Office, server: OfficeServer, tmp_path: Path
) -> None:
    office.add_till(point="Marseille", till="Caisse 1")
    signed_in = Browser(office)
    signed_in.sign_in(office)
    signed_in.close()
    assert PROGRAM is not None
    with Chromium(PROGRAM, tmp_path / "chromium", signed_in, f"https://{office.address}") as one:
        for path in ("/acces", "/comptes", "/comptes/1", "/mon-compte", "/audit", "/caisses/1/perte"):
            for width in (1280, 1024, 390):
                one.resize(width, 800)
                one.open(path)
                assert one.value("document.documentElement.scrollWidth") <= width, (path, width)
            assert not one.nameless(), path
            assert not one.troubles(), path
