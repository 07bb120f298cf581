"""Giving back: what of a ticket can still be given back, its lines in minus, and by which means.

Pure: the act (pos_app.counter.refund) reads the ledger and records what is computed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pos_app.domain.facts import (
    Goods,
    RefundedLine,
    RefundRecorded,
    SaleRecorded,
    SoldLine,
    TenderCorrected,
    TenderReturned,
)
from pos_app.domain.identifiers import ItemId
from pos_app.domain.money import net_of_gross_cents
from pos_app.domain.refund_rule import RefundRule
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import TenderKind

REFUND_REASONS = ("mistake", "defective", "unusable", "changed_mind", "not_delivered", "warranty")


@dataclass(frozen=True, slots=True)
class Return:
    """What comes back of one line of a ticket: `line` its index from 0, how many, and what becomes of them.

    `items` names the individual things, where the family's are told apart.
    """

    line: int
    quantity: int
    goods: Goods
    items: tuple[ItemId, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenBack:
    """An amount in cents, above zero, given back by `tender` of what had been paid by `paid_by`."""

    paid_by: TenderKind
    tender: TenderKind
    amount_cents: int


def refunded_quantities(refunds: Iterable[RefundRecorded]) -> Mapping[int, int]:
    """How many of each line, by its index, `refunds` of one ticket gave back."""
    sums: dict[int, int] = {}
    for refund in refunds:
        for line in refund.lines:
            sums[line.line] = sums.get(line.line, 0) - line.quantity
    return sums


def put_right(paid: Mapping[TenderKind, int], corrections: Iterable[TenderCorrected]) -> dict[TenderKind, int]:
    """What was paid by each means, in cents, after `corrections` moved payments from one to another."""
    sums = dict(paid)
    for correction in corrections:
        back, taken = correction.taken_back, correction.taken
        sums[back.tender] = sums.get(back.tender, 0) - back.amount_cents
        sums[taken.tender] = sums.get(taken.tender, 0) + taken.amount_cents
    return sums


def paid_left_cents(
    sale: SaleRecorded, refunds: Iterable[RefundRecorded], corrections: Iterable[TenderCorrected] = ()
) -> dict[TenderKind, int]:
    """What of each means of payment, change taken off and put right, was not given back yet, in cents; only what is
    above zero."""
    left = dict.fromkeys(TenderKind, 0)
    for taken in sale.tenders:
        left[taken.tender] += taken.amount_cents
    left[TenderKind.CASH] -= sale.change_cents
    for refund in refunds:
        for returned in refund.tenders:
            left[returned.paid_by] += returned.amount_cents
    return {kind: cents for kind, cents in put_right(left, corrections).items() if cents > 0}


def items_left(sold: SoldLine, refunds: Iterable[RefundRecorded]) -> tuple[ItemId, ...]:
    """The individual things of a line that no refund of its ticket gave back."""
    back = {item for refund in refunds for line in refund.lines for item in line.items}
    return tuple(item for item in sold.items if item not in back)


def refund_lines(
    sale: SaleRecorded, earlier: Sequence[RefundRecorded], returns: Sequence[Return]
) -> tuple[RefundedLine, ...]:
    """The lines in minus for `returns`, after the `earlier` refunds of the same ticket.

    The nets of all refunds of a line add up to the net of its sale, whatever the parts: each is the difference of two
    sums, each rounded once.

    Raises Refusal("refund_empty", "refund_line_unknown", "more_than_sold", "items_not_of_line").
    """
    if not returns:
        raise Refusal("refund_empty")
    if len({one.line for one in returns}) != len(returns):
        raise Refusal("refund_line_unknown")
    before = refunded_quantities(earlier)
    lines = []
    for one in returns:
        if not 0 <= one.line < len(sale.lines):
            raise Refusal("refund_line_unknown")
        sold = sale.lines[one.line]
        done = before.get(one.line, 0)
        if not 0 < one.quantity <= sold.quantity - done:
            raise Refusal("more_than_sold", product=sold.label, left=sold.quantity - done)
        _require_items(sold, one, items_left(sold, earlier))
        lines.append(_line_in_minus(sold, one, done))
    return tuple(lines)


def _require_items(sold: SoldLine, one: Return, left: Sequence[ItemId]) -> None:
    """Things told apart come back one by one, each of this line and not yet given back."""
    wanted = one.quantity if sold.items else 0
    if len(one.items) != wanted or len(set(one.items)) != wanted or not set(one.items) <= set(left):
        raise Refusal("items_not_of_line", product=sold.label)


def _line_in_minus(sold: SoldLine, one: Return, done: int) -> RefundedLine:
    return RefundedLine(
        product=sold.product,
        family=sold.family,
        label=sold.label,
        quantity=-one.quantity,
        unit_cents=sold.unit_cents,
        gross_cents=-one.quantity * sold.unit_cents,
        net_cents=_net_of(sold, done) - _net_of(sold, done + one.quantity),
        vat=sold.vat,
        rate_bp=sold.rate_bp,
        saving_cents=-one.quantity * (sold.saving_cents // sold.quantity),
        items=one.items,
        sold_for=sold.sold_for,
        gift=sold.gift,
        given_cents=-one.quantity * (sold.given_cents // sold.quantity),
        gift_saving_cents=-one.quantity * (sold.gift_saving_cents // sold.quantity),
        line=one.line,
        goods=one.goods,
    )


def _net_of(sold: SoldLine, quantity: int) -> int:
    """The net of the first `quantity` of a line; that of the whole line is the one that was stored."""
    return net_of_gross_cents(quantity * sold.unit_cents, rate_bp=sold.rate_bp)


def usual_way_back(
    left: Mapping[TenderKind, int], amount_cents: int, rule: RefundRule, *, wished: TenderKind | None = None
) -> tuple[GivenBack, ...]:
    """How `amount_cents` goes back if nobody says otherwise: by the `wished` means as far as the rule allows it, then
    as it was paid, cash last, so that the drawer gives the least."""
    order = sorted(left, key=lambda kind: (wished not in rule.ways_back(kind), kind is TenderKind.CASH))
    found = []
    for paid_by in order:
        part_cents = min(left[paid_by], amount_cents)
        if part_cents > 0:
            ways = rule.ways_back(paid_by)
            found.append(GivenBack(paid_by, wished if wished in ways else ways[0], part_cents))
            amount_cents -= part_cents
    return tuple(found)


def require_way_back(
    left: Mapping[TenderKind, int], given: Sequence[GivenBack], amount_cents: int, rule: RefundRule
) -> tuple[TenderReturned, ...]:
    """The tenders of a refund of `amount_cents`, checked.

    Raises Refusal("tender_not_positive", "refund_not_exact", "refund_tender_not_allowed", "refund_over_paid").
    """
    spent = dict.fromkeys(TenderKind, 0)
    for one in given:
        if one.amount_cents <= 0:
            raise Refusal("tender_not_positive")
        if one.tender not in rule.ways_back(one.paid_by):
            raise Refusal("refund_tender_not_allowed", tender=one.tender.value, paid_by=one.paid_by.value)
        spent[one.paid_by] += one.amount_cents
        if spent[one.paid_by] > left.get(one.paid_by, 0):
            raise Refusal("refund_over_paid", tender=one.paid_by.value, left_cents=left.get(one.paid_by, 0))
    if sum(spent.values()) != amount_cents:
        raise Refusal("refund_not_exact", amount_cents=amount_cents)
    return tuple(
        TenderReturned(tender=one.tender, amount_cents=-one.amount_cents, paid_by=one.paid_by) for one in given
    )
