"""Selling: a paid basket becomes one entry, its projections and its print job, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.counter.expired_reservations import end_expired
from pos_app.counter.gifts import require_gifts
from pos_app.counter.laptop_sale import enqueue_deliveries
from pos_app.counter.late_sale import terms_then
from pos_app.counter.open_day import day_for
from pos_app.counter.print_later import print_later
from pos_app.counter.sale_rules import Approval, SaleTerms, sale_terms
from pos_app.counter.sessions import enqueue_session_slip
from pos_app.counter.short_stock import record_shortage
from pos_app.counter.slips import enqueue_slips
from pos_app.counter.sold_items import sold_lines
from pos_app.counter.till import Till
from pos_app.domain.basket import FrozenBasket, receipt_is_due, require_known_prices
from pos_app.domain.facts import LateSale, SaleRecorded, SoldLine, TenderTaken
from pos_app.domain.identifiers import BasketId, PersonToken, TicketNumber
from pos_app.domain.operator import Operator, Right
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Settlement, Tender, settle
from pos_app.domain.totals import vat_totals
from pos_app.ledger.entry import Entry
from pos_app.store.people import touch_person
from pos_app.store.tickets import ticket_of_basket
from pos_app.store.till_state import TillState
from pos_app.store.till_store import Act


@dataclass(frozen=True, slots=True)
class Sold:
    """A recorded sale. Amounts in cents; `receipt` tells whether one is being printed, `slips` counts codes sold."""

    ticket: TicketNumber
    total_cents: int
    change_cents: int
    saving_cents: int
    receipt: bool
    entry: Entry
    slips: int = 0


def sell(
    till: Till,
    *,
    operator: Operator,
    basket: FrozenBasket,
    tenders: Sequence[Tender],
    receipt: bool,
    to_nobody: str = "",
    approval: Approval | None = None,
    late: LateSale | None = None,
) -> Sold:
    """Records the sale of `basket`, paid with `tenders`; committed and synced to disk when this returns.

    `to_nobody` says why no person was chosen, where the articles ask for it; `approval` lets the sale past the rules
    it meets (pos_app.counter.sale_rules); `late` is the line of a paper sheet that it is keyed from.

    A receipt prints when asked for, and always for durable goods (C. conso. D. 211-6). A sale while no day is open
    opens the next one: the counter never waits for a closing.

    Raises Refusal("basket_already_sold", "campaign_over", "price_changed", ...): nothing was recorded then.
    """
    operator.require(Right.SELL)
    settlement = settle(basket.total_cents, tenders)
    _require_prices(till, operator, basket)
    with till.store.transaction(operator.code) as act:
        require_unsold(till, basket.id)
        require_gifts(till, basket)
        end_expired(act, till)
        lines = sold_lines(till, operator, basket)
        day_for(till, act)
        terms = sale_terms(till, operator=operator, basket=basket, to_nobody=to_nobody, approval=approval)
        terms = terms_then(till, terms, operator=operator, late=late, basket=basket) if late else terms
        receipt = receipt or receipt_is_due(basket.lines, till.catalogue)
        sale = _sale(lines, basket, settlement, till.store.state, terms, receipt=receipt)
        record_shortage(act, till, basket)
        entry = act.append(sale)
        if basket.person:
            touch_person(act, PersonToken(basket.person), at_ms=till.clock.now_ms())
        slips = _enqueue_paper(act, till, sale)
    return _sold(sale, entry, slips)


def require_unsold(till: Till, basket: BasketId) -> None:
    """A basket is committed once. Raises Refusal("basket_already_sold")."""
    ticket = ticket_of_basket(till.connection, basket)
    if ticket is not None:
        raise Refusal("basket_already_sold", ticket=ticket)


def _require_prices(till: Till, operator: Operator, basket: FrozenBasket) -> None:
    require_known_prices(basket, till.catalogue)
    if any(line.price_reason for line in basket.lines):
        operator.require(Right.OVERRIDE_PRICE)


def _sold(sale: SaleRecorded, entry: Entry, slips: int) -> Sold:
    return Sold(
        ticket=sale.ticket,
        total_cents=sale.total_cents,
        change_cents=sale.change_cents,
        saving_cents=sale.saving_cents,
        receipt=sale.receipt,
        entry=entry,
        slips=slips,
    )


def _sale(
    lines: tuple[SoldLine, ...],
    basket: FrozenBasket,
    settlement: Settlement,
    state: TillState,
    terms: SaleTerms,
    *,
    receipt: bool,
) -> SaleRecorded:
    return SaleRecorded(
        ticket=state.next_ticket,
        number=state.last_ticket + 1,
        day=state.day,
        basket=basket.id,
        lines=lines,
        vat=vat_totals(lines),
        total_cents=basket.total_cents,
        saving_cents=sum(line.saving_cents for line in lines),
        tenders=tuple(TenderTaken(tender=t.kind, amount_cents=t.amount_cents) for t in settlement.tenders),
        change_cents=settlement.change_cents,
        receipt=receipt,
        beneficiary=terms.beneficiary,
        to_nobody=terms.to_nobody,
        month=terms.month,
        overrides=terms.overrides,
        late=terms.late,
    )


def _enqueue_paper(act: Act, till: Till, sale: SaleRecorded) -> int:
    """The receipt where it prints, the slips of places and machines, and one for each code; how many the codes are."""
    if sale.receipt:
        print_later(act, till, document="receipt", reference=sale.ticket)
    enqueue_session_slip(act, till, sale.ticket)
    enqueue_deliveries(act, till, sale.lines)
    return enqueue_slips(act, till, sale.lines)
