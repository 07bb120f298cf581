"""The pages of head office in a real browser, without scripts: by keyboard, on a narrow screen, to a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.office.catalogue_work import begin_with_shipped
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.reference import catalogue_set
from pos_app.office.serve import OfficeServer
from tests.office.browser import Browser
from tests.office.chromium import Chromium, chromium_here
from tests.office.remote_till import RemoteTill, sale

PROGRAM = chromium_here()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here")

PAGES = (
    "/",
    "/caisses/1",
    "/tickets",
    "/tickets/1/1/2",
    "/journal/1",
    "/journal/1/1/2",
    "/catalogue",
    "/catalogue/CARTE-30",
    "/programmes",
    "/operateurs",
    "/personnes/droits",
    "/ecarts",
    "/especes",
    "/cloture",
    "/exports",
    "/exports/comptes",
)
WIDTHS = (1280, 1024, 390)


@pytest.fixture
def chromium(office: Office, server: OfficeServer, till: RemoteTill, tmp_path: Path) -> Iterator[Chromium]:
    """Signed in; a till has sold something, and there is a catalogue."""
    till.sell(3)
    till.write([sale(number=4, cents=600)])
    till.push(till.entries)
    catch_up(office.database)
    with office.database.transaction() as connection:
        begin_with_shipped(connection, by="test", now_ms=office.clock.now_ms())
    browser = Browser(office)
    browser.sign_in(office)
    browser.close()
    assert PROGRAM is not None
    with Chromium(PROGRAM, tmp_path / "chromium", browser, f"https://{office.address}") as one:
        yield one


def test_every_page_is_whole_on_any_width_and_read_aloud_with_names(chromium: Chromium) -> None:
    for path in PAGES:
        chromium.open(path)
        assert chromium.value("document.querySelectorAll('h1').length") == 1, path
        assert chromium.value("document.documentElement.lang") == "fr", path
        assert chromium.nameless() == [], path
        assert chromium.troubles() == [], path
        for width in WIDTHS:
            chromium.resize(width, 800)
            beyond = chromium.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 0, f"{path} at {width}"


def test_the_first_tab_leads_past_the_menu(chromium: Chromium) -> None:
    chromium.open("/tickets")
    chromium.press("Tab")
    assert chromium.value("document.activeElement.className") == "skip"
    chromium.press("Enter", text="\r")
    chromium.press("Tab")
    assert chromium.value("document.activeElement.name") == "number"


def test_a_ticket_is_found_by_keyboard_alone(chromium: Chromium) -> None:
    chromium.open("/tickets")
    chromium.tab_to("amount")
    chromium.type_in("6,00")
    chromium.enter()
    assert chromium.value("document.querySelectorAll('tbody tr').length") == 1
    assert chromium.value("document.querySelector('tbody th').innerText") == "MRS1-000004"


def test_a_price_is_set_by_keyboard_alone(chromium: Chromium, office: Office) -> None:
    chromium.open("/catalogue/CARTE-30")
    chromium.tab_to("price")
    chromium.type_in("2,80")
    chromium.enter()
    chromium.until("document.activeElement.innerText", "Le mettre en vigueur partout")
    chromium.enter()
    with office.database.transaction() as connection:
        catalogue = catalogue_set(connection)
    assert catalogue is not None
    assert [price.price_cents for price in catalogue.product("CARTE-30").prices] == [280]
