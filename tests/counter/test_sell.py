"""Selling: one act, one transaction, refused whole or recorded whole."""

from __future__ import annotations

import pytest

from pos_app.counter.load_catalogue import load_catalogue
from pos_app.counter.open_day import open_day
from pos_app.counter.sell import Sold, sell
from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.facts import SaleRecorded, StockRanShort
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.operator import Operator
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store import journal
from pos_app.store.parameters import catalogue_text, stock_on_hand
from pos_app.store.rebuild import differing_projections, projection_rows
from tests.tills import STOCK, basket_of, cash, fault_of, kinds_of


def sold_to(till: Till, operator: Operator, *codes: str, number: int = 1, receipt: bool = False) -> Sold:
    basket = basket_of(till, *codes, number=number)
    return sell(till, operator=operator, basket=basket, tenders=cash(basket.total_cents), receipt=receipt)


def jobs(till: Till) -> list[tuple[str, str, int, str]]:
    return till.connection.execute("SELECT document, reference, copy, state FROM print_job").fetchall()


def test_the_sale_of_the_mock(till: Till, volunteer: Operator) -> None:
    """mocks/sale.png and slip.png: 15,00 €, paid with 20,00 €."""
    basket = basket_of(till, "CARTE-ILLIM", "NET-500M", "NET-500M", "ATELIER")
    sold = sell(till, operator=volunteer, basket=basket, tenders=cash(2000), receipt=True)
    assert (sold.ticket, sold.total_cents, sold.change_cents) == ("MRS1-000001", 1500, 500)
    fact = sold.entry.fact()
    assert isinstance(fact, SaleRecorded)
    assert [(line.product, line.quantity, line.gross_cents, line.net_cents) for line in fact.lines] == [
        ("CARTE-ILLIM", 1, 1300, 1300),
        ("NET-500M", 2, 200, 200),
        ("ATELIER", 1, 0, 0),
    ]
    assert (fact.saving_cents, sold.saving_cents) == (2690, 2690)
    assert sold.entry.operator == volunteer.code
    assert fault_of(till.connection) is None


def test_one_sale_moves_stock_drawer_totals_and_jobs_together(till: Till, volunteer: Operator) -> None:
    before = stock_on_hand(till.connection)
    sold_to(till, volunteer, "CARTE-30", "CARTE-30", "CARTE-2H", receipt=True)
    after = stock_on_hand(till.connection)
    assert {code: before[code] - after[code] for code in before if before[code] != after[code]} == {
        "CARTE-30": 2,
        "CARTE-2H": 1,
    }
    state = till.store.state
    assert (state.last_ticket, state.drawer_cents) == (1, 1100)
    assert (state.perpetual_cents, state.perpetual_absolute_cents) == (1100, 1100)
    assert jobs(till) == [("receipt", "MRS1-000001", 0, "waiting")]


def test_tickets_are_numbered_without_a_gap_whatever_was_refused_between(till: Till, volunteer: Operator) -> None:
    tickets = [sold_to(till, volunteer, "CARTE-30", number=1).ticket]
    with pytest.raises(Refusal):
        sell(till, operator=volunteer, basket=basket_of(till, "CARTE-2H", number=2), tenders=cash(1), receipt=True)
    tickets.append(sold_to(till, volunteer, "CARTE-2H", number=3).ticket)
    assert tickets == ["MRS1-000001", "MRS1-000002"]


def test_only_what_is_cash_reaches_the_drawer(till: Till, volunteer: Operator) -> None:
    basket = basket_of(till, "CARTE-ILLIM")
    tenders = [Tender(TenderKind.CARD, 500), Tender(TenderKind.CHEQUE, 300), Tender(TenderKind.CASH, 1000)]
    assert sell(till, operator=volunteer, basket=basket, tenders=tenders, receipt=False).change_cents == 500
    assert till.store.state.drawer_cents == 500
    assert till.store.state.perpetual_cents == 1300


def test_a_sale_while_no_day_is_open_opens_the_next_one(till: Till, volunteer: Operator) -> None:
    sold_to(till, volunteer, "CARTE-30", number=1)
    sold_to(till, volunteer, "CARTE-30", number=2)
    assert kinds_of(till.connection)[-3:] == ["day_opened", "sale_recorded", "sale_recorded"]
    assert till.store.state.day == 1


def test_the_float_is_not_turnover(till: Till, volunteer: Operator) -> None:
    open_day(till, operator=volunteer, float_cents=5000)
    sold_to(till, volunteer, "CARTE-30")
    assert (till.store.state.drawer_cents, till.store.state.perpetual_cents) == (5250, 250)


