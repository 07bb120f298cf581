"""Campaigns give articles away within a budget and until a day; another price needs a right and a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from pos_app.counter.gifts import all_campaigns, running_campaigns, set_campaign
from pos_app.counter.sale_rules import Approval, check_sale
from pos_app.counter.sell import Sold, sell
from pos_app.counter.till import Till
from pos_app.domain.basket import Basket, FrozenBasket
from pos_app.domain.campaign import Campaign
from pos_app.domain.facts import Override, SaleRecorded
from pos_app.domain.identifiers import OperatorCode, ProductCode
from pos_app.domain.operator import Operator
from pos_app.store.rebuild import differing_projections
from tests.clock import ManualClock
from tests.counter.people_work import refusal
from tests.counter.refund_work import give_back
from tests.tills import basket_of, cash

FROM, UNTIL = dt.date(2026, 11, 1), dt.date(2026, 11, 30)


@pytest.fixture
def winter(till: Till, coordinator: Operator) -> Campaign:
    return set_campaign(
        till, operator=coordinator, code="HIVER", label="Grand froid", products=["NET-2G", "CARTE-30"],
        budget_cents=1_200, starts_on=FROM, ends_on=UNTIL,
    )  # fmt: skip


def gift_of(till: Till, *codes: str, campaign: str = "HIVER", number: int = 1) -> FrozenBasket:
    """Each line of these articles given away."""
    basket = Basket.of(basket_of(till, *codes, number=number))
    for index in range(len(basket.lines)):
        basket.give(index, campaign)
    return basket.freeze()


def given(till: Till, operator: Operator, *codes: str, campaign: str = "HIVER", number: int = 1) -> Sold:
    basket = gift_of(till, *codes, campaign=campaign, number=number)
    return sell(till, operator=operator, basket=basket, tenders=[], receipt=False)


def fact_of(sold: Sold) -> SaleRecorded:
    fact = sold.entry.fact()
    assert isinstance(fact, SaleRecorded)
    return fact


def test_a_gift_costs_nothing_and_is_counted_apart(till: Till, volunteer: Operator, winter: Campaign) -> None:
    fact = fact_of(given(till, volunteer, "NET-2G", "NET-2G"))
    (line,) = fact.lines
    assert (line.gift, line.quantity, line.gross_cents, line.net_cents) == ("HIVER", 2, 0, 0)
    assert (line.given_cents, line.gift_saving_cents, line.saving_cents, fact.saving_cents) == (1000, 3000, 0, 0)
    (campaign,) = all_campaigns(till)
    assert (campaign.label, campaign.given, campaign.left_cents, campaign.saved_cents) == ("Grand froid", 2, 200, 3000)
    assert till.store.state.drawer_cents == 0
    assert differing_projections(till.connection) == ()


def test_a_gift_beyond_the_budget_is_refused_whole(till: Till, volunteer: Operator, winter: Campaign) -> None:
    given(till, volunteer, "NET-2G", number=1)
    with refusal("campaign_spent"):
        given(till, volunteer, "NET-2G", "CARTE-30", number=2)
    given(till, volunteer, "CARTE-30", "CARTE-30", number=3)
    assert not running_campaigns(till, ProductCode("CARTE-30"))


def test_a_gift_after_the_last_day_or_of_another_article_is_refused(
    till: Till, volunteer: Operator, winter: Campaign, clock: ManualClock
) -> None:
    with refusal("not_in_campaign"):
        given(till, volunteer, "NET-500M")
    with refusal("campaign_unknown"):
        given(till, volunteer, "NET-2G", campaign="ETE")
    assert running_campaigns(till, ProductCode("NET-2G")) == (winter,)
    clock.advance(seconds=8 * 24 * 3600)
    with refusal("campaign_over"):
        given(till, volunteer, "NET-2G")


def test_a_gift_that_comes_back_gives_the_campaign_its_budget_back(
    till: Till, coordinator: Operator, winter: Campaign
) -> None:
    sold = given(till, coordinator, "NET-2G", "NET-2G")
    assert give_back(till, coordinator, sold.ticket).total_cents == 0
    (campaign,) = all_campaigns(till)
    assert (campaign.given, campaign.left_cents, campaign.saved_cents) == (0, 1200, 0)


def test_a_campaign_can_be_prolonged_and_keeps_what_it_gave(
    till: Till, coordinator: Operator, volunteer: Operator, winter: Campaign
) -> None:
    given(till, volunteer, "NET-2G")
    longer = set_campaign(
        till, operator=coordinator, code="HIVER", label="Grand froid", products=["NET-2G"], budget_cents=5_000,
        starts_on=FROM, ends_on=dt.date(2026, 12, 31),
    )  # fmt: skip
    assert (longer.given_cents, longer.left_cents, longer.ends_on.year) == (500, 4500, 2026)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "hiver froid"}, "campaign_code_wrong"),
        ({"label": " "}, "name_wrong"),
        ({"products": []}, "campaign_empty"),
        ({"products": ["RIEN"]}, "product_unknown"),
        ({"budget_cents": 0}, "amount_too_large"),
        ({"ends_on": dt.date(2026, 10, 31)}, "campaign_days_wrong"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused(
    till: Till, coordinator: Operator, change: dict[str, object], code: str
) -> None:
    asked: dict[str, object] = {
        "code": "HIVER", "label": "Grand froid", "products": ["NET-2G"], "budget_cents": 100, "starts_on": FROM,
        "ends_on": UNTIL,
    }  # fmt: skip
    with refusal(code):
        set_campaign(till, operator=coordinator, **(asked | change))  # type: ignore[arg-type]  # one field is wrong
    assert all_campaigns(till) == ()


def test_campaigns_are_for_coordinators(till: Till, employee: Operator) -> None:
    with refusal("right_missing"):
        set_campaign(
            till, operator=employee, code="X", label="X", products=["NET-2G"], budget_cents=1, starts_on=FROM,
            ends_on=UNTIL,
        )  # fmt: skip


def priced(till: Till, code: str, cents: int, *, reason: str = "damaged", number: int = 1) -> FrozenBasket:
    basket = Basket.of(basket_of(till, code, number=number))
    basket.set_price(0, cents, reason)
    return basket.freeze()


def test_another_price_stands_on_its_line_with_who_and_why(till: Till, employee: Operator) -> None:
    fact = fact_of(
        sell(till, operator=employee, basket=priced(till, "CARTE-ILLIM", 1000), tenders=cash(1000), receipt=False)
    )
    (line,) = fact.lines
    assert (line.unit_cents, line.listed_cents, line.saving_cents) == (1000, 1300, 1990)
    assert line.override == Override(rule="price", reason="damaged", by=employee.code)


def test_another_price_is_not_for_volunteers_and_not_without_reason(till: Till, volunteer: Operator) -> None:
    with refusal("right_missing"):
        sell(till, operator=volunteer, basket=priced(till, "CARTE-ILLIM", 1000), tenders=cash(1000), receipt=False)
    with refusal("reason_unknown"):
        priced(till, "CARTE-ILLIM", 1000, reason="because")
    with refusal("amount_not_a_number"):
        priced(till, "CARTE-ILLIM", -1)


def test_below_the_floor_only_on_a_coordinator_s_word(till: Till, employee: Operator, coordinator: Operator) -> None:
    basket = priced(till, "ORDI", 8_000)
    assert check_sale(till.rules, basket, None, "").objections == ("floor",)
    with refusal("needs_approval"):
        sell(till, operator=employee, basket=basket, tenders=cash(8_000), receipt=True)
    with refusal("exception_used_up"):
        alone = Approval(by=employee.code, reason="urgent", exception=True)
        sell(till, operator=employee, basket=basket, tenders=cash(8_000), receipt=True, approval=alone)
    word = Approval(by=OperatorCode(coordinator.code), reason="urgent")
    fact = fact_of(sell(till, operator=employee, basket=basket, tenders=cash(8_000), receipt=True, approval=word))
    assert [(one.rule, one.by) for one in fact.overrides] == [("floor", coordinator.code)]


def test_a_price_that_was_changed_can_be_the_catalogue_s_again(till: Till) -> None:
    basket = Basket.of(priced(till, "CARTE-ILLIM", 1000))
    basket.list_price(0)
    assert basket.freeze() == basket_of(till, "CARTE-ILLIM")
