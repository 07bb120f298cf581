"""What tests about refunds do again and again."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.counter.refund import Refunded, refund
from pos_app.counter.refundable import refundable
from pos_app.counter.sale_rules import Approval
from pos_app.counter.sell import Sold, sell
from pos_app.counter.till import Till
from pos_app.domain.facts import Goods, RefundRecorded
from pos_app.domain.operator import Operator
from pos_app.domain.refund import GivenBack, Return, usual_way_back
from pos_app.domain.tender import Tender, TenderKind
from tests.tills import basket_of, cash


def sold(till: Till, operator: Operator, *codes: str, number: int = 1, tenders: Sequence[Tender] | None = None) -> Sold:
    """A sale of these articles, paid exactly, in cash if nothing else is said."""
    basket = basket_of(till, *codes, number=number)
    paid = cash(basket.total_cents) if tenders is None else tenders
    return sell(till, operator=operator, basket=basket, tenders=paid, receipt=False)


def give_back(
    till: Till,
    operator: Operator,
    ticket: str,
    *returns: Return,
    reason: str = "changed_mind",
    given: Sequence[GivenBack] | None = None,
    wished: TenderKind | None = None,
    approval: Approval | None = None,
) -> Refunded:
    """Gives `returns` back, or everything that is left, the usual way if nothing else is said."""
    found = refundable(till, operator=operator, ticket=ticket)
    chosen = returns or tuple(Return(line.index, line.left, line.goods[0], line.items) for line in found.lines)
    unit = {line.index: line.sold.unit_cents for line in found.lines}
    cents = sum(one.quantity * unit.get(one.line, 0) for one in chosen)
    usual = usual_way_back(found.paid_left, cents, found.rule, wished=wished)
    return refund(
        till,
        operator=operator,
        ticket=ticket,
        returns=chosen,
        given=usual if given is None else given,
        reason=reason,
        approval=approval,
    )


def one(line: int = 0, quantity: int = 1, goods: Goods = Goods.SHELF) -> Return:
    return Return(line, quantity, goods)


def fact_of(refunded: Refunded) -> RefundRecorded:
    fact = refunded.entry.fact()
    assert isinstance(fact, RefundRecorded)
    return fact
