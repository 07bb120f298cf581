"""Giving back: a ticket in minus that names the first, its projections and its slip, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from pos_app.counter.open_day import day_for
from pos_app.counter.print_later import print_later
from pos_app.counter.refundable import alone_left_cents, find_sale, require_no_plan
from pos_app.counter.returned_goods import require_goods
from pos_app.counter.sale_rules import Approval, Rule
from pos_app.counter.till import Till
from pos_app.domain.facts import (
    Beneficiary,
    FirstTicket,
    Override,
    RefundedLine,
    RefundRecorded,
    SaleRecorded,
    TenderReturned,
)
from pos_app.domain.identifiers import PersonToken, TicketNumber
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refund import (
    REFUND_REASONS,
    GivenBack,
    Return,
    paid_left_cents,
    refund_lines,
    refunded_quantities,
    require_way_back,
)
from pos_app.domain.refusals import Refusal
from pos_app.domain.totals import vat_totals
from pos_app.ledger.entry import Entry
from pos_app.store.days import corrections_of
from pos_app.store.entitlements import spending
from pos_app.store.people import all_tokens, touch_person
from pos_app.store.refunds import refunds_of
from pos_app.store.structures import structure_with_token
from pos_app.store.tickets import TicketOnFile


@dataclass(frozen=True, slots=True)
class Refunded:
    """A recorded refund. Amounts in cents, above zero; its slip is being printed."""

    ticket: TicketNumber
    first: TicketNumber
    total_cents: int
    cash_cents: int
    entry: Entry


def refund(
    till: Till,
    *,
    operator: Operator,
    ticket: str,
    returns: Sequence[Return],
    given: Sequence[GivenBack],
    reason: str,
    approval: Approval | None = None,
) -> Refunded:
    """Gives back `returns` of `ticket`; committed and synced to disk when this returns.

    The slip always prints: C. conso. excepts credit operations from printing on request (LAW.md § 6). A refund while
    no day is open opens the next one. Above the operator's limit of the day `approval` is the word of somebody else.

    Raises Refusal("ticket_unknown", "refund_of_refund", "more_than_sold", "refund_tender_not_allowed",
    "refund_not_exact", "refund_over_paid", "goods_not_returnable", "reason_unknown", "needs_second_person", ...):
    nothing was recorded then.
    """
    operator.require(Right.REFUND)
    if reason not in REFUND_REASONS:
        raise Refusal("reason_unknown")
    with till.store.transaction(operator.code) as act:
        found, sale = find_sale(till, ticket)
        require_no_plan(sale)
        part = _part(till, found, sale, returns, given)
        day_for(till, act)
        overrides = second_word(till, operator, part.total_cents, approval)
        fact = _fact(till, part, reason, overrides)
        entry = act.append(fact)
        if isinstance(fact.beneficiary, Beneficiary):
            touch_person(act, PersonToken(fact.beneficiary.person), at_ms=till.clock.now_ms())
        print_later(act, till, document="receipt", reference=fact.ticket)
    return Refunded(fact.ticket, found.ticket, part.total_cents, -fact.cash_cents, entry)


def second_word(till: Till, operator: Operator, total_cents: int, approval: Approval | None) -> tuple[Override, ...]:
    """Above the limit two people answer for a refund, and nobody is their own second."""
    left_cents = alone_left_cents(till, operator)
    if total_cents <= left_cents:
        return ()
    if approval is None or approval.exception or approval.by == operator.code:
        raise Refusal("needs_second_person", left_cents=left_cents)
    if approval.reason not in REFUND_REASONS:
        raise Refusal("reason_unknown")
    return (Override(rule=Rule.REFUND.value, reason=approval.reason, by=approval.by),)


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a sale goes back, checked."""

    found: TicketOnFile
    sale: SaleRecorded
    earlier: Sequence[RefundRecorded]
    lines: tuple[RefundedLine, ...]
    tenders: tuple[TenderReturned, ...]

    @property
    def total_cents(self) -> int:
        return -sum(line.gross_cents for line in self.lines)

    @property
    def is_last(self) -> bool:
        """Whether nothing of the sale is left afterwards."""
        done = sum(refunded_quantities(self.earlier).values()) - sum(line.quantity for line in self.lines)
        return done == sum(line.quantity for line in self.sale.lines)


def _part(
    till: Till, found: TicketOnFile, sale: SaleRecorded, returns: Sequence[Return], given: Sequence[GivenBack]
) -> _Part:
    earlier = refunds_of(till.connection, found.ticket)
    lines = refund_lines(sale, earlier, returns)
    for one in returns:
        require_goods(till, sale.lines[one.line], one)
    total_cents = -sum(line.gross_cents for line in lines)
    paid_left = paid_left_cents(sale, earlier, corrections_of(till.connection, found.ticket))
    tenders = require_way_back(paid_left, given, total_cents, till.rules.refund)
    return _Part(found, sale, earlier, lines, tenders)


def _fact(till: Till, part: _Part, reason: str, overrides: tuple[Override, ...]) -> RefundRecorded:
    state, entry = till.store.state, part.found.entry
    beneficiary, excepted_cents = _counted_back(till, part)
    return RefundRecorded(
        ticket=state.next_ticket,
        number=state.last_ticket + 1,
        day=state.day,
        first=FirstTicket(ticket=part.found.ticket, incarnation=entry.incarnation, seq=entry.seq),
        reason=reason,
        lines=part.lines,
        vat=vat_totals(part.lines),
        total_cents=-part.total_cents,
        saving_cents=sum(line.saving_cents for line in part.lines),
        tenders=part.tenders,
        beneficiary=beneficiary,
        excepted_cents=excepted_cents,
        overrides=overrides,
    )


def _counted_back(till: Till, part: _Part) -> tuple[Beneficiary | msgspec.UnsetType, int]:
    """What the person's month and right get back, never more than the sale took; and of it, what was excepted.

    Which families count may have changed since: what the last line of a ticket gives back is all that is left.
    """
    of = part.sale.beneficiary
    if not isinstance(of, Beneficiary):
        return msgspec.UNSET, 0
    returned = [one.beneficiary for one in part.earlier if isinstance(one.beneficiary, Beneficiary)]
    capped_cents = of.capped_cents + sum(one.capped_cents for one in returned)
    limited = of.limited + sum(one.limited for one in returned)
    if not part.is_last:
        rules = till.rules.of(of.programme) or till.rules.programme[0]
        capped_cents = min(capped_cents, -sum(x.gross_cents for x in part.lines if x.family in rules.capped_families))
        limited = min(limited, -sum(x.quantity for x in part.lines if x.family == rules.limited_family))
    spent = spending(till.connection, all_tokens(till.connection, of.person), of.month)
    left_cents = _cap_cents(till, of) - spent.cents
    counted = msgspec.structs.replace(
        of,
        capped_cents=-capped_cents,
        limited=-limited,
        cap_before_cents=left_cents,
        cap_after_cents=left_cents + capped_cents,
    )
    excepted = any(override.exception for override in part.sale.overrides)
    return counted, -capped_cents if excepted else 0


def _cap_cents(till: Till, of: Beneficiary) -> int:
    structure = structure_with_token(till.connection, of.person)
    if structure:
        return structure.cap_cents
    programme = till.rules.of(of.programme)
    return programme.monthly_cap_cents if programme else 0
