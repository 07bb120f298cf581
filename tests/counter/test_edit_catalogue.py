"""A coordinator at a point alone changes the catalogue: each change is an entry, and no past ticket moves."""

from __future__ import annotations

import hashlib

import pytest
from msgspec.structs import replace

from pos_app.counter.edit_catalogue import remove_product, save_family, save_product, save_vat, set_price
from pos_app.counter.load_catalogue import load_catalogue
from pos_app.counter.open_till import OpenedTill, abandon_till
from pos_app.counter.sell import sell
from pos_app.counter.till import Till
from pos_app.domain.catalogue import Family, PriceFrom, Product, Tracking
from pos_app.domain.facts import CatalogueChanged, CatalogueLoaded, ReferenceRefused, SaleRecorded
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.operator import Operator
from pos_app.domain.vat import VatTreatment
from pos_app.settings import TillFolder
from pos_app.store import journal
from pos_app.store.parameters import catalogue_text
from pos_app.store.rebuild import projection_rows
from pos_app.sync.reference_messages import CATALOGUE
from tests.clock import ManualClock
from tests.counter.office_work import told
from tests.counter.people_work import refusal
from tests.counter.refund_work import sold
from tests.tills import TemplateTill, basket_of, cash, open_copy

NEW = Product(
    code=ProductCode("CARTE-5H"), family="CARTE", label="Carte 5 heures", price_cents=900, public_price_cents=2000,
    vat="EXO-261", floor_cents=500, open_price=False, low_stock=5, barcodes=("036000291452",), sample=False,
    public_seen_on="2026-11-20", own_name=False, supplier="SFR", icon="phone", quick_key="5",
)  # fmt: skip


def last_fact(till: Till) -> object:
    entry = journal.entry_at(till.connection, till.store.position)
    assert entry
    return entry.fact()


def test_a_new_article_is_an_entry_with_the_hash_of_the_whole(till: Till, coordinator: Operator) -> None:
    save_product(till, operator=coordinator, product=NEW)
    fact = last_fact(till)
    assert isinstance(fact, CatalogueChanged)
    assert [(c.kind, c.code, c.what, c.now_cents) for c in fact.changes] == [("product", "CARTE-5H", ("added",), 900)]
    text = catalogue_text(till.connection)
    assert text
    assert fact.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert till.catalogue.product("CARTE-5H") == NEW


def test_an_edit_says_which_fields_changed_and_a_price_from_what_to_what(till: Till, coordinator: Operator) -> None:
    product = till.catalogue.product("CARTE-30")
    save_product(till, operator=coordinator, product=replace(product, price_cents=300, label="Carte trente"))
    fact = last_fact(till)
    assert isinstance(fact, CatalogueChanged)
    (change,) = fact.changes
    assert (change.what, change.was_cents, change.now_cents) == (("label", "price_cents"), 250, 300)


def test_an_edit_that_changes_nothing_is_no_entry(till: Till, coordinator: Operator) -> None:
    position = till.store.position
    save_product(till, operator=coordinator, product=till.catalogue.product("CARTE-30"))
    assert till.store.position == position


def test_families_vat_and_removal_are_edits_too(till: Till, coordinator: Operator) -> None:
    save_family(till, operator=coordinator, family=Family("SIM", "Cartes SIM", "Téléphonie", Tracking.NONE, False, ""))
    save_vat(till, operator=coordinator, treatment=VatTreatment("TVA-55", 550, ""))
    save_product(till, operator=coordinator, product=replace(NEW, family="SIM", vat="TVA-55"))
    remove_product(till, operator=coordinator, code="CARTE-5H")
    kinds = [
        (change.kind, change.what)
        for _, entry in journal.every_entry(till.connection)
        if isinstance(fact := entry.fact(), CatalogueChanged)
        for change in fact.changes
    ]
    added, removed = ("added",), ("removed",)
    assert kinds == [("family", added), ("vat", added), ("product", added), ("product", removed)]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(NEW, barcodes=("3760000000017",)),
        replace(NEW, barcodes=("3760000000018",)),
        replace(NEW, price_cents=499),
        replace(NEW, label=""),
        replace(NEW, family="INCONNUE"),
        replace(NEW, supplier=""),
        replace(NEW, code=ProductCode("minuscules")),
        replace(NEW, prices=(PriceFrom("2027-01-01", 499, 0),)),
    ],
)
def test_what_a_file_would_be_refused_for_is_refused_here(till: Till, coordinator: Operator, wrong: Product) -> None:
    before, position = till.listed, till.store.position
    with refusal("article_wrong"):
        save_product(till, operator=coordinator, product=wrong)
    assert (till.listed, till.store.position) == (before, position)


