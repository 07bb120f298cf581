"""Tickets of every family and their refunds, as what may happen at a counter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import invariant, multiple, rule

from pos_app.counter.correct_tender import correct_tender
from pos_app.counter.gifts import all_campaigns, set_campaign
from pos_app.counter.refund import refund
from pos_app.counter.refundable import Refundable, RefundableLine, refundable
from pos_app.counter.sell import Sold, sell
from pos_app.domain.basket import Basket, FrozenBasket
from pos_app.domain.facts import Goods, RefundRecorded, SaleRecorded
from pos_app.domain.identifiers import ItemId, TicketNumber
from pos_app.domain.refund import REFUND_REASONS, Return, usual_way_back
from pos_app.domain.tender import Tender, TenderKind
from tests.properties.at_counter import TICKETS, AtCounter, parts
from tests.tills import basket_of

ARTICLES = ("CARTE-30", "CARTE-2H", "CARTE-ILLIM", "NET-500M", "NET-2G", "ATELIER", "ORDI", "HOTSPOT-3G")
GIVEN, BUDGET_CENTS = ("CARTE-30", "CARTE-2H", "CARTE-ILLIM"), 1500
_share = st.integers(0, 100)


class Selling(AtCounter):
    """Baskets of any family, paid by several means, and what comes back of them."""

    def __init__(self) -> None:
        super().__init__()
        set_campaign(
            self.till, operator=self.who, code="HIVER", label="Grand froid", products=GIVEN,
            budget_cents=BUDGET_CENTS, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2029, 12, 31),
        )  # fmt: skip

    @rule(
        target=TICKETS,
        codes=st.lists(st.sampled_from(ARTICLES), min_size=1, max_size=5),
        first_line=st.sampled_from(["", "", "gift", "half price"]),
        seats=st.integers(0, 2),
        whom=st.integers(0, 5),
        card=_share,
        cheque=_share,
    )
    def sell(
        self, codes: list[str], first_line: str, seats: int, whom: int, card: int, cheque: int
    ) -> TicketNumber | object:
        changed = Basket.of(basket_of(self.till, *codes, number=next(self.numbers)))
        for session in list(self.book.seats)[:seats]:
            changed.add(self.till.catalogue.product("ATELIER"), item=session)
        changed.choose_person(self.whom(whom) if whom < 3 else "")
        if first_line == "gift" and changed.lines[0].product.code in GIVEN:
            changed.give(0, "HIVER")
        elif first_line == "half price":
            changed.set_price(0, changed.lines[0].unit_price_cents // 2, "damaged")
        basket = changed.freeze()
        tenders, cash_cents = parts(basket.total_cents, card, cheque)
        sold = self.attempt(lambda: self._sold(basket, tenders))
        if sold is None:
            return multiple()
        self.book.cash_cents += cash_cents
        self.book.turnover_cents += basket.total_cents
        self._write_down(sold)
        assert self.attempt(lambda: self._sold(basket, tenders)) is None, "a basket was sold twice"
        return sold.ticket

    @rule(
        ticket=TICKETS,
        part=st.integers(1, 100),
        reason=st.sampled_from(REFUND_REASONS),
        greedy=st.sampled_from([False, False, False, True]),
        wished=st.sampled_from([None, *TenderKind]),
    )
    def give_back(
        self, ticket: TicketNumber, part: int, reason: str, wished: TenderKind | None, *, greedy: bool
    ) -> None:
        found = self.attempt(lambda: refundable(self.till, operator=self.who, ticket=ticket))
        if found is None:
            return
        returns = [_returned(line, -(-line.left * part // 100) + greedy, part) for line in found.lines]
        cents = sum(one.quantity * line.sold.unit_cents for one, line in zip(returns, found.lines, strict=True))
        given = usual_way_back(found.paid_left, cents, found.rule, wished=wished)
        made = self.attempt(
            lambda: refund(self.till, operator=self.who, ticket=ticket, returns=returns, given=given, reason=reason)
        )
        if made is None:
            return
        self.book.cash_cents -= sum(one.amount_cents for one in given if one.tender is TenderKind.CASH)
        self.book.turnover_cents -= cents
        self._write_back(found, returns)
        fact = made.entry.fact()
        assert isinstance(fact, RefundRecorded)
        assert self.attempt(lambda: refundable(self.till, operator=self.who, ticket=made.ticket)) is None

    @rule(ticket=TICKETS, wrong=st.sampled_from(TenderKind), right=st.sampled_from(TenderKind))
    def correct(self, ticket: TicketNumber, wrong: TenderKind, right: TenderKind) -> None:
        corrected = self.attempt(
            lambda: correct_tender(
                self.till, operator=self.who, ticket=ticket, wrong=wrong, right=right, reason="wrong_key"
            )
        )
        if corrected is not None:
            cents = corrected.taken.amount_cents
            self.book.cash_cents += cents * (right is TenderKind.CASH) - cents * (wrong is TenderKind.CASH)

    @invariant()
    def a_campaign_never_gives_beyond_its_budget(self) -> None:
        (campaign,) = all_campaigns(self.till)
        assert campaign.given_cents == self.book.given_cents <= BUDGET_CENTS, "a budget"

    @invariant()
    def never_more_comes_back_than_was_sold(self) -> None:
        assert all(self.book.back[line] <= self.book.sold[line] for line in self.book.back)

    def _sold(self, basket: FrozenBasket, tenders: Sequence[Tender]) -> Sold:
        return sell(
            self.till, operator=self.who, basket=basket, tenders=tenders, receipt=False, approval=self.word,
            to_nobody="campaign",
        )  # fmt: skip

    def _write_down(self, sold: Sold) -> None:
        fact = sold.entry.fact()
        assert isinstance(fact, SaleRecorded)
        for index, line in enumerate(fact.lines):
            self.book.sold[sold.ticket, index] += line.quantity
            self.book.taken[line.product] += line.quantity
            self.book.given_cents += line.given_cents
            for item in line.items:
                self.hand_over(item, sold.ticket)

    def hand_over(self, item: ItemId, ticket: TicketNumber) -> None:
        """A code or a thing to one hand; of a session, one of its places."""
        if item in self.book.seats:
            self.book.seats[item].add(ticket)
        else:
            self.book.hand_over(item, ticket)

    def _write_back(self, found: Refundable, returns: Sequence[Return]) -> None:
        for one, line in zip(returns, found.lines, strict=True):
            self.book.back[found.ticket, line.index] += one.quantity
            self.book.given_cents -= one.quantity * (line.sold.given_cents // line.sold.quantity)
            if one.goods == Goods.SHELF:
                self.book.taken[line.sold.product] -= one.quantity
            for item in one.items:
                if item in self.book.seats:
                    self.book.seats[item].discard(found.ticket)
                elif one.goods == Goods.SHELF or (one.goods == Goods.WRITTEN_OFF and self.is_thing(item)):
                    self.book.take_back(item, found.ticket)

    def is_thing(self, item: ItemId) -> bool:
        """A thing with a number, not a code: written off, it is in nobody's hands."""
        return bool(self.till.connection.execute("SELECT 1 FROM equipment WHERE item = ?", (item,)).fetchone())


def _returned(line: RefundableLine, quantity: int, pick: int) -> Return:
    """The first `quantity` of a line, named where they are told apart; `pick` chooses what becomes of them."""
    return Return(line.index, quantity, line.goods[pick % len(line.goods)], line.items[:quantity])