@pytest.mark.parametrize(
    ("code", "asked", "printed"),
    [("CARTE-30", False, False), ("CARTE-30", True, True), ("ORDI", False, True)],
    ids=["not asked", "asked", "durable goods: always"],
)
def test_a_receipt_prints_on_request_and_always_for_durable_goods(
    till: Till, volunteer: Operator, *, code: str, asked: bool, printed: bool
) -> None:
    """C. envir. L. 541-15-10; C. conso. D. 211-6."""
    assert sold_to(till, volunteer, code, receipt=asked).receipt is printed
    assert bool(jobs(till)) is printed


def test_a_free_basket_needs_no_payment(till: Till, volunteer: Operator) -> None:
    assert sold_to(till, volunteer, "ATELIER").total_cents == 0


def test_a_clock_that_moved_back_is_recorded_and_refuses_nothing(till: Till, volunteer: Operator) -> None:
    sold_to(till, volunteer, "CARTE-30", number=1)
    assert hasattr(till.clock, "advance")
    till.clock.advance(seconds=-3600)
    sold_to(till, volunteer, "CARTE-30", number=2)
    sold_to(till, volunteer, "CARTE-30", number=3)
    assert kinds_of(till.connection)[-3:] == ["clock_moved_back", "sale_recorded", "sale_recorded"]


REFUSALS = {
    "paid_too_little": (("CARTE-2H",), cash(599)),
    "cash_not_needed": (("CARTE-30",), [Tender(TenderKind.CARD, 250), Tender(TenderKind.CASH, 100)]),
    "tender_over_total": (("CARTE-30",), [Tender(TenderKind.CARD, 300)]),
    "tender_not_positive": (("CARTE-30",), [Tender(TenderKind.CASH, -250)]),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refused_sale_changes_nothing(till: Till, volunteer: Operator, code: str) -> None:
    products, tenders = REFUSALS[code]
    basket = basket_of(till, *products)
    before = (till.store.head, projection_rows(till.connection))
    with pytest.raises(Refusal) as refused:
        sell(till, operator=volunteer, basket=basket, tenders=tenders, receipt=True)
    assert refused.value.code == code
    assert (till.store.head, projection_rows(till.connection)) == before
    assert jobs(till) == []


def test_a_basket_is_sold_once(till: Till, volunteer: Operator) -> None:
    """A double click, or the same basket sent again after a doubt (erpnext 12971)."""
    sold_to(till, volunteer, "CARTE-30", number=7)
    with pytest.raises(Refusal) as refused:
        sold_to(till, volunteer, "CARTE-30", number=7)
    assert (refused.value.code, refused.value.params) == ("basket_already_sold", {"ticket": "MRS1-000001"})
    assert till.store.state.last_ticket == 1


def test_counted_stock_goes_below_zero_with_an_entry_that_says_so(till: Till, volunteer: Operator) -> None:
    """Over all lines of a product. The card is in the hand."""
    basket = basket_of(till, *["CARTE-30"] * (STOCK["CARTE-30"] - 1))
    lines = (*basket.lines, *basket_of(till, "CARTE-30", "CARTE-30").lines)
    short = FrozenBasket(basket.id, lines)
    sold = sell(till, operator=volunteer, basket=short, tenders=cash(short.total_cents), receipt=True)
    assert kinds_of(till.connection)[-2:] == ["stock_ran_short", "sale_recorded"]
    before = list(journal.every_entry(till.connection))[-2][1].fact()
    assert before == StockRanShort(product=ProductCode("CARTE-30"), on_hand=100, wanted=101)
    assert stock_on_hand(till.connection)["CARTE-30"] == -1
    assert sold.ticket == "MRS1-000001"


def test_what_never_came_in_goes_below_zero_too(till: Till, volunteer: Operator, coordinator: Operator) -> None:
    added = "produit;CARTE-NEUVE;CARTE;Carte neuve;1,00;0;EXO-261;0;non;5;;non"
    load_catalogue(till, operator=coordinator, text=f"{catalogue_text(till.connection)}{added}\n")
    sold_to(till, volunteer, "CARTE-NEUVE")
    assert stock_on_hand(till.connection)["CARTE-NEUVE"] == -1
    assert differing_projections(till.connection) == ()


def test_a_price_that_changed_since_the_basket_was_held_is_told(
    till: Till, coordinator: Operator, volunteer: Operator
) -> None:
    basket = basket_of(till, "CARTE-30")
    text = catalogue_text(till.connection)
    assert text
    load_catalogue(till, operator=coordinator, text=text.replace("Carte 30 minutes;2,50", "Carte 30 minutes;3,00"))
    with pytest.raises(Refusal) as refused:
        sell(till, operator=volunteer, basket=basket, tenders=cash(250), receipt=False)
    assert (refused.value.code, refused.value.params["now_cents"]) == ("price_changed", 300)
    assert till.store.state.last_ticket == 0
