"""Facts about the shelf: the catalogue as it was changed, campaigns, and counted stock that moved without a sale."""

from __future__ import annotations

from typing import ClassVar

from pos_app.domain.facts.fact import Fact, Part
from pos_app.domain.identifiers import ProductCode


class CatalogueChange(Part, frozen=True):
    """What changed of one row: `kind` is "vat", "family" or "product", `what` the names of the fields, in order.

    A row that is new says "added", one that is gone "removed". `was_cents` and `now_cents` are the price before and
    after, where it changed.
    """

    kind: str
    code: str
    what: tuple[str, ...]
    was_cents: int = 0
    now_cents: int = 0


class CatalogueChanged(Fact, frozen=True):
    """A coordinator edited the catalogue; the whole one that follows has this hash."""

    kind: ClassVar[str] = "catalogue_changed.1"
    sha256: str
    products: int
    changes: tuple[CatalogueChange, ...]


class CampaignSet(Fact, frozen=True):
    """A campaign that gives `products` away: for the first time, or with another budget or end. Days are ISO dates,
    both included; `budget_cents` is what its articles may cost in all at our own prices."""

    kind: ClassVar[str] = "campaign_set.1"
    code: str
    products: tuple[ProductCode, ...]
    budget_cents: int
    starts_on: str
    ends_on: str


class StockRanShort(Fact, frozen=True):
    """A sale takes more of a counted article than the till believes to have: a warning that somebody saw, never a wall.

    It comes before the sale's entry.
    """

    kind: ClassVar[str] = "stock_ran_short.1"
    product: ProductCode
    on_hand: int
    wanted: int


class StockCounted(Fact, frozen=True):
    """Somebody counted what is there; what the till had believed is `expected`, and is now `counted`."""

    kind: ClassVar[str] = "stock_counted.1"
    product: ProductCode
    expected: int
    counted: int


class StockLost(Fact, frozen=True):
    """Articles are gone without a sale. `reason` is a code."""

    kind: ClassVar[str] = "stock_lost.1"
    product: ProductCode
    quantity: int
    reason: str


class MovedStock(Part, frozen=True):
    """So many of one article, in a transfer."""

    product: ProductCode
    quantity: int


class StockSent(Fact, frozen=True):
    """Articles left for the till whose series is `to`. `number` names the transfer on its slip and at the other end."""

    kind: ClassVar[str] = "stock_sent.1"
    number: str
    to: str
    articles: tuple[MovedStock, ...]


class StockArrived(Fact, frozen=True):
    """The articles of a transfer came in, as they were counted here, whatever the slip says."""

    kind: ClassVar[str] = "stock_arrived.1"
    number: str
    articles: tuple[MovedStock, ...]