def test_the_catalogue_is_for_coordinators(till: Till, employee: Operator) -> None:
    with refusal("right_missing"):
        save_product(till, operator=employee, product=NEW)


def test_a_price_begins_at_midnight_offline_and_moves_no_past_ticket(
    till: Till, coordinator: Operator, clock: ManualClock
) -> None:
    first = sold(till, coordinator, "CARTE-30", number=1)
    set_price(till, operator=coordinator, code="CARTE-30", price=PriceFrom("2026-11-24", 300, 800, "2026-11-23"))
    assert till.catalogue.product("CARTE-30").price_cents == 250
    basket = basket_of(till, "CARTE-30", number=2)
    clock.advance(seconds=24 * 3600)
    assert (till.catalogue.product("CARTE-30").price_cents, basket.total_cents) == (300, 250)
    with refusal("price_changed"):
        sell(till, operator=coordinator, basket=basket, tenders=cash(250), receipt=False)
    second = sold(till, coordinator, "CARTE-30", number=3)
    totals = []
    for ticket in (first, second):
        fact = ticket.entry.fact()
        assert isinstance(fact, SaleRecorded)
        totals.append((fact.total_cents, fact.saving_cents))
    assert totals == [(250, 500), (300, 500)]


def test_prices_come_in_the_order_of_their_days_and_the_last_of_a_day_holds(
    till: Till, coordinator: Operator, clock: ManualClock
) -> None:
    for day, cents in (("2026-12-01", 310), ("2026-11-25", 290), ("2026-12-01", 320)):
        set_price(till, operator=coordinator, code="CARTE-30", price=PriceFrom(day, cents, 0))
    assert [p.price_cents for p in till.listed.product("CARTE-30").prices] == [290, 320]
    clock.advance(seconds=30 * 24 * 3600)
    assert till.catalogue.product("CARTE-30").price_cents == 320
    with refusal("price_day_past"):
        set_price(till, operator=coordinator, code="CARTE-30", price=PriceFrom("2026-12-01", 330, 0))


def test_prices_to_come_are_there_after_a_restart(
    opened: OpenedTill, template: TemplateTill, folder: TillFolder, coordinator: Operator, clock: ManualClock
) -> None:
    set_price(opened.till, operator=coordinator, code="CARTE-30", price=PriceFrom("2026-11-24", 300, 800))
    abandon_till(opened)
    clock.advance(seconds=24 * 3600)
    again = open_copy(template, folder, clock)
    assert again.till.catalogue.product("CARTE-30").price_cents == 300
    abandon_till(again)


def test_head_office_s_catalogue_takes_precedence(till: Till, coordinator: Operator) -> None:
    text = (catalogue_text(till.connection) or "").replace("Carte 30 minutes;2,50", "Carte 30 minutes;2,80")
    told(till, CATALOGUE, text)
    fact = last_fact(till)
    assert isinstance(fact, CatalogueLoaded)
    assert fact.origin == "office"
    assert till.catalogue.product("CARTE-30").price_cents == 280
    with refusal("catalogue_of_office"):
        save_product(till, operator=coordinator, product=NEW)
    with refusal("catalogue_of_office"):
        load_catalogue(till, operator=coordinator, text=text)
    position = till.store.position
    told(till, CATALOGUE, text)
    assert till.store.position == position


def test_a_broken_catalogue_of_head_office_leaves_the_one_in_force(till: Till) -> None:
    before = projection_rows(till.connection)
    told(till, CATALOGUE, "produit;X\n")
    fact = last_fact(till)
    assert isinstance(fact, ReferenceRefused)
    assert (fact.feed, fact.why) == (CATALOGUE, "catalogue_file_wrong")
    assert projection_rows(till.connection) == before
    assert till.catalogue.product("CARTE-30").price_cents == 250


def test_what_is_sold_for_a_supplier_says_so_on_its_line(till: Till, coordinator: Operator) -> None:
    save_product(till, operator=coordinator, product=NEW)
    fact = sold(till, coordinator, "CARTE-5H", "CARTE-30").entry.fact()
    assert isinstance(fact, SaleRecorded)
    assert [line.sold_for for line in fact.lines] == ["SFR", ""]
    assert till.catalogue.scanned("036000291452").code == till.catalogue.scanned("0036000291452").code == "CARTE-5H"
