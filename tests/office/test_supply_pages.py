"""Head office's pages of orders: a new one, what is late, what belongs to which line; each change in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from pos_app.domain.facts import StockReceived
from pos_app.domain.identifiers import ProductCode
from pos_app.office.audit import AuditFilter, audit_rows
from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.reference import set_catalogue
from pos_app.settings import RESOURCES
from tests.office.browser import Answer, Browser
from tests.office.remote_till import RemoteTill

CATALOGUE = (RESOURCES / "catalogue" / "connexions-solidaires-2013.csv").read_text(encoding="utf-8")
ORDER: dict[str, Any] = {
    "supplier": "Ateliers du Bocage",
    "note": "BC 12",
    "sent_on": "2026-11-02",
    "expected_on": "2026-11-16",
    "product": ["CARTE-30", ""],
    "quantity": ["100", ""],
    "point": ["Marseille", ""],
}


@pytest.fixture
def inside(office: Office, till: RemoteTill) -> Iterator[Browser]:
    with office.database.transaction() as connection:
        set_catalogue(connection, text=CATALOGUE, by="Anne", now_ms=1)
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


def order(inside: Browser, **changes: Any) -> Answer:
    inside.get("/commandes/nouvelle")
    return inside.submit("/commandes/nouvelle", **{**ORDER, **changes})


def test_an_order_is_kept_filled_by_a_till_s_delivery_and_told_in_the_audit_log(
    inside: Browser, till: RemoteTill, office: Office
) -> None:
    kept = order(inside)
    assert "0 reçus sur 100" in kept.words
    till.write([StockReceived(product=ProductCode("CARTE-30"), quantity=100)])
    till.push(till.entries)
    catch_up(office.database)
    page = inside.get("/commandes/1")
    assert "Fait partie de cette ligne" in page.words
    key = page.text.partition('name="arrival" value="')[2].partition('"')[0]
    done = inside.submit("/commandes/1/recu", line="1", arrival=key)
    assert "100 reçus sur 100" in done.words
    inside.get("/commandes/1")
    assert inside.submit("/commandes/1/recu", line="1", arrival=key).status == 422
    with office.database.transaction() as connection:
        told = [row.act for row in audit_rows(connection, AuditFilter(act="supply.counted"))]
    assert told == ["supply.counted"]


def test_what_is_late_stands_first_until_the_supplier_says_another_day(inside: Browser) -> None:
    order(inside)
    assert "1 commande est en retard" in inside.get("/commandes").words
    inside.get("/commandes/1")
    assert "envoyée" in inside.submit("/commandes/1/date", expected_on="2030-01-31").words
    assert "en retard" not in inside.get("/commandes").words
    inside.get("/commandes/1")
    assert inside.submit("/commandes/1/date", expected_on="demain").status == 422
    inside.get("/commandes/1")
    assert "annulée" in inside.submit("/commandes/1/annuler").words


@pytest.mark.parametrize(
    "changes",
    [
        {"supplier": " "},
        {"quantity": ["x", ""]},
        {"expected_on": "2026-11-01"},
        {"product": ["", ""]},
        {"point": [secrets.token_hex(4), ""]},
    ],
)
def test_an_order_that_cannot_be_is_told_and_what_was_typed_stays(inside: Browser, changes: dict[str, Any]) -> None:
    refused = order(inside, **changes)
    assert refused.status == 422
    assert "BC 12" in refused.text
    assert "Aucune commande" in inside.get("/commandes").words
