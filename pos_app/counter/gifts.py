"""Giving away: campaigns with a budget and an end, and what a sale asks of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from pos_app.counter.dates import today
from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket
from pos_app.domain.campaign import Campaign
from pos_app.domain.facts import CampaignSet
from pos_app.domain.identifiers import ProductCode
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.store.campaigns import campaigns, keep_label

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}")
LONGEST_LABEL = 40


def set_campaign(
    till: Till,
    *,
    operator: Operator,
    code: str,
    label: str,
    products: Sequence[str],
    budget_cents: int,
    starts_on: dt.date,
    ends_on: dt.date,
) -> Campaign:
    """Begins a campaign, or gives one that is known another budget, end or choice of articles.

    Raises Refusal("campaign_code_wrong", "name_wrong", "campaign_empty", "product_unknown", "amount_too_large",
    "campaign_days_wrong", "right_missing").
    """
    operator.require(Right.MANAGE_CAMPAIGNS)
    if not _CODE.fullmatch(code):
        raise Refusal("campaign_code_wrong", code=code[:40])
    if not 0 < len(label.strip()) <= LONGEST_LABEL or not label.isprintable():
        raise Refusal("name_wrong", most=LONGEST_LABEL)
    if not products:
        raise Refusal("campaign_empty")
    if not 0 < budget_cents <= LARGEST_AMOUNT_CENTS:
        raise Refusal("amount_too_large", text="")
    if ends_on < starts_on:
        raise Refusal("campaign_days_wrong")
    codes = tuple(till.catalogue.product(product).code for product in dict.fromkeys(products))
    with till.store.transaction(operator.code) as act:
        keep_label(act, code=code, label=label.strip())
        act.append(
            CampaignSet(
                code=code,
                products=codes,
                budget_cents=budget_cents,
                starts_on=starts_on.isoformat(),
                ends_on=ends_on.isoformat(),
            )
        )
    return campaigns(till.connection)[code]


def all_campaigns(till: Till) -> tuple[Campaign, ...]:
    """Every campaign, the one that ends last first."""
    return tuple(sorted(campaigns(till.connection).values(), key=lambda one: (one.ends_on, one.code), reverse=True))


def running_campaigns(till: Till, product: ProductCode) -> tuple[Campaign, ...]:
    """The campaigns that could give one `product` today."""
    price_cents = till.catalogue.product(product).price_cents
    return tuple(
        one
        for one in all_campaigns(till)
        if one.runs_on(today(till)) and product in one.products and price_cents <= one.left_cents
    )


def require_gifts(till: Till, basket: FrozenBasket) -> None:
    """Checks the lines of `basket` that are given away, all lines of a campaign together.

    Raises Refusal("campaign_unknown", "campaign_over", "not_in_campaign", "campaign_spent").
    """
    given = [line for line in basket.lines if line.gift]
    if not given:
        return
    known = campaigns(till.connection)
    wanted_cents: dict[str, int] = {}
    for line in given:
        campaign = known.get(line.gift)
        if campaign is None:
            raise Refusal("campaign_unknown", campaign=line.gift[:40])
        listed = till.catalogue.product(line.product.code)
        wanted_cents[line.gift] = wanted_cents.get(line.gift, 0) + line.given_cents
        campaign.require(listed.code, label=listed.label, cents=wanted_cents[line.gift], on=today(till))
