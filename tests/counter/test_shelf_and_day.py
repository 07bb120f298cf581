"""Catalogue, deliveries, the day, and what the status strip says."""

from __future__ import annotations

import pytest

from pos_app.counter.load_catalogue import load_catalogue
from pos_app.counter.open_day import open_day
from pos_app.counter.receive_stock import LARGEST_DELIVERY, receive_stock
from pos_app.counter.sell import sell
from pos_app.counter.shelf import ShelfItem, shelf
from pos_app.counter.status import status
from pos_app.counter.till import Till
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.store.parameters import catalogue_text, stock_on_hand
from tests.tills import STOCK, basket_of, cash, kinds_of


def item(till: Till, code: str) -> ShelfItem:
    return next(found for found in shelf(till).items if found.product.code == code)


def test_the_shelf_says_what_is_left_low_and_sold_out(till: Till, volunteer: Operator) -> None:
    assert (item(till, "ORDI").on_hand, item(till, "ORDI").low) == (2, True)
    basket = basket_of(till, "ORDI", "ORDI")
    sell(till, operator=volunteer, basket=basket, tenders=cash(20000), receipt=True)
    assert item(till, "ORDI").sold_out
    assert item(till, "ATELIER").on_hand is None
    assert not item(till, "ATELIER").sold_out
    assert not item(till, "CARTE-ILLIM").low


def test_a_delivery_adds_to_the_stock(till: Till, coordinator: Operator) -> None:
    receive_stock(till, operator=coordinator, product="CARTE-30", quantity=20)
    receive_stock(till, operator=coordinator, product="CARTE-2H", quantity=1)
    on_hand = stock_on_hand(till.connection)
    assert (on_hand["CARTE-30"], on_hand["CARTE-2H"]) == (STOCK["CARTE-30"] + 20, STOCK["CARTE-2H"] + 1)


@pytest.mark.parametrize(
    ("product", "quantity", "code"),
    [
        ("NOTHING", 1, "product_unknown"),
        ("ATELIER", 1, "not_counted"),
        ("CARTE-30", 0, "quantity_wrong"),
        ("CARTE-30", -1, "quantity_wrong"),
        ("CARTE-30", LARGEST_DELIVERY + 1, "quantity_wrong"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused(
    till: Till, coordinator: Operator, product: str, quantity: int, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        receive_stock(till, operator=coordinator, product=product, quantity=quantity)
    assert refused.value.code == code
    assert stock_on_hand(till.connection) == STOCK


def test_a_volunteer_receives_no_stock_and_loads_no_catalogue(till: Till, volunteer: Operator) -> None:
    for act in (
        lambda: receive_stock(till, operator=volunteer, product="CARTE-30", quantity=1),
        lambda: load_catalogue(till, operator=volunteer, text=""),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "right_missing"


def test_a_new_catalogue_takes_effect_at_once_and_is_an_entry(till: Till, coordinator: Operator) -> None:
    text = catalogue_text(till.connection)
    assert text
    load_catalogue(till, operator=coordinator, text=text.replace("Carte 30 minutes;2,50", "Carte 30 minutes;3,00"))
    assert till.catalogue.product("CARTE-30").price_cents == 300
    assert kinds_of(till.connection)[-1] == "catalogue_loaded"


def test_a_catalogue_with_an_error_names_its_line_and_the_one_in_force_stays(till: Till, coordinator: Operator) -> None:
    text = catalogue_text(till.connection)
    assert text
    wrong = text.replace("Carte 30 minutes;2,50", "Carte 30 minutes;deux")
    before = (till.store.head, till.catalogue)
    with pytest.raises(Refusal) as refused:
        load_catalogue(till, operator=coordinator, text=wrong)
    line = 1 + next(n for n, row in enumerate(wrong.splitlines()) if ";deux;" in row)
    assert (refused.value.code, refused.value.params["line"]) == ("catalogue_file_wrong", line)
    assert (till.store.head, till.catalogue) == before
    assert catalogue_text(till.connection) == text


def test_a_day_opens_once_with_its_float(till: Till, volunteer: Operator) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    with pytest.raises(Refusal) as refused:
        open_day(till, operator=volunteer, float_cents=0)
    assert (refused.value.code, refused.value.params) == ("day_already_open", {"day": 1})
    assert till.store.state.drawer_cents == 5000


def test_the_float_of_a_day_that_a_sale_opened_is_laid_afterwards(till: Till, volunteer: Operator) -> None:
    basket = basket_of(till, "CARTE-30")
    sell(till, operator=volunteer, basket=basket, tenders=cash(basket.total_cents), receipt=False)
    open_day(till, operator=volunteer, float_cents=5000)
    state = till.store.state
    assert (state.day, state.float_cents, state.drawer_cents) == (1, 5000, 5250)
    assert state.perpetual_cents == 250
    with pytest.raises(Refusal):
        open_day(till, operator=volunteer, float_cents=5000)


@pytest.mark.parametrize(
    ("float_cents", "code"), [(-1, "amount_not_a_number"), (LARGEST_AMOUNT_CENTS + 1, "amount_too_large")]
)
def test_a_float_that_cannot_be_is_refused(till: Till, volunteer: Operator, float_cents: int, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        open_day(till, operator=volunteer, float_cents=float_cents)
    assert refused.value.code == code


def test_the_status_says_who_sells_where_and_what_waits(till: Till, volunteer: Operator) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    sell(till, operator=volunteer, basket=basket_of(till, "CARTE-30"), tenders=cash(250), receipt=True)
    now = status(till)
    assert (now.issuer.point, now.series, now.day, now.drawer_cents) == ("Marseille", "MRS1", 1, 5250)
    assert now.unsent == till.store.position
    assert (now.enrolled, now.last_sync_ms, now.jobs_needing_hands) == (False, 0, ())
