"""The pages by which head office sets what every till has: prices and their days, programmes, parameters, operators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from pos_app.domain.facts import CatalogueLoaded, ReferenceRefused
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.reference import (
    catalogue_set,
    document_of,
    parameters_set,
    rules_set,
)
from pos_app.office.rights import OfficeRole
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.browser import Browser
from tests.office.remote_till import RemoteTill

DAY_S = 24 * 3600


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


@pytest.fixture
def catalogue(inside: Browser) -> Browser:
    inside.get("/catalogue")
    inside.submit("/catalogue/debut")
    return inside


def price_of(office: Office, code: str, day: str) -> int:
    with office.database.transaction() as connection:
        found = catalogue_set(connection)
    assert found is not None
    return found.product(code).on(dt.date.fromisoformat(day)).price_cents


def acts(office: Office) -> list[str]:
    with office.database.transaction() as connection:
        return [act for (act,) in connection.execute("SELECT act FROM audit ORDER BY number")]


def push(till: RemoteTill, office: Office) -> None:
    till.push(till.entries)
    catch_up(office.database)


def test_head_office_begins_with_the_program_s_own_catalogue(catalogue: Browser, office: Office) -> None:
    words = catalogue.get("/catalogue").words
    assert "Carte 30 minutes" in words
    assert price_of(office, "CARTE-30", "2026-11-23") == 250
    assert catalogue.submit("/catalogue/debut").status == 422
    assert acts(office).count("catalogue.changed") == 1


def test_a_price_with_its_day_is_seen_before_it_is_set(catalogue: Browser, office: Office) -> None:
    catalogue.get("/catalogue/CARTE-30")
    typed = {"from_on": "2027-01-01", "price": "2,80", "public_price": "7,50"}
    preview = catalogue.submit("/catalogue/CARTE-30", **typed)
    assert "Qui l’a quand" in preview.words
    assert "2,50 € → 2,80 €" in preview.words.replace("\xa0", " ")
    assert price_of(office, "CARTE-30", "2027-01-01") == 250
    shown = catalogue.submit("/catalogue/CARTE-30", **typed, confirmed="true")
    assert "01/01/2027" in shown.words
    assert price_of(office, "CARTE-30", "2026-12-31") == 250
    assert price_of(office, "CARTE-30", "2027-01-01") == 280
    assert "2,80 € à partir du 01/01/2027" in catalogue.get("/catalogue").words.replace("\xa0", " ")
    catalogue.get("/catalogue/CARTE-30")
    catalogue.submit("/catalogue/CARTE-30", gone="2027-01-01", confirmed="true")
    assert price_of(office, "CARTE-30", "2027-01-01") == 250


@pytest.mark.parametrize(
    ("code", "typed", "says"),
    [
        ("CARTE-30", {"from_on": "2026-11-01", "price": "3"}, "ne peut pas"),
        ("CARTE-30", {"from_on": "2027-01-01", "price": "three"}, "montant"),
        ("CARTE-30", {"from_on": "soon", "price": "3"}, "date"),
        ("ORDI", {"from_on": "2027-01-01", "price": "99,99"}, "plancher"),
        ("ORDI", {"label": "Ordinateur", "vat": "EXO-261", "floor": "120"}, "plancher"),
        ("ORDI", {"label": "", "vat": "EXO-261", "floor": "100"}, "libellé"),
        ("ORDI", {"label": "Ordinateur", "vat": "TVA-19", "floor": "100"}, "TVA"),
        ("CARTE-30", {"gone": "2027-01-01"}, "2027"),
    ],
)
def test_what_no_till_could_read_is_refused_with_its_reason(
    catalogue: Browser, office: Office, code: str, typed: dict[str, str], says: str
) -> None:
    catalogue.get(f"/catalogue/{code}")
    shown = catalogue.submit(f"/catalogue/{code}", **typed, confirmed="true")
    assert shown.status == 422
    assert says in shown.words.partition("Retour au catalogue")[2]
    with office.database.transaction() as connection:
        document = document_of(connection, "catalogue")
    assert document is not None
    assert document.version == 1


def test_the_article_itself_is_changed(catalogue: Browser, office: Office) -> None:
    catalogue.get("/catalogue/ORDI")
    typed = {"label": "Ordinateur révisé", "vat": "TVA-20", "floor": "90", "low_stock": "4"}
    assert "Ordinateur révisé" in catalogue.submit("/catalogue/ORDI", **typed).words
    catalogue.submit("/catalogue/ORDI", **typed, confirmed="true")
    with office.database.transaction() as connection:
        found = catalogue_set(connection)
    assert found is not None
    product = found.product("ORDI")
    assert (product.label, product.vat, product.floor_cents, product.low_stock) == (
        "Ordinateur révisé",
        "TVA-20",
        9000,
        4,
    )


def test_the_page_says_which_tills_have_the_version_in_force(
    catalogue: Browser, till: RemoteTill, office: Office
) -> None:
    assert "0 caisse sur 1 a la version" in catalogue.get("/catalogue").words
    with office.database.transaction() as connection:
        document = document_of(connection, "catalogue")
    assert document is not None
    till.write([CatalogueLoaded(sha256=document.sha256, products=9, origin="office")])
    push(till, office)
    assert "1 caisse sur 1 a la version" in catalogue.get("/catalogue").words
    till.write([ReferenceRefused(feed="catalogue", sha256=document.sha256, why="catalogue_file_wrong")])
    push(till, office)
    assert "elle ne sait pas lire cette version" in catalogue.get("/catalogue").words


def test_every_version_can_be_taken_away(catalogue: Browser) -> None:
    taken = catalogue.get("/catalogue/versions/1")
    assert taken.headers["content-disposition"] == 'attachment; filename="catalogue-1.csv"'
    assert "produit;CARTE-30" in taken.text
    assert catalogue.get("/catalogue/versions/9").status == 404


PROGRAMME = {"code": "CS", "months": "12", "renewals": "2", "grace_days": "5", "cap": "45", "confirmed": "true"}


def cap(office: Office) -> int:
    with office.database.transaction() as connection:
        programme = rules_set(connection).of("CS")
    assert programme is not None
    return programme.monthly_cap_cents


def test_a_cap_begins_on_its_day_at_the_first_contact(
    inside: Browser, till: RemoteTill, office: Office, clock: ManualClock
) -> None:
    inside.get("/programmes")
    preview = inside.submit("/programmes", **{**PROGRAMME, "from_on": "2026-12-01", "confirmed": "false"})
    assert "30,00 € → 45,00 €" in preview.words.replace("\xa0", " ")
    assert "1 décembre" in preview.words
    shown = inside.submit("/programmes", **PROGRAMME, from_on="2026-12-01")
    assert "Changements à venir" in shown.words
    till.hello()
    assert (cap(office), till.client.feed("rules", epoch="", after="").items) == (3000, ())
    clock.advance(seconds=8 * DAY_S)
    till.hello()
    assert cap(office) == 4500
    (item,) = till.client.feed("rules", epoch="", after="").items
    assert "monthly_cap_cents = 4500" in getattr(item, "text", "")
    inside.sign_in(office)
    shown = inside.get("/programmes")
    assert shown.status == 200
    assert "Changements à venir" not in shown.words


def test_a_change_to_come_keeps_what_was_changed_meanwhile(
    inside: Browser, till: RemoteTill, office: Office, clock: ManualClock
) -> None:
    """Of two programmes and parameters each change is its own: none brings the text back to what it was."""
    inside.get("/programmes")
    inside.submit("/programmes", **PROGRAMME, from_on="2026-12-01")
    inside.get("/programmes")
    inside.submit("/programmes", **{**PROGRAMME, "cap": "35", "months": "10"}, from_on="2026-11-23")
    assert cap(office) == 3500
    clock.advance(seconds=8 * DAY_S)
    till.hello()
    assert cap(office) == 4500


def test_a_change_to_come_is_taken_back(inside: Browser, till: RemoteTill, office: Office, clock: ManualClock) -> None:
    inside.get("/programmes")
    inside.submit("/programmes", **PROGRAMME, from_on="2026-12-01")
    inside.submit("/programmes/annuler", change="1")
    clock.advance(seconds=8 * DAY_S)
    till.hello()
    assert cap(office) == 3000
    inside.sign_in(office)
    inside.get("/programmes")
    assert inside.submit("/programmes/annuler", change="1").status == 422


@pytest.mark.parametrize(
    "change", [{"months": "0"}, {"cap": "x"}, {"code": "NONE"}, {"from_on": "2026-11-01"}, {"from_on": "x"}]
)
def test_a_programme_that_cannot_be_is_refused(inside: Browser, office: Office, change: dict[str, str]) -> None:
    inside.get("/programmes")
    shown = inside.submit("/programmes", **{**PROGRAMME, "from_on": "2026-12-01", **change})
    assert shown.status == 422
    assert cap(office) == 3000


def test_parameters_are_set_from_a_day_on(inside: Browser, office: Office) -> None:
    typed = {
        "contact_days": "20",
        "allocation_days": "3",
        "allocation_least": "5",
        "allocation_most": "50",
        "sell_days": "60",
    }
    inside.get("/programmes")
    inside.submit("/programmes/parametres", **typed, from_on="2026-11-23", confirmed="true")
    with office.database.transaction() as connection:
        assert parameters_set(connection).contact_days == 20
    inside.get("/programmes")
    wrong = {**typed, "allocation_most": "1"}
    assert inside.submit("/programmes/parametres", **wrong, from_on="2026-11-23").status == 422


@pytest.mark.parametrize("role", [OfficeRole.AUDITOR, OfficeRole.STATISTICS, OfficeRole.ACCOUNTANT])
@pytest.mark.parametrize("path", ["/catalogue/debut", "/programmes", "/operateurs", "/operateurs/OP-A/fin"])
def test_only_who_may_changes_anything(office: Office, server: OfficeServer, role: OfficeRole, path: str) -> None:
    browser = Browser(office)
    browser.sign_in(office, role)
    token = browser.cookies["__Host-pos-csrf"]
    assert browser.submit(path, token=token, **PROGRAMME, from_on="2026-11-23").status == 403
    browser.close()
    assert cap(office) == 3000
