"""Head office's page of computers and keys: by point, state and model, each with its history, moved between tills."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from pos_app.counter.transfer_equipment import send_equipment
from pos_app.domain.identifiers import ItemId
from pos_app.office.machine_transfers import transfers
from pos_app.office.office import Office
from pos_app.office.rights import OfficeRole
from tests.office.browser import Browser
from tests.sync.test_machine_transfers import SERIAL, Both, machine, together

__all__ = ["machine"]


@pytest.fixture
def inside(machine: ItemId, office: Office) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def test_every_machine_is_listed_by_point_state_and_model_with_the_end_of_its_number(
    inside: Browser, machine: ItemId
) -> None:
    everything = inside.get("/materiel")
    assert "11 objets" in everything.words
    assert SERIAL not in everything.text
    assert "1 objet " in inside.get(f"/materiel?text={SERIAL[-4:]}").words
    assert "5 objets" in inside.get("/materiel?point=Grenoble").words
    assert "6 objets" in inside.get("/materiel?point=Marseille").words
    assert "Aucun ordinateur" in inside.get("/materiel?state=lent").words
    assert inside.get("/materiel?page=x").status == 400


def test_the_list_is_taken_away_as_a_table(inside: Browser) -> None:
    table = inside.get("/materiel/tableau.csv?product=ORDI&point=Marseille")
    heading, *rows = csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";")
    assert len(rows) == 3
    assert len(heading) == len(rows[0]) == 8


def test_a_machine_is_asked_for_shown_on_its_way_and_the_wish_is_taken_back(
    inside: Browser, both: Both, office: Office, machine: ItemId
) -> None:
    page = f"/materiel/{machine}"
    assert "Passeport écrit" in inside.get(page).words
    asked = inside.submit(f"{page}/transfert", till="2")
    assert "Marseille · Caisse 1 est priée de l’envoyer à Grenoble · Caisse 1" in asked.words
    assert inside.submit(f"{page}/transfert", till="2").status == 422
    with office.database.transaction() as connection:
        (moving,) = transfers(connection)
    inside.get("/materiel")
    assert "Entre les points" not in inside.submit(f"/materiel/transferts/{moving.id}/retirer").words
    inside.get(page)
    inside.submit(f"{page}/transfert", till="2")
    together(office, *both)
    with office.database.transaction() as connection:
        (moving,) = transfers(connection)
    both[0].do(send_equipment, operator=both[0].coordinator, transfer=moving.id)
    together(office, *both)
    assert "pas arrivé" in inside.get("/materiel").words
    assert "Personne ne peut le vendre" in inside.get(page).words
    assert inside.submit(f"/materiel/transferts/{moving.id}/retirer").status == 404
    assert inside.get(f"/materiel/{'0' * 32}").status == 404


def test_who_only_reads_moves_nothing(inside: Browser, office: Office, machine: ItemId) -> None:
    browser = Browser(office)
    browser.sign_in(office, OfficeRole.AUDITOR)
    assert "Le demander" not in browser.get(f"/materiel/{machine}").words
    assert browser.submit(f"/materiel/{machine}/transfert", till="2").status == 403
    browser.close()
