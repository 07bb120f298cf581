"""Campaigns that give articles away: for which, until when, and for how much."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pos_app.domain.identifiers import ProductCode
from pos_app.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign and what it gave so far. Amounts in cents; both days belong to it.

    `given_cents` is what its articles would have cost here, which `budget_cents` bounds; `saved_cents` what people
    saved by them against the public price.
    """

    code: str
    label: str
    products: frozenset[ProductCode]
    budget_cents: int
    starts_on: dt.date
    ends_on: dt.date
    given: int = 0
    given_cents: int = 0
    saved_cents: int = 0

    @property
    def left_cents(self) -> int:
        return self.budget_cents - self.given_cents

    def runs_on(self, day: dt.date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def require(self, product: ProductCode, *, label: str, cents: int, on: dt.date) -> None:
        """Raises Refusal("campaign_over", "not_in_campaign", "campaign_spent") where it cannot give `cents` more."""
        if not self.runs_on(on):
            raise Refusal("campaign_over", campaign=self.label, ends_on=self.ends_on.isoformat())
        if product not in self.products:
            raise Refusal("not_in_campaign", campaign=self.label, product=label)
        if cents > self.left_cents:
            raise Refusal("campaign_spent", campaign=self.label, left_cents=max(0, self.left_cents))
