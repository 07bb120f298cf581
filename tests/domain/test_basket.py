"""The basket, and what a ticket's totals come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import LARGEST_QUANTITY, Basket, BasketLine, require_known_prices
from pos_app.domain.catalogue import Catalogue
from pos_app.domain.identifiers import BasketId, OperatorCode
from pos_app.domain.refusals import Refusal
from pos_app.domain.totals import sold_line, vat_totals
from tests.domain.shelf import SHELF

BASKET = BasketId("0" * 32)


def refusal_code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.code


def test_the_mock_s_basket_adds_up() -> None:
    """mocks/sale.png: an unlimited card, two recharges and a free workshop."""
    basket = Basket(BASKET)
    for code in ("CARTE-ILLIM", "NET-500M", "NET-500M", "ATELIER"):
        basket.add(SHELF.product(code))
    assert [(line.product.code, line.quantity) for line in basket.lines] == [
        ("CARTE-ILLIM", 1),
        ("NET-500M", 2),
        ("ATELIER", 1),
    ]
    assert (basket.total_cents, basket.public_cents, basket.saving_cents) == (1500, 4190, 2690)


def test_the_same_product_at_another_price_is_another_line() -> None:
    basket = Basket(BASKET)
    basket.add(SHELF.product("ORDI"), unit_price_cents=10_000)
    basket.add(SHELF.product("ORDI"), unit_price_cents=12_000)
    assert [line.unit_price_cents for line in basket.lines] == [10_000, 12_000]


@pytest.mark.parametrize(
    ("code", "price_cents", "refusal"),
    [
        ("ORDI", None, "price_needed"),
        ("ORDI", 9_999, "price_under_floor"),
        ("CARTE-30", 200, "price_fixed"),
        ("ORDI", 100_000_000, "amount_too_large"),
    ],
)
def test_a_price_outside_the_rules_changes_nothing(code: str, price_cents: int | None, refusal: str) -> None:
    basket = Basket(BASKET)
    with pytest.raises(Refusal) as refused:
        basket.add(SHELF.product(code), unit_price_cents=price_cents)
    assert (refusal_code(refused), basket.lines) == (refusal, ())


def test_quantities_stay_within_reason() -> None:
    basket = Basket(BASKET)
    basket.add(SHELF.product("CARTE-30"))
    basket.set_quantity(0, LARGEST_QUANTITY)
    for quantity in (LARGEST_QUANTITY + 1, -1):
        with pytest.raises(Refusal):
            basket.set_quantity(0, quantity)
    with pytest.raises(Refusal):
        basket.add(SHELF.product("CARTE-30"))
    assert basket.quantity == LARGEST_QUANTITY
    basket.set_quantity(0, 0)
    assert basket.lines == ()


def test_an_empty_basket_cannot_be_paid() -> None:
    with pytest.raises(Refusal) as refused:
        Basket(BASKET).freeze()
    assert refusal_code(refused) == "basket_empty"


def test_a_held_basket_is_tested_again_against_today_s_prices() -> None:
    basket = Basket(BASKET)
    basket.add(SHELF.product("CARTE-30"))
    held = basket.freeze()
    dearer = {**SHELF.products}
    old = dearer[SHELF.product("CARTE-30").code]
    dearer[old.code] = type(old)(**{f: getattr(old, f) for f in old.__struct_fields__} | {"price_cents": 300})
    with pytest.raises(Refusal) as refused:
        require_known_prices(held, Catalogue(dearer, SHELF.families, SHELF.vat, SHELF.by_barcode))
    assert refused.value.params == {"product": "Carte 30 minutes", "was_cents": 250, "now_cents": 300}
    require_known_prices(held, SHELF)


@given(
    st.lists(
        st.tuples(st.sampled_from(["CARTE-30", "TAXED", "TAXED-LOW"]), st.integers(1, 50)), min_size=1, max_size=10
    )
)
def test_totals_per_rate_are_the_sums_of_their_lines(picked: list[tuple[str, int]]) -> None:
    lines = [
        sold_line(
            BasketLine(SHELF.product(code), quantity, SHELF.product(code).price_cents),
            SHELF,
            operator=OperatorCode("OP"),
        )
        for code, quantity in picked
    ]
    totals = vat_totals(lines)
    for total in totals:
        of_rate = [line for line in lines if line.vat == total.vat]
        assert total.net_cents == sum(line.net_cents for line in of_rate)
        assert total.gross_cents == total.net_cents + total.tax_cents
    assert sum(total.gross_cents for total in totals) == sum(line.gross_cents for line in lines)
