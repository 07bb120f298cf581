"""A plan of instalments as its papers carry it in their QR code: what another till needs to take a payment, and what
the plan's own till needs to hear of it. No name, no serial number; nothing that hands a machine over by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pos_app.domain.identifiers import ItemId, PersonToken, PlanId, ProductCode, TicketNumber, is_plan_id
from pos_app.domain.instalments import Paid
from pos_app.domain.money import LARGEST_AMOUNT_CENTS
from pos_app.domain.refusals import Refusal

MARK = "PLAN1"
MOST_PAYMENTS = 48
_HEX = re.compile(r"[0-9a-f]{32}")
_PRODUCT = re.compile(r"[A-Z0-9-]{1,24}")
_PAYMENT = re.compile(r"([A-Z]{2,6}[0-9]+[A-Z]*-[0-9]{6,15}):([0-9]{1,8}):([0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """What a paper of a plan says. `delivered`: the person has the machine. Amounts in cents."""

    plan: PlanId
    item: ItemId
    product: ProductCode
    person: PersonToken
    price_cents: int
    delivered: bool
    paid: tuple[Paid, ...] = ()

    @property
    def left_cents(self) -> int:
        return max(0, self.price_cents - sum(one.amount_cents for one in self.paid))


def paper_text(paper: PlanPaper) -> str:
    """What the QR code says, in printable ASCII."""
    paid = ",".join(f"{one.ticket}:{one.amount_cents}:{one.net_cents}" for one in paper.paid)
    fields = (
        MARK, paper.plan, paper.item, paper.product, paper.person, str(paper.price_cents), str(int(paper.delivered)),
        paid,
    )  # fmt: skip
    return ";".join(fields)


def is_plan_paper(text: str) -> bool:
    """Whether a scan is meant to be a plan's paper."""
    return text.startswith(f"{MARK};")


def read_paper(text: str) -> PlanPaper:
    """What a scanned paper says; its payments are another till's, until the journal says they were made here.

    Raises Refusal("plan_paper_unreadable").
    """
    fields = text.strip().split(";")
    if len(fields) != 8 or fields[0] != MARK:
        raise Refusal("plan_paper_unreadable")
    _mark, plan, item, product, person, price, delivered, paid = fields
    whole = (
        is_plan_id(plan)
        and _HEX.fullmatch(item)
        and _HEX.fullmatch(person)
        and _PRODUCT.fullmatch(product)
        and price.isascii()
        and price.isdigit()
        and 0 < int(price) <= LARGEST_AMOUNT_CENTS
        and delivered in ("0", "1")
    )
    if not whole:
        raise Refusal("plan_paper_unreadable")
    return PlanPaper(
        plan=PlanId(plan),
        item=ItemId(item),
        product=ProductCode(product),
        person=PersonToken(person),
        price_cents=int(price),
        delivered=delivered == "1",
        paid=_payments(paid),
    )


def all_paid(known: tuple[Paid, ...], told: tuple[Paid, ...]) -> tuple[Paid, ...]:
    """Payments of both, each ticket once; where they contradict, what is `known` here stands."""
    tickets = {one.ticket for one in known}
    return (*known, *(one for one in told if one.ticket not in tickets))


def _payments(text: str) -> tuple[Paid, ...]:
    if not text:
        return ()
    found = [_PAYMENT.fullmatch(part) for part in text.split(",")]
    tickets = {each[1] for each in found if each}
    if len(tickets) != len(found) or len(found) > MOST_PAYMENTS:
        raise Refusal("plan_paper_unreadable")
    return tuple(
        Paid(TicketNumber(each[1]), int(each[2]), int(each[3]), here=False) for each in found if each is not None
    )
