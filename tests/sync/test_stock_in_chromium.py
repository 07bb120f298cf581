"""The pages of codes, machines and orders in a real browser, without scripts: on any width, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.office.code_grants import grants_waiting
from pos_app.office.lot_figures import code_lots
from pos_app.office.machines import MachineFilter, every_machine
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from tests.office.browser import Browser
from tests.office.chromium import Chromium, chromium_here
from tests.office.test_in_chromium import WIDTHS
from tests.sync.office_codes import sell_codes
from tests.sync.syncing_till import SyncingTill

PROGRAM = chromium_here()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here")


@pytest.fixture
def chromium(short: SyncingTill, office: Office, tmp_path: Path) -> Iterator[Chromium]:
    """Signed in; codes were given and sold, and machines came in."""
    short.sync()
    sell_codes(short, 2)
    short.sync()
    catch_up(office.database)
    browser = Browser(office)
    browser.sign_in(office)
    browser.close()
    assert PROGRAM is not None
    with Chromium(PROGRAM, tmp_path / "chromium", browser, f"https://{office.address}") as one:
        yield one


def pages(office: Office) -> tuple[str, ...]:
    with office.database.transaction() as connection:
        lot = code_lots(connection)[0].lot
        machine = next(iter(every_machine(connection, MachineFilter()))).item
    return (
        "/codes",
        f"/codes/lots/{lot}",
        f"/codes/suivi/{lot}/0",
        "/codes/fin?jours=3000",
        "/codes/suspects",
        "/codes/rapprochement",
        "/codes/activations",
        "/codes/releves",
        "/codes/fichier",
        "/materiel",
        f"/materiel/{machine}",
        "/commandes",
        "/commandes/nouvelle",
    )


def test_every_page_of_codes_and_stock_is_whole_on_any_width_and_read_aloud_with_names(
    chromium: Chromium, office: Office
) -> None:
    for path in pages(office):
        chromium.open(path)
        assert chromium.value("document.querySelectorAll('h1').length") == 1, path
        assert chromium.nameless() == [], path
        assert chromium.troubles() == [], path
        for width in WIDTHS:
            chromium.resize(width, 800)
            beyond = chromium.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 0, f"{path} at {width}"


def test_codes_are_given_by_keyboard_alone(chromium: Chromium, office: Office) -> None:
    with office.database.transaction() as connection:
        lot = code_lots(connection)[0].lot
    chromium.open(f"/codes/lots/{lot}")
    chromium.tab_to("count")
    chromium.type_in("7")
    chromium.enter()
    with office.database.transaction() as connection:
        assert [waiting.count for waiting in grants_waiting(connection, lot)] == [7]
