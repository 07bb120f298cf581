"""Facts about machines sold one by one: their passports, who waits for one, what is paid in instalments.

Item ids and tokens only: a serial number is the secret of the item's own fact, names are beside the journal.
"""

from __future__ import annotations

import enum
from typing import ClassVar

import msgspec

from pos_app.domain.facts.fact import Fact, Part
from pos_app.domain.facts.refunds import Goods
from pos_app.domain.facts.sales import Beneficiary, Override
from pos_app.domain.identifiers import ItemId, PersonToken, PlanId, ProductCode, TicketNumber


class PassportWritten(Fact, frozen=True):
    """What is known of a machine; a later one takes its place whole. Amounts in cents, tax included.

    `passed` and `failed` are names of tests, `certificate` the number of the wiped disk's certificate, empty where
    there is none. The warranty runs `warranty_months` from the day of delivery.
    """

    kind: ClassVar[str] = "passport_written.1"
    item: ItemId
    product: ProductCode
    model: str
    grade: str
    price_cents: int
    warranty_months: int
    batch: str = ""
    refurbisher: str = ""
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    certificate: str = ""


class LaptopReserved(Fact, frozen=True):
    """A machine waits for somebody up to and with the ISO day `until`; after it anybody may have it."""

    kind: ClassVar[str] = "laptop_reserved.1"
    item: ItemId
    person: PersonToken
    until: str


class ReservationEnded(Fact, frozen=True):
    """A reservation ended: before its day, for one of RELEASE_REASONS, or after it ("expired")."""

    kind: ClassVar[str] = "reservation_ended.1"
    item: ItemId
    reason: str


class DueInstalment(Part, frozen=True):
    """What is due on an ISO day, in cents."""

    due_on: str
    amount_cents: int


class PlanOpened(Fact, frozen=True):
    """A machine will be paid in parts. Every till that hears of it can take a payment: the terms are all here.

    `handed_over` and `refund_percent` are the rules of that day, which later changes do not touch.
    `overrides` holds somebody's word where a rule stood against the sale.
    """

    kind: ClassVar[str] = "plan_opened.1"
    plan: PlanId
    item: ItemId
    product: ProductCode
    price_cents: int
    due: tuple[DueInstalment, ...]
    handed_over: str
    refund_percent: int
    beneficiary: Beneficiary
    overrides: tuple[Override, ...] = ()


class InstalmentHeard(Fact, frozen=True):
    """A payment for a plan of ours that another till took: its ticket was seen on paper, or came with a sync.

    No money moved here. `net_cents` is what of it is net of tax.
    """

    kind: ClassVar[str] = "instalment_heard.1"
    plan: PlanId
    ticket: TicketNumber
    amount_cents: int
    net_cents: int


class PlanEnd(enum.StrEnum):
    """How a plan ends without its last payment, or after it."""

    GIVEN_UP = "given_up"
    RETURNED = "returned"


class PlanEnded(Fact, frozen=True):
    """A plan was given up, or its machine came back. Its refunds are the tickets in minus that follow this entry.

    `kept_cents` of what was paid here was kept by the plan's rule; `elsewhere_cents` was paid at other tills, which
    give it back. `reason` is one of REFUND_REASONS.
    """

    kind: ClassVar[str] = "plan_ended.1"
    plan: PlanId
    end: PlanEnd
    reason: str
    kept_cents: int = 0
    elsewhere_cents: int = 0


class LaptopExchanged(Fact, frozen=True):
    """Under its warranty a machine came back and another one, `by`, was handed over in its place at no price.

    The warranty goes on to its first end. `goods` tells whether the first one can be sold again.
    """

    kind: ClassVar[str] = "laptop_exchanged.1"
    item: ItemId
    by: ItemId
    ticket: TicketNumber
    reason: str
    goods: Goods
    person: PersonToken | msgspec.UnsetType = msgspec.UNSET
