"""What of a ticket can still be given back, as the desk shows it before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.counter.returned_goods import goods_choices
from pos_app.counter.till import Till
from pos_app.domain.facts import Goods, InstalmentPaid, RefundRecorded, SaleRecorded, SoldLine
from pos_app.domain.identifiers import ItemId, TicketNumber
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refund import Return, items_left, paid_left_cents, refunded_quantities
from pos_app.domain.refund_rule import RefundRule
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind
from pos_app.store.days import corrections_of
from pos_app.store.refunds import refunded_alone_cents, refunds_of
from pos_app.store.tickets import TicketOnFile, find_ticket


@dataclass(frozen=True, slots=True)
class RefundableLine:
    """A line of the first ticket: `left` of its quantity can come back; `goods` is what may become of them.

    `items` are the individual things that can come back, where the family's are told apart.
    """

    index: int
    sold: SoldLine
    left: int
    goods: tuple[Goods, ...]
    items: tuple[ItemId, ...] = ()


@dataclass(frozen=True, slots=True)
class Refundable:
    """A ticket of which something can come back. `paid_left` in cents by means of payment.

    `alone_left_cents` is what whoever is signed in may still give back today on nobody else's word.
    """

    ticket: TicketNumber
    at_ms: int
    offset_min: int
    lines: tuple[RefundableLine, ...]
    paid_left: dict[TenderKind, int]
    rule: RefundRule
    alone_left_cents: int


def refundable(till: Till, *, operator: Operator, ticket: str) -> Refundable:
    """The ticket with this number, typed or scanned.

    Raises Refusal("right_missing", "ticket_unknown", "refund_of_refund", "refund_of_plan", "nothing_to_refund").
    """
    operator.require(Right.REFUND)
    found, sale = find_sale(till, ticket)
    require_no_plan(sale)
    refunds = refunds_of(till.connection, found.ticket)
    before = refunded_quantities(refunds)
    lines = []
    for index, sold in enumerate(sale.lines):
        left, items = sold.quantity - before.get(index, 0), items_left(sold, refunds)
        if left:
            choices = goods_choices(till, sold, Return(index, left, Goods.NONE, items))
            lines.append(RefundableLine(index, sold, left, choices, items))
    if not lines:
        raise Refusal("nothing_to_refund", ticket=found.ticket)
    return Refundable(
        ticket=found.ticket,
        at_ms=found.entry.at_ms,
        offset_min=found.entry.offset_min,
        lines=tuple(lines),
        paid_left=paid_left_cents(sale, refunds, corrections_of(till.connection, found.ticket)),
        rule=till.rules.refund,
        alone_left_cents=alone_left_cents(till, operator),
    )


def find_sale(till: Till, ticket: str) -> tuple[TicketOnFile, SaleRecorded]:
    """Raises Refusal("ticket_unknown", "refund_of_refund")."""
    found = find_ticket(till.connection, ticket)
    if isinstance(found.sale, RefundRecorded):
        raise Refusal("refund_of_refund", ticket=found.ticket, first=found.sale.first.ticket)
    return found, found.sale


def require_no_plan(sale: SaleRecorded) -> None:
    """An instalment does not go back line by line: its plan is given up, or its machine taken back, as a whole.

    Raises Refusal("refund_of_plan").
    """
    if isinstance(sale.instalment, InstalmentPaid):
        raise Refusal("refund_of_plan", ticket=sale.ticket, plan=sale.instalment.plan)


def alone_left_cents(till: Till, operator: Operator) -> int:
    """What `operator` may still give back in the open day on nobody else's word."""
    done_cents = refunded_alone_cents(till.connection, day=till.store.state.day, operator=operator.code)
    return max(0, till.rules.refund.limit_cents(operator.role) - done_cents)
