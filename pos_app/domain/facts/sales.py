"""Facts about what is sold, and about the drawer."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from pos_app.domain.facts.fact import Fact, Part
from pos_app.domain.identifiers import BasketId, ItemId, OperatorCode, PersonToken, PlanId, ProductCode, TicketNumber
from pos_app.domain.tender import TenderKind


class DayOpened(Fact, frozen=True):
    """A day is a session that people open, not a date. The float is not turnover and is in no total.

    `reason` (a code) says why it is not what the last closing had left in the drawer.
    """

    kind: ClassVar[str] = "day_opened.1"
    day: int
    float_cents: int
    reason: str = ""


class FloatLaid(Fact, frozen=True):
    """The float of a day that a sale had opened: counted into the drawer afterwards. It is not turnover."""

    kind: ClassVar[str] = "float_laid.1"
    day: int
    float_cents: int


class StockReceived(Fact, frozen=True):
    """Counted goods came in."""

    kind: ClassVar[str] = "stock_received.1"
    product: ProductCode
    quantity: int


class Override(Part, frozen=True):
    """Somebody let a sale go past a rule. `rule`: "right", "cap", "limit" (articles under one right), "nobody",
    "floor" (under the least price), "refund" (above a limit); on a line, "price" (another price than the catalogue's).

    `by` is the coordinator, or the employee within the small exception (`exception`). `reason` is a code.
    """

    rule: str
    reason: str
    by: OperatorCode
    exception: bool = False


class SoldLine(Part, frozen=True):
    """A line of a ticket. Amounts in cents; `gross_cents` includes tax, `net_cents` does not.

    `items` are the individual things handed over, one for each of `quantity`, where the family's are told apart.
    Where somebody changed the price, `override` says who and why, and `listed_cents` what one cost in the catalogue.
    `sold_for` names the supplier for whom it was sold, where not in our own name. A line that a campaign gives away
    names it in `gift`: it costs nothing, `given_cents` is what it would have cost here, and what the person saved is
    `gift_saving_cents`, apart from `saving_cents`. `warranty_until` is the last ISO day of the things' warranty, where
    they have one of their own.
    """

    product: ProductCode
    family: str
    label: str
    quantity: int
    unit_cents: int
    gross_cents: int
    net_cents: int
    vat: str
    rate_bp: int
    saving_cents: int
    items: tuple[ItemId, ...] = ()
    listed_cents: int = 0
    override: Override | msgspec.UnsetType = msgspec.UNSET
    sold_for: str = ""
    gift: str = ""
    given_cents: int = 0
    gift_saving_cents: int = 0
    warranty_until: str = ""


class VatTotal(Part, frozen=True):
    vat: str
    rate_bp: int
    gross_cents: int
    net_cents: int
    tax_cents: int


class TenderTaken(Part, frozen=True):
    tender: TenderKind
    amount_cents: int


class Beneficiary(Part, frozen=True):
    """Under whose right a sale was made. `month` ("2026-11") is the one whose cap it counts towards.

    `right` is the number of the period, 0 where none was open. `capped_cents` of the sale count;
    `cap_before_cents` and `cap_after_cents` are what was left of the month's cap as this till knew it.
    """

    person: PersonToken
    programme: str
    right: int
    month: str
    capped_cents: int
    limited: int
    cap_before_cents: int
    cap_after_cents: int


class LateSale(Part, frozen=True):
    """A sale made by hand while the till was down, and keyed afterwards.

    `paper` is the line of the sheet on which it stands ("7K3Q-04"); `claimed_on` the day (ISO) that the sheet says. It
    is booked in the day in which it was keyed: a closed one stays as it is.
    """

    paper: str
    claimed_on: str


class PaidBefore(Part, frozen=True):
    """An earlier payment of a plan, as the till that takes the next one knew it. Amounts in cents."""

    ticket: TicketNumber
    amount_cents: int
    net_cents: int


class InstalmentPaid(Part, frozen=True):
    """Which payment of which plan a ticket is. It names the plan and what was paid before as this till knew it, so
    that whoever hears of two tills' payments can tell what neither of them knew (pos_app.domain.instalments).

    `hands_over`: the machine changes hands with this ticket; `delivered`: the person has it afterwards.
    """

    plan: PlanId
    item: ItemId
    price_cents: int
    amount_cents: int
    paid_before: tuple[PaidBefore, ...] = ()
    hands_over: bool = False
    delivered: bool = False


class SaleRecorded(Fact, frozen=True):
    """A paid basket. `total_cents` includes tax; `change_cents` was given back in cash.

    `receipt` tells whether the receipt was printed with the sale: on request since August 2023 (C. envir.
    L. 541-15-10), always for durable goods (C. conso. D. 211-6). A sale without `beneficiary` says in `to_nobody` why
    (a code), where its articles ask for that, and in `month` when. A payment in instalments says so in `instalment`.
    """

    kind: ClassVar[str] = "sale_recorded.1"
    ticket: TicketNumber
    number: int
    day: int
    basket: BasketId
    lines: tuple[SoldLine, ...]
    vat: tuple[VatTotal, ...]
    total_cents: int
    saving_cents: int
    tenders: tuple[TenderTaken, ...]
    change_cents: int
    receipt: bool
    beneficiary: Beneficiary | msgspec.UnsetType = msgspec.UNSET
    to_nobody: str = ""
    month: str = ""
    overrides: tuple[Override, ...] = ()
    late: LateSale | msgspec.UnsetType = msgspec.UNSET
    instalment: InstalmentPaid | msgspec.UnsetType = msgspec.UNSET

    @property
    def cash_cents(self) -> int:
        """What the drawer gained."""
        cash_cents = sum(t.amount_cents for t in self.tenders if t.tender is TenderKind.CASH)
        return cash_cents - self.change_cents


class BasketVoided(Fact, frozen=True):
    """A basket was given up before payment (JET code 320). `reason`: "operator"."""

    kind: ClassVar[str] = "basket_voided.1"
    basket: BasketId
    lines: int
    total_cents: int
    reason: str


class QuotedLine(Part, frozen=True):
    """A line of a basket as a person was shown it, before payment. Amounts in cents, tax included."""

    product: ProductCode
    label: str
    quantity: int
    unit_cents: int
    gross_cents: int


class PrepaymentSlipPrinted(Fact, frozen=True):
    """A basket was put on paper before it is paid, marked as such: no ticket, no turnover."""

    kind: ClassVar[str] = "prepayment_slip_printed.1"
    basket: BasketId
    lines: tuple[QuotedLine, ...]
    total_cents: int
    saving_cents: int


class ReceiptPrinted(Fact, frozen=True):
    """A receipt printed after its sale: `copy` 0 is the first print, a higher one a DUPLICATA with that number."""

    kind: ClassVar[str] = "receipt_printed.1"
    ticket: TicketNumber
    copy: int
