"""Any day at the counter: sales, refunds and restarts in any order keep every promise about money and articles."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from pos_app.counter.dates import today
from pos_app.counter.end_loan import end_loan
from pos_app.counter.find_item import items_for_sale
from pos_app.counter.gifts import all_campaigns, set_campaign
from pos_app.counter.lend_equipment import lend_equipment
from pos_app.counter.move_stock import count_stock, lose_stock, send_stock
from pos_app.counter.open_till import OpenedTill, abandon_till
from pos_app.counter.refund import refund
from pos_app.counter.refundable import RefundableLine, refundable
from pos_app.counter.sale_rules import Approval
from pos_app.counter.sell import sell
from pos_app.counter.structures import add_structure
from pos_app.domain.basket import Basket
from pos_app.domain.equipment import LOST, RETURN_CONDITIONS
from pos_app.domain.facts import Goods, RefundRecorded, SaleRecorded
from pos_app.domain.identifiers import ItemId, ProductCode, TicketNumber
from pos_app.domain.refund import REFUND_REASONS, Return, usual_way_back
from pos_app.domain.refusals import Refusal
from pos_app.domain.tender import Tender, TenderKind
from pos_app.store import journal
from pos_app.store.parameters import stock_on_hand
from pos_app.store.rebuild import differing_projections
from tests.clock import ManualClock
from tests.counter.machine_acts import MachineActs
from tests.tills import STOCK, TemplateTill, basket_of, copy_of, fault_of, open_copy

_Result = TypeVar("_Result")
ARTICLES = ("CARTE-30", "CARTE-ILLIM", "NET-500M", "ATELIER", "ORDI", "HOTSPOT-3G")
COUNTED = ("CARTE-30", "CARTE-ILLIM")
GIVEN, BUDGET_CENTS = "NET-500M", 900
REFUSED = {"nothing_to_refund", "more_than_sold", "needs_second_person", "item_reserved"}


def returned(line: RefundableLine, quantity: int, pick: int) -> Return:
    """The first `quantity` of a line, named where they are told apart; `pick` chooses what becomes of them."""
    return Return(line.index, quantity, line.goods[pick % len(line.goods)], line.items[:quantity])


class Shelf(RuleBasedStateMachine):
    """A coordinator sells and gives back; the machine counts money and articles by itself."""

    template: ClassVar[TemplateTill]
    tickets = Bundle("tickets")

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.folder = copy_of(self.template, self.root)
        self.clock = ManualClock()
        self.opened: OpenedTill = open_copy(self.template, self.folder, self.clock)
        self.baskets = 0
        self.cash_cents = 0
        self.turnover_cents = 0
        self.sold: Counter[tuple[str, int]] = Counter()
        self.back: Counter[tuple[str, int]] = Counter()
        self.taken: Counter[str] = Counter()
        self.handed_out: set[ItemId] = set()
        self.given_cents = 0
        self.lent: dict[int, tuple[ItemId, int, TenderKind]] = {}
        self.house = add_structure(self.opened.till, operator=self.template.coordinator, name="Foyer").token
        self.machines = MachineActs(lambda: self.opened.till, self.template.coordinator)
        set_campaign(
            self.opened.till, operator=self.template.coordinator, code="HIVER", label="Grand froid", products=[GIVEN],
            budget_cents=BUDGET_CENTS, starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31),
        )  # fmt: skip

    @rule(
        target=tickets,
        codes=st.lists(st.sampled_from(ARTICLES), min_size=1, max_size=5),
        card=st.integers(0, 100),
        first_line=st.sampled_from(["", "gift", "half price"]),
    )
    def sell(self, codes: list[str], card: int, first_line: str) -> TicketNumber | object:
        self.baskets += 1
        till = self.opened.till
        changed = Basket.of(basket_of(till, *codes, number=self.baskets))
        if first_line == "gift" and changed.lines[0].product.code == GIVEN:
            changed.give(0, "HIVER")
        elif first_line == "half price":
            changed.set_price(0, changed.lines[0].unit_price_cents // 2, "damaged")
        basket = changed.freeze()
        by_card = basket.total_cents * card // 100
        tenders = [Tender(TenderKind.CARD, by_card), Tender(TenderKind.CASH, basket.total_cents - by_card)]
        tenders = [tender for tender in tenders if tender.amount_cents]
        word = Approval(by=self.template.coordinator.code, reason="urgent")
        try:
            sold = sell(
                till, operator=self.template.coordinator, basket=basket, tenders=tenders, receipt=False, approval=word
            )
        except Refusal as refused:
            if refused.code != "campaign_spent" or self.given_cents + 500 > BUDGET_CENTS:
                return multiple()
            raise
        fact = sold.entry.fact()
        assert isinstance(fact, SaleRecorded)
        self.cash_cents += basket.total_cents - by_card
        self.turnover_cents += basket.total_cents
        for index, line in enumerate(fact.lines):
            self.sold[sold.ticket, index] += line.quantity
            self.taken[line.product] += line.quantity
            self.given_cents += line.given_cents
            assert self.handed_out.isdisjoint(line.items), "a code or a machine is in two hands"
            self.handed_out |= set(line.items)
        return sold.ticket

    @rule(ticket=tickets, part=st.integers(1, 100), reason=st.sampled_from(REFUND_REASONS), greedy=st.booleans())
    def give_back(self, ticket: TicketNumber, part: int, reason: str, *, greedy: bool) -> None:
        till, operator = self.opened.till, self.template.coordinator
        try:
            found = refundable(till, operator=operator, ticket=ticket)
            returns = [returned(line, -(-line.left * part // 100) + greedy, part) for line in found.lines]
            cents = sum(one.quantity * line.sold.unit_cents for one, line in zip(returns, found.lines, strict=True))
            given = usual_way_back(found.paid_left, cents, found.rule)
            made = refund(till, operator=operator, ticket=ticket, returns=returns, given=given, reason=reason)
        except Refusal as refused:
            if refused.code not in REFUSED or till.connection.in_transaction:
                raise
            return
        fact = made.entry.fact()
        assert isinstance(fact, RefundRecorded)
        self.cash_cents += fact.cash_cents
        self.turnover_cents -= cents
        for line in fact.lines:
            self.back[ticket, line.line] -= line.quantity
            self.given_cents += line.given_cents
            if line.goods == Goods.SHELF:
                self.taken[line.product] += line.quantity
                self.handed_out -= set(line.items)

    @rule(by_card=st.booleans(), deposit_cents=st.integers(0, 3000))
    def lend(self, *, by_card: bool, deposit_cents: int) -> None:
        till = self.opened.till
        free = items_for_sale(till, product=ProductCode("HOTSPOT-3G"))
        if not free:
            return
        tender = TenderKind.CARD if by_card else TenderKind.CASH
        fact = lend_equipment(
            till, operator=self.template.coordinator, item=free[0].item, person=self.house, due_on=today(till),
            deposit_cents=deposit_cents, tender=tender,
        )  # fmt: skip
        assert fact.item not in self.handed_out, "a key is in two hands"
        self.handed_out.add(fact.item)
        self.lent[fact.loan] = (fact.item, deposit_cents, tender)
        self.cash_cents += 0 if by_card else deposit_cents

    @rule(loan=st.integers(1, 6), part=st.integers(0, 100), condition=st.sampled_from((*RETURN_CONDITIONS, LOST)))
    def end_loan(self, loan: int, part: int, condition: str) -> None:
        """A loan that is over, or never was, gives nothing back."""
        item, deposit_cents, tender = self.lent.pop(loan, (None, 3000, TenderKind.CASH))
        cents = deposit_cents * part // 100
        back = partial(
            end_loan, self.opened.till, operator=self.template.coordinator, loan=loan, condition=condition,
            given_back_cents=cents, tender=tender, reason="late",
        )  # fmt: skip
        if item is None:
            with pytest.raises(Refusal, check=lambda refused: refused.code in ("loan_unknown", "loan_ended")):
                back()
            return
        ended = back()
        self.cash_cents -= cents if tender is TenderKind.CASH else 0
        if ended.to_stock:
            self.handed_out.discard(ended.item)

    @rule(at=st.integers(0, 1), second=st.booleans(), number=st.integers(1, 3))
    def agree_on_a_plan(self, at: int, number: int, *, second: bool) -> None:
        self._may_refuse(lambda: self.machines.plan(at, second, number))

    @rule(at=st.integers(0, 1), second=st.booleans())
    def reserve(self, at: int, *, second: bool) -> None:
        self._may_refuse(lambda: self.machines.reserve(at, second))

    @rule(at=st.integers(0, 1), share=st.integers(0, 110), kind=st.sampled_from([TenderKind.CASH, TenderKind.CARD]))
    def pay_a_part(self, at: int, share: int, kind: TenderKind) -> None:
        taken = self._may_refuse(lambda: self.machines.instalment(at, share, kind))
        if taken is not None:
            cents = taken.sold.total_cents
            self.turnover_cents += cents
            self.cash_cents += cents if kind is TenderKind.CASH else 0
            fact = taken.sold.entry.fact()
            assert isinstance(fact, SaleRecorded)
            for line in fact.lines:
                assert self.handed_out.isdisjoint(line.items), "a machine is in two hands"
                self.handed_out |= set(line.items)

    @rule(at=st.integers(0, 1), reason=st.sampled_from(REFUND_REASONS), shelf=st.booleans())
    def end_a_plan(self, at: int, reason: str, *, shelf: bool) -> None:
        ended = self._may_refuse(lambda: self.machines.end_plan(at, reason, shelf))
        if ended is not None:
            self.turnover_cents -= ended.back_cents
            for fact in (entry.fact() for entry in ended.entries):
                assert isinstance(fact, RefundRecorded)
                self.cash_cents += fact.cash_cents
                for line in fact.lines:
                    if line.goods == Goods.SHELF:
                        self.handed_out -= set(line.items)

    def _may_refuse(self, act: Callable[[], _Result]) -> _Result | None:
        """What a rule refuses changes nothing."""
        try:
            return act()
        except Refusal:
            assert not self.opened.till.connection.in_transaction
            return None

    @rule(code=st.sampled_from(COUNTED), counted=st.integers(0, 200))
    def count(self, code: str, counted: int) -> None:
        count_stock(self.opened.till, operator=self.template.coordinator, product=code, counted=counted)
        self.taken[code] = STOCK[code] - counted

    @rule(code=st.sampled_from(COUNTED), quantity=st.integers(1, 20), lost=st.booleans())
    def move(self, code: str, quantity: int, *, lost: bool) -> None:
        operator = self.template.coordinator
        if lost:
            lose_stock(self.opened.till, operator=operator, product=code, quantity=quantity, reason="missing")
        else:
            send_stock(self.opened.till, operator=operator, to="PAR2", articles={code: quantity})
        self.taken[code] += quantity

    @rule()
    def lose_the_power(self) -> None:
        abandon_till(self.opened)
        self.opened = open_copy(self.template, self.folder, self.clock)

    @invariant()
    def money_in_minus_money_out_is_the_drawer(self) -> None:
        state = self.opened.till.store.state
        assert (state.drawer_cents, state.perpetual_cents) == (self.cash_cents, self.turnover_cents)

    @invariant()
    def what_is_owed_back_is_the_deposits_of_what_is_on_loan(self) -> None:
        owed_cents = sum(cents for _item, cents, _tender in self.lent.values())
        assert self.opened.till.store.state.deposits_cents == owed_cents

    @invariant()
    def a_campaign_never_gives_beyond_its_budget(self) -> None:
        (campaign,) = all_campaigns(self.opened.till)
        assert campaign.given_cents == self.given_cents <= BUDGET_CENTS

    @invariant()
    def never_more_comes_back_than_was_sold(self) -> None:
        assert all(self.back[line] <= self.sold[line] for line in self.back)

    @invariant()
    def the_shelf_holds_what_is_not_taken(self) -> None:
        on_hand = stock_on_hand(self.opened.till.connection)
        assert {code: STOCK[code] - on_hand[code] for code in STOCK} == {code: self.taken[code] for code in STOCK}

    def teardown(self) -> None:
        connection = self.opened.till.connection
        numbers = [
            fact.number
            for _, entry in journal.every_entry(connection)
            if isinstance(fact := entry.fact(), SaleRecorded | RefundRecorded)
        ]
        assert numbers == list(range(1, len(numbers) + 1))
        assert fault_of(connection) is None
        assert differing_projections(connection) == ()
        abandon_till(self.opened)
        shutil.rmtree(self.root)


@pytest.mark.usefixtures("template")
def test_any_day_keeps_every_promise(template: TemplateTill) -> None:
    Shelf.template = template
    run_state_machine_as_test(Shelf, settings=settings(max_examples=25, stateful_step_count=25))
