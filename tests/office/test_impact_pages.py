"""The page of impact: figures with their definitions, few people hidden, a month published, funds noted, and what is
taken away as chart, report and table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from xml.etree import ElementTree

import pytest

from pos_app.office.office import Office
from pos_app.office.projector import catch_up
from pos_app.office.serve import OfficeServer
from tests.clock import ManualClock
from tests.office.browser import Browser
from tests.office.impact_told import MONTH, sale_to
from tests.office.people_told import new_token
from tests.office.remote_till import RemoteTill
from tests.office.test_impact import DECEMBER_MS
from tests.printing.paper import words_of


@pytest.fixture
def inside(office: Office, server: OfficeServer) -> Iterator[Browser]:
    """Signed in, on the overview."""
    browser = Browser(office)
    browser.sign_in(office)
    yield browser
    browser.close()


@pytest.fixture
def sold(office: Office, till: RemoteTill) -> RemoteTill:
    """Six people bought a card each in November, two a recharge in October."""
    people = [new_token() for _ in range(6)]
    cards = [sale_to(person, number=number) for number, person in enumerate(people, start=1)]
    recharges = [
        sale_to(person, number=number, month="2026-10", product="NET-2G", family="RECHARGE")
        for number, person in enumerate(people[:2], start=7)
    ]
    till.write([*cards, *recharges])
    till.push(till.entries)
    catch_up(office.database)
    return till


@pytest.mark.parametrize("path", ["/impact", "/impact/mois.svg", "/impact/rapport.pdf", "/impact/chiffres.csv"])
def test_nobody_sees_figures_without_signing_in(office: Office, server: OfficeServer, path: str) -> None:
    browser = Browser(office)
    assert browser.get(path).status == 401
    browser.close()


def test_each_figure_is_shown_with_its_definition_and_whether_all_tills_are_in(
    inside: Browser, sold: RemoteTill
) -> None:
    words = inside.get(f"/impact?periode={MONTH}").words
    assert "Personnes aidées 6" in words
    assert "Appels 3 h" in words
    assert "Économies des personnes 6,00 €" in words
    assert "Par convention, une carte illimitée compte pour 600 minutes." in words
    assert "Gigaoctets des recharges Internet vendues" in words
    assert "Toutes les caisses sont à jour." in words


def test_few_people_are_hidden_and_everybody_stays_in_the_whole(inside: Browser, sold: RemoteTill) -> None:
    october = inside.get("/impact?periode=2026-10").words
    assert "Personnes aidées moins de 5" in october
    whole = inside.get("/impact").words
    assert "Personnes aidées 6" in whole
    assert "6 personnes sur 5 000, objectif 2013" in whole


def test_the_page_speaks_english(office: Office, server: OfficeServer, sold: RemoteTill) -> None:
    browser = Browser(office, language="en")
    browser.sign_in(office)
    words = browser.get("/impact").words
    browser.close()
    assert "People helped 6" in words
    assert "Since the beginning" in words


@pytest.mark.parametrize("period", ["2026-13", "26", "2026-1", "x", "2026-11-01"])
def test_a_period_that_is_none_is_refused(inside: Browser, period: str) -> None:
    assert inside.get(f"/impact?periode={period}").status == 400


def test_the_chart_is_a_drawing_that_brings_nothing_with_it(inside: Browser, sold: RemoteTill) -> None:
    chart = inside.get("/impact/mois.svg?periode=2026")
    assert chart.headers["content-type"].startswith("image/svg+xml")
    assert "script-src" not in chart.headers["content-security-policy"]
    root = ElementTree.fromstring(chart.content)
    written = {"".join(text.itertext()).strip() for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"11/2026", "6"} <= written
    assert "2" not in written  # October's people are too few


def test_report_and_table_say_what_the_page_says(inside: Browser, sold: RemoteTill) -> None:
    pdf = inside.get(f"/impact/rapport.pdf?periode={MONTH}")
    assert pdf.headers["content-disposition"] == f'attachment; filename="impact-{MONTH}.pdf"'
    words = words_of(pdf.content)
    assert "Personnes aidées : 6" in words.replace("\u00a0", " ")
    assert "Marseille" in words
    table = inside.get(f"/impact/chiffres.csv?periode={MONTH}")
    rows = list(csv.reader(StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert ["Personnes aidées", "6"] in rows
    assert any(row[:2] == ["Marseille", "6"] for row in rows)


def test_a_month_is_published_from_the_page_and_then_stands(
    inside: Browser, sold: RemoteTill, clock: ManualClock
) -> None:
    assert "Publier ce mois" not in inside.get(f"/impact?periode={MONTH}").words
    clock.at_ms = DECEMBER_MS
    inside.cookies.clear()
    inside.sign_in(sold.office)
    assert "Publier ce mois" in inside.get(f"/impact?periode={MONTH}").words
    refused = inside.submit("/impact/publier", month=MONTH)
    assert refused.status == 422
    assert "Rien n’a été publié" in refused.words
    published = inside.submit("/impact/publier", month=MONTH, although_late="true")
    assert "ces chiffres sont définitifs" in published.words
    again = inside.submit("/impact/publier", month=MONTH, although_late="true")
    assert again.status == 422
    assert "déjà publié" in again.words


def test_what_a_funder_gave_is_noted_and_a_mistake_taken_back(inside: Browser, sold: RemoteTill) -> None:
    inside.get("/impact")
    noted = inside.submit("/impact/fonds", month=MONTH, funder="Ville de Marseille", kind="city", amount="1200,50")
    assert "Ville de Marseille Ville 1 200,50 €" in noted.words
    taken = inside.submit("/impact/fonds", month=MONTH, funder="Ville de Marseille", kind="city", amount="-1200,50")
    assert "Ville de Marseille" not in taken.words
    for wrong in ({"amount": "beaucoup"}, {"month": "novembre"}, {"funder": " "}):
        fields = {"month": MONTH, "funder": "Ville", "kind": "city", "amount": "1"} | wrong
        refused = inside.submit("/impact/fonds", **fields)
        assert refused.status == 422
        assert 'class="note bad" role="alert"' in refused.text
