"""A stick at the window: written, read, carried for a neighbour; every fault is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.desktop.pages.sync import SyncPage
from pos_app.domain.refusals import Unavailable
from pos_app.office.office import Office
from pos_app.office.serve import OfficeServer
from pos_app.office.take_in import take_in
from pos_app.sentences import say
from tests.desktop.desk_work import AtDesk
from tests.office.conftest import authority, clock, database_url, office, postgres, server

__all__ = ["authority", "clock", "database_url", "office", "postgres", "server"]


@pytest.fixture
def page(at_desk: AtDesk, office: Office, server: OfficeServer) -> SyncPage:
    """The sync page of a till that joined head office and then lost its network."""
    operator, code = at_desk.desk.operator, str(office.add_till(point="Marseille", till="Caisse 1").code)
    assert operator is not None
    at_desk.view.show_page("sync")
    shown = at_desk.view.page("sync")
    assert isinstance(shown, SyncPage)
    with at_desk.qtbot.waitSignal(at_desk.desk.sync_ended, timeout=20_000):
        at_desk.result(at_desk.desk.running.join_head_office(operator=operator, code=code))
    server.stop()
    at_desk.desk.refresh()
    at_desk.wait(shown.without_network.isVisible)
    return shown


def ended(at_desk: AtDesk, page: SyncPage) -> str:
    at_desk.wait(lambda: page.outcome.text() and page.without_network.write.isEnabled())
    assert page.stop.isHidden()
    return page.outcome.text()


def test_a_stick_goes_there_and_back(at_desk: AtDesk, page: SyncPage, office: Office, tmp_path: Path) -> None:
    page.without_network.write_to(tmp_path)
    assert "pour-le-siege.pos" in ended(at_desk, page)
    (parcel,) = tmp_path.glob("*.pos")
    (tmp_path / "pos-app-MRS1-00001-du-siege.pos").write_bytes(
        take_in(office, parcel.read_bytes(), carrier="anne").answer
    )
    page.without_network.read_from(tmp_path)
    said = ended(at_desk, page)
    assert "réponse" in said or "Tout est arrivé" in said
    at_desk.wait(lambda: (newest := page.history.item(0, 1)) and "par clé" in newest.text())
    page.without_network.read_from(tmp_path)
    assert "déjà été lue" in ended(at_desk, page)


def test_each_fault_is_said_and_the_page_goes_on(at_desk: AtDesk, page: SyncPage, tmp_path: Path) -> None:
    page.without_network.read_from(tmp_path)
    assert "pas de réponse" in ended(at_desk, page)
    page.without_network.write_to(tmp_path / "pulled out")
    assert ended(at_desk, page) == say(Unavailable("stick_removed", folder=""))
    page.without_network.carry_from(tmp_path)
    assert "pas de fichier d’une autre caisse" in ended(at_desk, page)
    page.without_network.write_to(tmp_path)
    assert "pour-le-siege.pos" in ended(at_desk, page)


def test_a_till_that_works_alone_has_no_use_for_a_stick(at_desk: AtDesk) -> None:
    at_desk.view.show_page("sync")
    shown = at_desk.view.page("sync")
    assert isinstance(shown, SyncPage)
    assert not shown.without_network.isVisible()
